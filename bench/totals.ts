import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

// Checks an import of orders against its file. Shares no code with the importer: what is wrong there is not wrong here
// in the same way.

const usage = `node bench/totals.ts FILE.csv[.gz] --mysql mysql://user@host:port/database [--refused FILE]

Compares the order lines of the file with those in MySQL, by day, country and product; the ledger with the stock; and,
with the importer's file of refused rows, the rows accepted and refused with those of the file.`;

interface Total {
  units: number;
  revenueMinor: number;
}
type Totals = Map<string, Total>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mysql: { type: 'string' }, refused: { type: 'string' } },
});
const [file] = positionals;
if (file === undefined || values.mysql === undefined) {
  console.error(usage);
  process.exit(2);
}

const fromFile = await totalsOfFile(file);
const connection = await createConnection({ uri: values.mysql, timezone: 'Z' });
const results = [
  compareTotals(fromFile.totals, await totalsOfMysql()),
  await compareLedger(),
  ...(values.refused === undefined ? [] : [await compareRows(values.refused, fromFile.rows)]),
];
await connection.end();
if (results.includes(false)) process.exitCode = 1;

/** Rows that are order lines: no C before the invoice, more than 0 units, a price above 0. */
async function totalsOfFile(path: string): Promise<{ rows: number; totals: Totals }> {
  const totals: Totals = new Map();
  let rows = 0;
  let at: Record<string, number> | undefined;
  for await (const line of lines(path)) {
    const fields = split(line);
    if (at === undefined) {
      at = Object.fromEntries(fields.map((name, index) => [name, index]));
      continue;
    }
    rows += 1;
    const [invoice, code, quantity, date, price, country] = [
      'InvoiceNo',
      'StockCode',
      'Quantity',
      'InvoiceDate',
      'UnitPrice',
      'Country',
    ].map((name) => fields[at![name]!]!) as [string, string, string, string, string, string];
    const hundredthsOfPence = BigInt(
      price.replace(/^(-?\d+)\.?(\d*)$/, (_, a, b) => a + b.slice(0, 4).padEnd(4, '0')),
    );
    if (invoice[0] === 'C' || Number(quantity) <= 0 || hundredthsOfPence <= 0n) continue;
    const pence = Number((hundredthsOfPence + 50n) / 100n);
    add(totals, [date.slice(0, 10), country, code], Number(quantity), Number(quantity) * pence);
  }
  return { rows, totals };
}

function lines(path: string): AsyncIterable<string> {
  const raw = createReadStream(path);
  const input = path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  return createInterface({ input, crlfDelay: Infinity });
}

/** The fields of a line of CSV without line breaks in its fields. */
function split(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

function add(totals: Totals, key: readonly string[], units: number, revenueMinor: number): void {
  const total = totals.get(key.join('|')) ?? { units: 0, revenueMinor: 0 };
  totals.set(key.join('|'), {
    units: total.units + units,
    revenueMinor: total.revenueMinor + revenueMinor,
  });
}

async function query<T>(sql: string): Promise<T[]> {
  const [found] = await connection.query<(T & RowDataPacket)[]>(sql);
  return found;
}

async function totalsOfMysql(): Promise<Totals> {
  const found = await query<{ day: string; country: string; sku: string; units: string; revenue: string }>(`
    SELECT DATE_FORMAT(o.created_at, '%Y-%m-%d') AS day, o.shipping_address->>'$.country' AS country,
      CONVERT(p.sku USING utf8mb4) AS sku, SUM(l.quantity) AS units, SUM(l.quantity * l.unit_price_minor) AS revenue
    FROM orders o JOIN order_line l ON l.order_id = o.id JOIN product p ON p.id = l.product_id
    WHERE o.external_reference IS NOT NULL GROUP BY day, country, p.sku`);
  const totals: Totals = new Map();
  for (const { day, country, sku, units, revenue } of found)
    // A code that another shop's product has is followed by the currency.
    add(totals, [day, country, sku.replace(/-GBP$/, '')], Number(units), Number(revenue));
  return totals;
}

function compareTotals(expected: Totals, actual: Totals): boolean {
  const different = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    (key) => JSON.stringify(expected.get(key)) !== JSON.stringify(actual.get(key)),
  );
  for (const [name, totals] of [
    ['file', expected],
    ['MySQL', actual],
  ] as const) {
    const sum = { units: 0, revenueMinor: 0 };
    for (const { units, revenueMinor } of totals.values()) {
      sum.units += units;
      sum.revenueMinor += revenueMinor;
    }
    const pounds = (sum.revenueMinor / 100).toFixed(2);
    console.log(`${name}: ${sum.units} units, ${pounds} pounds in ${totals.size} totals`);
  }
  for (const key of different.slice(0, 10))
    console.log(`  ${key}: ${JSON.stringify(expected.get(key))} became ${JSON.stringify(actual.get(key))}`);
  return tell(different.length === 0, `totals by day, country and product: ${different.length} differ`);
}

/** The sums of a product's movements are its stock, and what its orders hold is what is reserved. */
async function compareLedger(): Promise<boolean> {
  const wrong = await query<{ id: string }>(`
    SELECT s.product_id AS id FROM stock s LEFT JOIN stock_movement m ON m.product_id = s.product_id
    GROUP BY s.product_id, s.on_hand, s.reserved
    HAVING s.on_hand <> COALESCE(SUM(m.on_hand_delta), 0) OR s.reserved <> COALESCE(SUM(m.reserved_delta), 0)`);
  return tell(wrong.length === 0, `ledger and stock: ${wrong.length} products differ`);
}

async function compareRows(refusedFile: string, rows: number): Promise<boolean> {
  const refused = new Set<string>();
  for await (const line of lines(refusedFile)) refused.add(line.split(',')[0]!);
  refused.delete('line');
  // A return of several orders has their invoices behind its own reference.
  const [accepted] = await query<Record<'orderLines' | 'returns' | 'adjustments', number>>(`
    SELECT
      (SELECT COUNT(*) FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.external_reference IS NOT NULL) AS orderLines,
      (SELECT COUNT(DISTINCT SUBSTRING_INDEX(CONVERT(external_reference USING utf8mb4), '/', 2)) FROM order_return) AS returns,
      (SELECT COUNT(*) FROM stock_movement WHERE reason = 'adjustment') AS adjustments`);
  const { orderLines, returns, adjustments } = accepted!;
  const sum = orderLines + returns + adjustments + refused.size;
  return tell(
    sum === rows,
    `rows: ${orderLines} order lines + ${returns} returns + ${adjustments} adjustments + ${refused.size} refused = ${sum} of ${rows}`,
  );
}

function tell(good: boolean, line: string): boolean {
  console.log(`${good ? 'pass' : 'FAIL'}  ${line}`);
  return good;
}
