import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readCsv } from '../source.ts';
import { createDeliveries } from './deliveries.ts';
import { toInvoices } from './invoices.ts';
import { COLUMNS } from './rules.ts';
import { survey } from './survey.ts';

// The real year of a web shop, where a checkout has it beside it; the test is skipped where it is not. The numbers
// were counted by other means: see bench/totals.ts for the units and revenue.

const folder =
  process.env['TANDEM_SAMPLE_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const file = join(folder, 'online-retail.csv.gz');

test.skipIf(!existsSync(file))(`accounts for every row of ${file}`, { timeout: 120_000 }, async () => {
  const found = await survey(readCsv(file, COLUMNS));
  expect(found.rows).toBe(541_909);
  expect(found.rowsOf.size).toBe(25_900);
  const deliveries = createDeliveries(found.returned);
  const counts: Record<string, number> = {};
  const count = (what: string, rows = 1) => (counts[what] = (counts[what] ?? 0) + rows);
  for await (const { number, customer, lines, adjustments, returns, refused } of toInvoices(
    readCsv(file, COLUMNS),
    found.rowsOf,
  )) {
    for (const { reason } of refused) count(reason.code);
    if (lines.length > 0) count('orders');
    count('lines', lines.length);
    count('adjustments', adjustments.length);
    deliveries.deliver(customer, { orderId: number, invoice: number }, lines);
    for (const { code, quantity } of returns) {
      const parts = deliveries.find(customer, code, quantity);
      count('code' in parts ? parts.code : 'returns');
      if ('code' in parts) continue;
      count('returned parts', parts.length);
      for (const part of parts) part.delivery.left -= part.quantity;
    }
  }
  expect(counts).toEqual({
    orders: 19_960,
    lines: 530_104,
    adjustments: 0, // all negative rows of the year have a price of 0
    returns: 7_518,
    'returned parts': 7_618,
    PRICE_NOT_POSITIVE: 2_517,
    NO_CUSTOMER: 383,
    NOTHING_DELIVERED: 1_332,
    NOT_ENOUGH_DELIVERED: 55,
  });
});
