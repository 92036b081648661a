import type { Reason } from '../report.ts';
import { type CsvRecord, SURPLUS } from '../source.ts';

// The fixed rules of the import: what a row of an invoice asks for.

export const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;
export type InvoiceRow = CsvRecord<(typeof COLUMNS)[number]>;

/** What createOrder takes in one line; an adjustment that takes away more is a slip of the pen. */
const MAX_QUANTITY = 1_000_000;

export type Action =
  | { readonly kind: 'orderLine'; readonly quantity: number; readonly unitPriceMinor: number }
  | { readonly kind: 'adjustment'; readonly delta: number; readonly unitPriceMinor: number }
  | { readonly kind: 'return'; readonly quantity: number }
  | { readonly kind: 'refused'; readonly reason: Reason };

/** Judges a row by itself; what its invoice or the stock says comes later. */
export function judge(row: InvoiceRow): Action {
  const { InvoiceNo: invoice = '', Quantity, UnitPrice, [SURPLUS]: surplus = [] } = row;
  if (surplus.some((field) => field !== ''))
    return refuse('MALFORMED', `${JSON.stringify(surplus.join(','))} is beyond the last column`);
  for (const column of ['InvoiceNo', 'StockCode', 'Country'] as const)
    if (!row[column]) return refuse('MALFORMED', `${column} is missing`);
  const malformed = (column: (typeof COLUMNS)[number], problem: string) =>
    refuse('MALFORMED', `${column} ${JSON.stringify(row[column] ?? '')} ${problem}`);
  if (placedAt(row) === undefined) return malformed('InvoiceDate', 'is no date like 2010-12-01 08:26:00');
  const quantity = parseQuantity(Quantity);
  if (quantity === undefined) return malformed('Quantity', 'is no whole number of up to 9 digits');
  const unitPriceMinor = roundHalfUp(UnitPrice);
  if (unitPriceMinor === undefined) return malformed('UnitPrice', 'is no price like 2.55');
  if (!isPositive(UnitPrice!)) return refuse('PRICE_NOT_POSITIVE', `the unit price is ${UnitPrice}`);
  if (quantity === 0) return refuse('QUANTITY_ZERO', 'the quantity is 0');
  if (isCancellation(invoice))
    return quantity < 0
      ? { kind: 'return', quantity: -quantity }
      : refuse('CANCELLATION_NOT_NEGATIVE', `a cancellation of ${quantity} units`);
  if (Math.abs(quantity) > MAX_QUANTITY) return refuse('QUANTITY_TOO_LARGE', `${quantity} units in one line`);
  if (quantity < 0) return { kind: 'adjustment', delta: quantity, unitPriceMinor };
  return { kind: 'orderLine', quantity, unitPriceMinor };
}

const isCancellation = (invoice: string): boolean => invoice.startsWith('C');

const refuse = (code: string, message: string): Action => ({ kind: 'refused', reason: { code, message } });

/** 17850.0 and 17850 are one customer; empty for none. */
export const customerOf = ({ CustomerID }: InvoiceRow): string =>
  (CustomerID ?? '').trim().replace(/\.0*$/, '');

/** The row's date and time, taken as UTC. Undefined unless it is like 2011-01-31 12:00:00. */
export function placedAt({ InvoiceDate }: InvoiceRow): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)$/.exec(InvoiceDate ?? '');
  if (match === null) return undefined;
  const moment = new Date(`${match[1]}T${match[2]}Z`);
  // JavaScript takes 30 February for a day in March.
  const exists = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(match[1]!);
  return exists ? moment.toISOString() : undefined;
}

const parseQuantity = (text = ''): number | undefined =>
  /^[+-]?\d{1,9}$/.test(text) ? Number(text) : undefined;

const DECIMAL = /^([+-]?)(\d{1,12})(?:\.(\d+))?$/;

/**
 * A price in pounds as pence, half a penny up, worked out on its digits: 1.005 is 101. Negative prices lose their
 * fraction of a penny; they are refused anyway. Undefined when it is not a decimal number.
 */
export function roundHalfUp(price = ''): number | undefined {
  const match = DECIMAL.exec(price);
  if (match === null) return undefined;
  const [, sign, whole, fraction = ''] = match;
  const digits = fraction.padEnd(3, '0');
  const minor = Number(whole! + digits.slice(0, 2)) + (digits[2]! >= '5' ? 1 : 0);
  return sign === '-' ? -minor : minor;
}

const isPositive = (price: string): boolean => !price.startsWith('-') && /[1-9]/.test(price);
