import type { Reason } from '../report.ts';
import type { Row } from '../source.ts';
import { type Action, customerOf, type InvoiceRow, judge, placedAt } from './rules.ts';

/** What createOrder takes in one order. */
export const MAX_LINES = 2_000;

/** A row of an invoice. Its reference is its own for good: many rows of an invoice are equal but for their place. */
interface Place {
  readonly line: number;
  readonly reference: string;
  readonly code: string;
}
export type OrderLine = Place & { readonly quantity: number; readonly unitPriceMinor: number };
export type Adjustment = Place & { readonly delta: number };
export type Return = Place & { readonly quantity: number };
export type Refusal = Place & { readonly reason: Reason };

/** An invoice, and what each of its rows asks for: every row is in one of the four lists. */
export interface Invoice {
  readonly number: string;
  /** Empty: it names none. */
  readonly customer: string;
  readonly country: string;
  /** ISO 8601, in UTC. */
  readonly placedAt: string;
  readonly lines: OrderLine[];
  readonly adjustments: Adjustment[];
  readonly returns: Return[];
  readonly refused: Refusal[];
}

/**
 * The invoices, each when its last row was read; `rowsOf` tells how many there are. Holds the rows of those that have
 * begun and not ended.
 */
export async function* toInvoices(
  rows: AsyncIterable<Row<InvoiceRow>>,
  rowsOf: ReadonlyMap<string, number>,
): AsyncGenerator<Invoice> {
  const begun = new Map<string, Row<InvoiceRow>[]>();
  for await (const row of rows) {
    const number = row.value.InvoiceNo ?? '';
    const gathered = begun.get(number) ?? [];
    gathered.push(row);
    if (gathered.length < rowsOf.get(number)!) begun.set(number, gathered);
    else {
      begun.delete(number);
      yield toInvoice(number, gathered);
    }
  }
}

/**
 * The order, adjustments and returns of an invoice. Its head is that of the first row that the rules accept; a row with
 * another customer, country or day cannot belong to the same order and is refused.
 */
export function toInvoice(number: string, rows: readonly Row<InvoiceRow>[]): Invoice {
  const judged = rows.map(({ line, value }, index) => ({
    place: { line, reference: `${number}/${index + 1}`, code: value.StockCode ?? '' },
    value,
    action: judge(value),
  }));
  const head = (judged.find(({ action }) => action.kind !== 'refused') ?? judged[0]!).value;
  const invoice: Invoice = {
    number,
    customer: customerOf(head),
    country: head.Country ?? '',
    placedAt: placedAt(head) ?? '',
    lines: [],
    adjustments: [],
    returns: [],
    refused: [],
  };
  for (const { place, value, action } of judged) {
    const reason =
      action.kind === 'refused' ? action.reason : (rejectMixed(head, value) ?? rejectLine(action, invoice));
    if (action.kind === 'refused' || reason !== undefined)
      invoice.refused.push({ ...place, reason: reason! });
    else if (action.kind === 'orderLine') invoice.lines.push({ ...place, ...action });
    else if (action.kind === 'adjustment') invoice.adjustments.push({ ...place, ...action });
    else invoice.returns.push({ ...place, ...action });
  }
  return invoice;
}

function rejectMixed(head: InvoiceRow, row: InvoiceRow): Reason | undefined {
  const same =
    customerOf(head) === customerOf(row) &&
    head.Country === row.Country &&
    placedAt(head)?.slice(0, 10) === placedAt(row)?.slice(0, 10);
  if (same) return undefined;
  return { code: 'INVOICE_MIXED', message: 'another customer, country or day than the rest of its invoice' };
}

function rejectLine({ kind }: Action, { lines }: Invoice): Reason | undefined {
  if (kind !== 'orderLine' || lines.length < MAX_LINES) return undefined;
  return { code: 'TOO_MANY_LINES', message: `more than ${MAX_LINES} lines in one invoice` };
}
