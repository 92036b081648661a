import { randomBytes } from 'node:crypto';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run, runToEnd } from '../test/processes.ts';
import { startShop } from './test/shop.ts';

let shop: Awaited<ReturnType<typeof startShop>>;
beforeEach(async () => void (shop = await startShop()));
afterEach(() => shop.stop());

const refusedFile = () => join(shop.folder, 'refused.csv');
const write = async (name: string, content: string | Buffer): Promise<string> => {
  await writeFile(join(shop.folder, name), content);
  return join(shop.folder, name);
};
const args = (kind: string, file: string, ...more: string[]) => [
  ...[kind, file, '--url', shop.url, '--refused', refusedFile()],
  ...more,
];
const importing = (...given: Parameters<typeof args>) => runToEnd('import', {}, args(...given));
/** Line, reference and reason of the refused rows, in the order of the file. */
const refused = async () =>
  (await readFile(refusedFile(), 'utf8'))
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',').slice(0, 3).join(' '))
    .sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
/** What the script that shares no code with the importer says of the import. */
const totals = (file: string) =>
  runToEnd('bench/totals.ts', {}, [file, '--mysql', shop.mysqlUrl, '--refused', refusedFile()]);

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const csv = (rows: readonly string[]) => [HEADER, ...rows, ''].join('\n');

describe('orders', () => {
  const rows = [
    '1,A,"LANTERN, WHITE",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
    '1,a,lantern,2,2010-12-01 08:26:00,1.005,17850.0,United Kingdom',
    '1,A,"LANTERN, WHITE",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
    '2,A,damaged,-5,2010-12-01 09:00:00,0.0,,United Kingdom',
    '2,A,lost,-5,2010-12-01 09:00:00,2.55,,United Kingdom',
    '3,A,LANTERN,4,2010-12-02 09:00:00,3,17850.0,EIRE',
    'C4,A,LANTERN,-5,2010-12-03 09:00:00,2.55,17850.0,United Kingdom',
    'C4,a,lantern,-3,2010-12-03 09:00:00,1,17850.0,United Kingdom',
    'C4,B,never sold,-1,2010-12-03 09:00:00,1,17850.0,United Kingdom',
    'C5,A,LANTERN,-1,2010-12-03 09:00:00,2.55,,United Kingdom',
    '6,A,LANTERN,1,2010-12-03 10:00:00,2.55,17850.0,France',
    '6,A,LANTERN,0,2010-12-03 10:00:00,2.55,17850.0,France',
    '6,A,LANTERN,1000001,2010-12-03 10:00:00,2.55,17850.0,France',
    '6,A,LANTERN,1,2010-12-03 10:00:00,2.55,17850.0,Spain',
    '7,A,LANTERN,1,2999-01-01 10:00:00,2.55,,France',
    '7,A,LANTERN,2,nonsense,2.55,,France',
  ];
  const reasons = [
    '5 2/1 PRICE_NOT_POSITIVE',
    '9 C4/2 NOT_ENOUGH_DELIVERED',
    '10 C4/3 NOTHING_DELIVERED',
    '11 C5/1 NO_CUSTOMER',
    '13 6/2 QUANTITY_ZERO',
    '14 6/3 QUANTITY_TOO_LARGE',
    '15 6/4 INVOICE_MIXED',
    '16 7/1 INVALID_INPUT',
    '17 7/2 MALFORMED',
  ];

  test('every row becomes what the rules say, or is refused with its reason', async () => {
    const file = await write('orders.csv', csv(rows));
    const { code, said } = await importing('orders', file);
    expect(said).toContain('7 accepted, 9 refused');
    expect(code).toBe(0);
    expect(await refused()).toEqual(reasons);
    expect(
      await shop.sql(`SELECT CONVERT(external_reference USING utf8mb4) AS invoice, status, total_minor, refunded_minor,
        shipping_address->>'$.country' AS country, email, DATE_FORMAT(created_at, '%Y-%m-%d %T') AS placed
        FROM orders LEFT JOIN customer ON customer.id = customer_id ORDER BY external_reference`),
    ).toEqual([
      {
        ...{ invoice: '1', status: 'DELIVERED', total_minor: 3_262, refunded_minor: 255 },
        ...{ country: 'United Kingdom', placed: '2010-12-01 08:26:00' },
        email: 'customer-17850@example.invalid',
      },
      {
        ...{ invoice: '3', status: 'RETURNED', total_minor: 1_200, refunded_minor: 1_200 },
        ...{ country: 'EIRE', placed: '2010-12-02 09:00:00' },
        email: 'customer-17850@example.invalid',
      },
      {
        ...{ invoice: '6', status: 'DELIVERED', total_minor: 255, refunded_minor: 0 },
        ...{ country: 'France', placed: '2010-12-03 10:00:00' },
        email: 'customer-17850@example.invalid',
      },
    ]);
    // Received 24 and 2; of A the order of the far future was never placed, so that its unit is left.
    expect(
      await shop.sql(`SELECT CONVERT(sku USING utf8mb4) AS sku, name, price_minor, on_hand, reserved
        FROM product JOIN stock ON product_id = id ORDER BY product.sku`),
    ).toEqual([
      { sku: 'A', name: 'LANTERN, WHITE', price_minor: 255, on_hand: 7, reserved: 0 },
      { sku: 'a', name: 'lantern', price_minor: 101, on_hand: 0, reserved: 0 },
    ]);
  });

  test('a code that the shop sells in another currency is imported beside it', async () => {
    const product = { sku: 'A', name: 'Laptop', priceMinor: 99_900, currency: 'EUR', stock: 3 };
    const products = await write('products.jsonl', JSON.stringify(product));
    expect((await importing('products', products)).code).toBe(0);
    const file = await write('orders.csv', csv(rows));
    for (const _ of ['first', 'again']) {
      expect((await importing('orders', file)).said).toContain('7 accepted, 9 refused');
      expect(await refused()).toEqual(reasons);
    }
    expect(
      await shop.sql(`SELECT CONVERT(sku USING utf8mb4) AS sku, currency, on_hand
        FROM product JOIN stock ON product_id = id ORDER BY product.sku`),
    ).toEqual([
      { sku: 'A', currency: 'EUR', on_hand: 3 },
      { sku: 'A-GBP', currency: 'GBP', on_hand: 7 },
      { sku: 'a', currency: 'GBP', on_hand: 0 },
    ]);
  });

  test('a customer whom the next file has in another country is the same', async () => {
    const row = (invoice: number, country: string) =>
      `${invoice},A,LANTERN,1,2010-12-01 08:26:00,2.55,17850.0,${country}`;
    for (const [invoice, country] of [
      [1, 'Belgium'],
      [2, 'Denmark'],
    ] as const) {
      const file = await write(`${invoice}.csv`, csv([row(invoice, country)]));
      expect((await importing('orders', file)).said).toContain('1 accepted, 0 refused');
    }
    expect(
      await shop.sql(
        'SELECT email, COUNT(*) AS orders FROM orders JOIN customer c ON customer_id = c.id GROUP BY c.id',
      ),
    ).toEqual([{ email: 'customer-17850@example.invalid', orders: 2 }]);
  }, 60_000);

  test('of a file that takes away more than a stock can hold, the rows are refused that find none', async () => {
    const lost = Array.from({ length: 2_200 }, () => '1,A,lost,-1000000,2010-12-01 09:00:00,2.55,,EIRE');
    const file = await write(
      'orders.csv',
      csv(['2,A,lost,-999999999,2010-12-01 09:00:00,2.55,,EIRE', ...lost]),
    );
    const { code, said } = await importing('orders', file);
    expect(said).toContain('2000 accepted, 201 refused');
    expect(code).toBe(0);
    expect((await refused()).slice(0, 2)).toEqual([
      '2 2/1 QUANTITY_TOO_LARGE',
      '2003 1/2001 STOCK_BELOW_RESERVED',
    ]);
  }, 60_000);

  describe('a file of many invoices', () => {
    const file = () => write('year.csv.gz', gzipSync(csv(year(150))));
    /** All that an import leaves behind, without the ids and times that differ from run to run. */
    const left = () =>
      shop.sql(`
        SELECT CONVERT(o.external_reference USING utf8mb4) AS what, o.status, o.refunded_minor AS a, SUM(l.returned) AS b
          FROM orders o JOIN order_line l ON l.order_id = o.id GROUP BY o.id
        UNION ALL SELECT CONVERT(sku USING utf8mb4), status, on_hand, reserved FROM product JOIN stock ON product_id = id
        UNION ALL SELECT CONVERT(external_reference USING utf8mb4), '', refund_minor, 0 FROM order_return
        UNION ALL SELECT 'movements', '', COUNT(*), SUM(on_hand_delta) FROM stock_movement
        ORDER BY what`);
    const placed = async () =>
      (await shop.sql<{ n: number }>('SELECT COUNT(*) AS n FROM orders').catch(() => []))[0]?.n ?? 0;

    test('killed again and again, and run to the end, leaves what one run leaves; so it does when its keys are purged', async () => {
      const path = await file();
      await importing('orders', path);
      const [expected, reasonsAtOnce] = [await left(), await refused()];
      await shop.stop();
      shop = await startShop();
      const again = await file();
      for (const orders of [1, 30, 60, 90]) {
        const { kill } = run('import', {}, args('orders', again, '--concurrency', '4'));
        while ((await placed()) < orders) await sleep(5);
        expect(await kill('SIGKILL')).toBe(null);
      }
      expect(await placed()).toBeLessThan(expected.length);
      for (const keys of ['kept', 'purged']) {
        if (keys === 'purged') await shop.sql('DELETE FROM idempotency');
        expect((await importing('orders', again)).code).toBe(0);
        expect([keys, await left()]).toEqual([keys, expected]);
        expect(await refused()).toEqual(reasonsAtOnce);
      }
      expect(await totals(again)).toMatchObject({ code: 0, said: expect.not.stringContaining('FAIL') });
      await shop.sql('UPDATE order_line SET unit_price_minor = unit_price_minor + 1 LIMIT 1');
      expect(await totals(again)).toMatchObject({ code: 1, said: expect.stringContaining('1 differ') });
    }, 120_000);

    test('stopped by SIGINT tells what was done', async () => {
      const { kill, stdout, stderr } = run('import', {}, args('orders', await file(), '--concurrency', '2'));
      while ((await placed()) < 20) await sleep(5);
      expect(await kill('SIGINT')).toBe(130);
      expect(stdout() + stderr()).toMatch(/\d+ accepted, \d+ refused/);
      const stuck = "SELECT COUNT(*) AS n FROM orders WHERE status NOT IN ('DELIVERED', 'RETURNED')";
      expect(await shop.sql(stuck)).toEqual([{ n: 0 }]);
    }, 60_000);
  });

  test('a file that cannot be read is no import', async () => {
    const { code, said } = await importing('orders', await write('x.csv', 'a,b\n1,2\n'));
    expect(code).toBe(1);
    expect(said).toContain('has no column InvoiceNo');
    expect((await importing('returns', 'x.csv')).code).toBe(2);
  });

  test('a file of refused rows that is the file itself, or cannot be written, is told before anything is sent', async () => {
    const file = await write('orders.csv', csv(rows));
    const link = join(shop.folder, 'link.csv');
    await symlink(file, link);
    for (const [place, told] of [
      [file, `${file} is the file that is imported: --refused FILE puts the refused rows elsewhere`],
      [link, `${link} is the file that is imported`],
      [shop.folder, `${shop.folder} cannot be written: EISDIR: `],
      [`${file}/refused.csv`, `${file}/refused.csv cannot be written: E`],
      ['/dev/full', '/dev/full cannot be written: ENOSPC: '],
    ] as const) {
      const { code, said } = await importing('orders', file, '--refused', place);
      expect([code, said]).toEqual([1, expect.stringContaining(told)]);
      expect(said).not.toContain('    at ');
    }
    expect([await readFile(file, 'utf8'), await shop.sql('SELECT * FROM product')]).toEqual([csv(rows), []]);
  }, 60_000);

  test('a gateway that is none is told at once', async () => {
    const file = await write('x.csv', csv(rows));
    const elsewhere = await importing('orders', file, '--url', `${shop.url}/elsewhere`);
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.said).toMatch(/elsewhere answers 404 .*\n.*run it again to go on when that is mended/);
    expect((await importing('orders', file, '--url', 'elsewhere')).code).toBe(2);
  });

  test('a file of which every row is refused is no success', async () => {
    const { code, said } = await importing('orders', await write('x.csv', csv([rows[3]!])));
    expect(said).toContain('0 accepted, 1 refused');
    expect(code).toBe(1);
  });
});

test('products: what is refused is told, what is there already is accepted and not written twice', async () => {
  const product = (sku: string, more: object = {}) =>
    JSON.stringify({ sku, name: `Product ${sku}`, priceMinor: 100, currency: 'EUR', ...more });
  const file = await write(
    'products.jsonl',
    [
      product('1', { stock: 5, attributes: { pages: 6, touch: false } }),
      product('2', { ean: ['12345'] }),
      '{',
      product('1'),
      product('3', { priceMinor: 1.5 }),
      product('4', { currency: 'XXL' }),
      product('5', { images: ['http://images.example/1.jpg'] }),
      product('6', { stok: 5 }),
    ].join('\n'),
  );
  for (const _ of ['first', 'again']) {
    const { code, said } = await importing('products', file);
    expect(said).toContain('2 accepted, 6 refused');
    expect(code).toBe(0);
    expect(await refused()).toEqual([
      '2 2 INVALID_INPUT',
      '3  MALFORMED',
      '4 1 DUPLICATE_SKU',
      '5 3 MALFORMED',
      '6 4 INVALID_INPUT',
      '8 6 MALFORMED',
    ]);
    await shop.sql('DELETE FROM idempotency');
  }
  expect(
    await shop.sql(`SELECT CONVERT(sku USING utf8mb4) AS sku, status, on_hand
      FROM product JOIN stock ON product_id = id ORDER BY product.sku`),
  ).toEqual([
    { sku: '1', status: 'PUBLISHED', on_hand: 5 },
    { sku: '5', status: 'PUBLISHED', on_hand: 0 },
  ]);
});

test('products: many with much in them are imported; what is too large by itself is refused alone', async () => {
  const product = (sku: string, attributes: number, value: (index: number) => string) =>
    JSON.stringify({
      ...{ sku, name: sku, priceMinor: 100, currency: 'EUR' },
      attributes: Object.fromEntries(Array.from({ length: attributes }, (_, i) => [`a${i}`, value(i)])),
    });
  const noise = () => randomBytes(7_500).toString('base64');
  const lines = [
    ...Array.from({ length: 200 }, (_, i) => product(`many ${i}`, 183, String)),
    product('does not compress', 40, noise),
    product('of 5 MB', 500, noise),
    product('of too many attributes', 40_000, String),
  ];
  const { code, said } = await importing('products', await write('products.jsonl', lines.join('\n')));
  expect(said).toContain('200 accepted, 3 refused');
  expect(code).toBe(0);
  expect(await refused()).toEqual([
    '201 does not compress INVALID_INPUT',
    '202 of 5 MB TOO_LARGE',
    '203 of too many attributes TOO_LARGE',
  ]);
}, 60_000);

/** Invoices of 20 customers over 40 products, every fifth a cancellation of some of what came before. */
function year(invoices: number): string[] {
  const at = (index: number) =>
    new Date(Date.UTC(2011, 0, 1, index)).toISOString().slice(0, 19).replace('T', ' ');
  return Array.from({ length: invoices }, (_, invoice) => {
    const customer = 100 + (invoice % 20);
    const cancels = invoice % 5 === 4;
    const number = `${cancels ? 'C' : ''}${5000 + invoice}`;
    return Array.from({ length: 1 + (invoice % 7) }, (_, line) => {
      const product = `P${((invoice % 20) * 3 + line * 11) % 40}`;
      const quantity = cancels ? -(1 + (line % 9)) : 1 + ((invoice + line) % 4);
      const price = `${1 + (line % 3)}.${(invoice * 37) % 1000}`;
      return `${number},${product},${product},${quantity},${at(invoice)},${price},${customer}.0,Country ${customer % 3}`;
    });
  }).flat();
}
