import type { Row } from '../source.ts';
import { customerOf, type InvoiceRow, judge } from './rules.ts';

/**
 * What has to be known of the whole file before its first order is placed. Grows with its products, invoices and
 * cancellations, not with its rows.
 */
export interface Survey {
  rows: number;
  /** Rows of each invoice, so that it is known when the last one was read: not all stand together. */
  readonly rowsOf: Map<string, number>;
  /** What is ordered or adjusted, by stock code. */
  readonly products: Map<string, SurveyedProduct>;
  /** What each customer returns: only deliveries of it have to be remembered. */
  readonly returned: Set<string>;
}
export interface SurveyedProduct {
  /** The first description that is not empty, or else the stock code. */
  name: string;
  /** The first price that is accepted. */
  readonly priceMinor: number;
  /** Units that all order lines and adjustments take away. */
  units: number;
}

export const customerAndProduct = (customer: string, sku: string): string => `${customer} ${sku}`;

/** The first pass. */
export async function survey(rows: AsyncIterable<Row<InvoiceRow>>): Promise<Survey> {
  const survey: Survey = { rows: 0, rowsOf: new Map(), products: new Map(), returned: new Set() };
  for await (const { value } of rows) observe(survey, value);
  return survey;
}

function observe(survey: Survey, row: InvoiceRow): void {
  const { InvoiceNo: invoice = '', StockCode: sku = '' } = row;
  survey.rows += 1;
  survey.rowsOf.set(invoice, (survey.rowsOf.get(invoice) ?? 0) + 1);
  const action = judge(row);
  if (action.kind === 'return') survey.returned.add(customerAndProduct(customerOf(row), sku));
  if (action.kind !== 'orderLine' && action.kind !== 'adjustment') return;
  const known = survey.products.get(sku);
  const product = known ?? { name: sku, priceMinor: action.unitPriceMinor, units: 0 };
  if (known === undefined) survey.products.set(sku, product);
  const description = row.Description?.trim();
  if (description && product.name === sku) product.name = description;
  product.units += action.kind === 'orderLine' ? action.quantity : -action.delta;
}
