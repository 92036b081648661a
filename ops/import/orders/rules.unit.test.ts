import { expect, test } from 'vitest';
import { SURPLUS } from '../source.ts';
import { customerOf, type InvoiceRow, judge, placedAt, roundHalfUp } from './rules.ts';

const row: InvoiceRow = {
  InvoiceNo: '536365',
  StockCode: '85123A',
  Description: 'WHITE HANGING HEART T-LIGHT HOLDER',
  Quantity: '6',
  InvoiceDate: '2010-12-01 08:26:00',
  UnitPrice: '2.55',
  CustomerID: '17850.0',
  Country: 'United Kingdom',
};
const reasonOf = (change: InvoiceRow) => {
  const action = judge({ ...row, ...change });
  return action.kind === 'refused' ? action.reason.code : action.kind;
};

test.each([
  ['2.55', 255],
  ['2.554', 255],
  ['2.555', 256],
  ['1.005', 101], // 1.005 * 100 is 100.49999999999999 in floating point
  ['0.285', 29],
  ['0.0049999', 0],
  ['0.005', 1],
  ['0.995', 100],
  ['11062.06', 1106206],
  ['7', 700],
  ['-0.5', -50],
])('rounds %s pounds half up to %d pence', (price, minor) => expect(roundHalfUp(price)).toBe(minor));

test.each(['', '.5', '1.', '1,5', '1e3', 'NaN', '0x10', ' 1'])('%j is no price', (price) =>
  expect(roundHalfUp(price)).toBeUndefined(),
);

test('a positive row of an invoice is an order line', () =>
  expect(judge(row)).toEqual({ kind: 'orderLine', quantity: 6, unitPriceMinor: 255 }));

test('a negative row of an invoice is a stock adjustment', () =>
  expect(judge({ ...row, Quantity: '-3' })).toEqual({ kind: 'adjustment', delta: -3, unitPriceMinor: 255 }));

test('a row of a cancellation is a return', () =>
  expect(judge({ ...row, InvoiceNo: 'C536379', Quantity: '-1' })).toEqual({ kind: 'return', quantity: 1 }));

test('a price of 0 or less is refused, whatever it rounds to', () => {
  expect(reasonOf({ UnitPrice: '0.0' })).toBe('PRICE_NOT_POSITIVE');
  expect(reasonOf({ UnitPrice: '-11062.06' })).toBe('PRICE_NOT_POSITIVE');
  expect(reasonOf({ UnitPrice: '0', Quantity: '-3' })).toBe('PRICE_NOT_POSITIVE');
  expect(judge({ ...row, UnitPrice: '0.001' })).toMatchObject({ kind: 'orderLine', unitPriceMinor: 0 });
});

test('refuses what the rules have no place for', () => {
  expect(reasonOf({ Quantity: '0' })).toBe('QUANTITY_ZERO');
  expect(reasonOf({ Quantity: '1000000' })).toBe('orderLine');
  expect(reasonOf({ Quantity: '1000001' })).toBe('QUANTITY_TOO_LARGE');
  expect(reasonOf({ Quantity: '-1000000' })).toBe('adjustment');
  expect(reasonOf({ Quantity: '-1000001' })).toBe('QUANTITY_TOO_LARGE');
  expect(reasonOf({ InvoiceNo: 'C536379' })).toBe('CANCELLATION_NOT_NEGATIVE');
});

test.each<[InvoiceRow, message: string]>([
  [{ Quantity: '1.5' }, 'Quantity "1.5" is no whole number of up to 9 digits'],
  [{ Quantity: '' }, 'Quantity "" is no whole number of up to 9 digits'],
  [{ UnitPrice: 'free' }, 'UnitPrice "free" is no price like 2.55'],
  [
    { InvoiceDate: '2011-02-30 08:00:00' },
    'InvoiceDate "2011-02-30 08:00:00" is no date like 2010-12-01 08:26:00',
  ],
  [{ InvoiceDate: '12/1/2010 8:26' }, 'InvoiceDate "12/1/2010 8:26" is no date like 2010-12-01 08:26:00'],
  [{ InvoiceDate: undefined }, 'InvoiceDate "" is no date like 2010-12-01 08:26:00'],
  [{ StockCode: '' }, 'StockCode is missing'],
  [{ Country: '' }, 'Country is missing'],
  [{ InvoiceNo: undefined }, 'InvoiceNo is missing'],
  [{ [SURPLUS]: ['France', ''] }, '"France," is beyond the last column'],
])('%j is malformed, told as %s', (change, message) =>
  expect(judge({ ...row, ...change })).toEqual({ kind: 'refused', reason: { code: 'MALFORMED', message } }),
);

test('empty fields beyond the last column are none', () =>
  expect(judge({ ...row, [SURPLUS]: ['', ''] })).toMatchObject({ kind: 'orderLine' }));

test('reads dates as UTC, and customers without their fraction', () => {
  expect(placedAt(row)).toBe('2010-12-01T08:26:00.000Z');
  expect(customerOf(row)).toBe('17850');
  expect(customerOf({ CustomerID: '17850' })).toBe('17850');
  expect(customerOf({})).toBe('');
});
