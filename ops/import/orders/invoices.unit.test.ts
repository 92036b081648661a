import { expect, test } from 'vitest';
import type { Row } from '../source.ts';
import { type Invoice, MAX_LINES, toInvoice, toInvoices } from './invoices.ts';
import type { InvoiceRow } from './rules.ts';
import { type Survey, survey } from './survey.ts';

const row = (line: number, change: InvoiceRow = {}): Row<InvoiceRow> => ({
  line,
  value: {
    InvoiceNo: '1',
    StockCode: 'A',
    Quantity: '1',
    InvoiceDate: '2011-01-31 23:59:00',
    UnitPrice: '1',
    CustomerID: '7',
    Country: 'EIRE',
    ...change,
  },
});
async function* stream(rows: readonly Row<InvoiceRow>[]) {
  yield* rows;
}
const surveyOf = (...rows: Row<InvoiceRow>[]): Promise<Survey> => survey(stream(rows));

test('an invoice comes when its last row was read, wherever its rows stand', async () => {
  const rows = [row(2), row(3, { InvoiceNo: '2' }), row(4), row(5, { InvoiceNo: '3' })];
  const { rowsOf } = await surveyOf(...rows);
  const invoices: Invoice[] = [];
  for await (const invoice of toInvoices(stream(rows), rowsOf)) invoices.push(invoice);
  expect(invoices.map(({ number }) => number)).toEqual(['2', '1', '3']);
  expect(invoices[1]!.lines.map(({ line }) => line)).toEqual([2, 4]);
});

test('every row is in one list, with a reference that equal rows do not share', () => {
  const rows = [row(2), row(3), row(4, { Quantity: '-1' }), row(5, { UnitPrice: '0' })];
  const { lines, adjustments, returns, refused } = toInvoice('1', rows);
  expect(lines.map(({ reference }) => reference)).toEqual(['1/1', '1/2']);
  expect(adjustments).toMatchObject([{ line: 4, reference: '1/3', delta: -1 }]);
  expect(returns).toEqual([]);
  expect(refused).toMatchObject([{ line: 5, reference: '1/4', reason: { code: 'PRICE_NOT_POSITIVE' } }]);
});

test('an invoice has one customer, country and day; the minutes may differ', () => {
  const { placedAt, lines, refused } = toInvoice('1', [
    row(2, { UnitPrice: '0', Country: 'France' }),
    row(3, { InvoiceDate: '2011-01-31 23:58:00' }),
    row(4),
    row(5, { InvoiceDate: '2011-02-01 00:00:00' }),
    row(6, { Country: 'France' }),
    row(7, { CustomerID: '' }),
  ]);
  expect(placedAt).toBe('2011-01-31T23:58:00.000Z');
  expect(lines.map(({ line }) => line)).toEqual([3, 4]);
  expect(refused.map(({ reason }) => reason.code)).toEqual([
    'PRICE_NOT_POSITIVE',
    ...Array<string>(3).fill('INVOICE_MIXED'),
  ]);
});

test('an order has no more lines than the command takes', () => {
  const rows = Array.from({ length: MAX_LINES + 2 }, (_, index) => row(index));
  const { lines, refused } = toInvoice('1', rows);
  expect(lines).toHaveLength(MAX_LINES);
  expect(refused.map(({ reason }) => reason.code)).toEqual(['TOO_MANY_LINES', 'TOO_MANY_LINES']);
});

test('the survey finds what is sold, with units for all that takes them away', async () => {
  const { products, returned, rows } = await surveyOf(
    row(2, { UnitPrice: '0', Description: 'damaged?' }),
    row(3, { Description: ' ', Quantity: '4', UnitPrice: '2.505' }),
    row(4, { Description: ' LANTERN ', UnitPrice: '9' }),
    row(5, { Quantity: '-3' }),
    row(6, { StockCode: 'a' }),
    row(7, { InvoiceNo: 'C8', Quantity: '-2', StockCode: 'R' }),
  );
  expect(rows).toBe(6);
  expect([...products]).toEqual([
    ['A', { name: 'LANTERN', priceMinor: 251, units: 8 }],
    ['a', { name: 'a', priceMinor: 100, units: 1 }],
  ]);
  expect([...returned]).toEqual(['7 R']);
});
