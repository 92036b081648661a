import { piecesOf } from '../../../subgraphs/query/pieces.ts';
import type { ImportContext } from '../import-context.ts';
import type { Report } from '../report.ts';
import type { Row } from '../source.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { type Invoice, type Refusal, toInvoices } from './invoices.ts';
import type { SkuOf } from './import-stock.ts';
import type { InvoiceRow } from './rules.ts';
import { createShop, type Shop } from './shop.ts';
import type { Survey } from './survey.ts';

/** Adjustments a command. */
const BATCH = 200;

/**
 * Replays the invoices in the order of the file. A customer's invoices are one lane, so that a return is planned when
 * all of the customer's earlier orders are delivered and their earlier returns are done, and finds the same deliveries
 * in every run. Invoices of different customers touch no common order; they share stock, of which there is enough for
 * all of them in any order, unless they take away more than a stock can hold. So any number of lanes gives one result.
 */
export async function importOrders(
  rows: AsyncIterable<Row<InvoiceRow>>,
  { rowsOf, returned }: Survey,
  skuOf: SkuOf,
  { client, lanes, report, signal }: ImportContext,
): Promise<void> {
  const shop = createShop(client, skuOf);
  const deliveries = createDeliveries(returned);
  for await (const invoice of toInvoices(rows, rowsOf)) {
    if (signal.aborted) break;
    const lane = invoice.customer === '' ? `invoice ${invoice.number}` : invoice.customer;
    await lanes.add(lane, () => importInvoice(invoice, shop, deliveries, report));
  }
  await lanes.idle();
}

async function importInvoice(
  invoice: Invoice,
  shop: Shop,
  deliveries: Deliveries,
  report: Report,
): Promise<void> {
  refuse(report, invoice.refused);
  await importLines(invoice, shop, deliveries, report);
  await importAdjustments(invoice, shop, report);
  await importReturns(invoice, shop, deliveries, report);
}

const refuse = (report: Report, refusals: readonly Refusal[]): void => {
  for (const { reason, ...place } of refusals) report.refuse(place, reason);
};

/** An order is placed whole or not at all. */
async function importLines(
  invoice: Invoice,
  shop: Shop,
  deliveries: Deliveries,
  report: Report,
): Promise<void> {
  const { lines, customer, number } = invoice;
  if (lines.length === 0) return;
  const order = await shop.placeOrder(invoice);
  if ('code' in order)
    return refuse(
      report,
      lines.map((line) => ({ ...line, reason: order })),
    );
  if (await shop.fulfil(order.orderId, number))
    deliveries.deliver(customer, { orderId: order.orderId, invoice: number }, lines);
  report.accept(lines.length);
}

async function importAdjustments({ adjustments }: Invoice, shop: Shop, report: Report): Promise<void> {
  for (const batch of piecesOf(adjustments, BATCH)) {
    const reasons = await shop.adjust(batch);
    const refused = batch.flatMap((place, index) => {
      const reason = reasons[index];
      return reason === undefined ? [] : [{ ...place, reason }];
    });
    refuse(report, refused);
    report.accept(batch.length - refused.length);
  }
}

async function importReturns(
  { customer, returns }: Invoice,
  shop: Shop,
  deliveries: Deliveries,
  report: Report,
): Promise<void> {
  for (const row of returns) {
    const found = deliveries.find(customer, row.code, row.quantity);
    const reason = 'code' in found ? found : await shop.takeBack(row, found);
    if (reason === undefined) report.accept(1);
    else report.refuse(row, reason);
  }
}
