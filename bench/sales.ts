import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

// Checks the sales report of an imported year against its file. Shares no code with importer or report: what is wrong
// there is not wrong here in the same way.

const usage = `node bench/sales.ts FILE.csv.gz [--url http://127.0.0.1:4002/graphql] [--from DATE] [--to DATE]

Asks a running Tandem for its sales by day, country and product, and compares units and revenue with the order lines
of the file. Exits with 1 when anything differs. Asks the query subgraph: every product of a year costs more than a gateway
allows (MAX_COST).`;

const reports = { DAY: 'InvoiceDate', COUNTRY: 'Country', PRODUCT: 'StockCode' } as const;
type GroupBy = keyof typeof reports;
type Totals = Map<string, { units: number; pence: number }>;

/** Order lines: no C before the invoice, more than 0 units, a price above 0, rounded half up to the penny. */
async function totalsOfFile(file: string): Promise<Record<GroupBy, Totals>> {
  const totals: Record<GroupBy, Totals> = { DAY: new Map(), COUNTRY: new Map(), PRODUCT: new Map() };
  const rows = createReadStream(file)
    .pipe(createGunzip())
    .pipe(parse({ columns: true }));
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const units = Number(row['Quantity']);
    const [pounds = '', fraction = ''] = row['UnitPrice']!.split('.');
    const thousandths = Number(pounds) * 1_000 + Number(fraction.padEnd(3, '0').slice(0, 3));
    const pence = Math.floor((thousandths + 5) / 10);
    if (row['InvoiceNo']!.startsWith('C') || units <= 0 || !(Number(row['UnitPrice']) > 0)) continue;
    for (const groupBy of Object.keys(reports) as GroupBy[]) {
      const value = row[reports[groupBy]]!;
      const key = groupBy === 'DAY' ? value.slice(0, 10) : value;
      const total = totals[groupBy].get(key) ?? { units: 0, pence: 0 };
      totals[groupBy].set(key, { units: total.units + units, pence: total.pence + units * pence });
    }
  }
  return totals;
}

const REPORT = `query ($from: DateTime!, $to: DateTime!, $groupBy: SalesGroup!) {
  salesReport(from: $from, to: $to, groupBy: $groupBy, top: 10000) {
    rowCount rows { key product { sku } figures { units revenue { amountMinor } } } } }`;

interface Row {
  readonly key: string | null;
  readonly product: { readonly sku: string } | null;
  readonly figures: { readonly units: number; readonly revenue: { readonly amountMinor: number } };
}

async function totalsOfReport(url: string, variables: Record<string, string>): Promise<Totals> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: REPORT, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data: { salesReport: { rowCount: number; rows: Row[] } } | null;
    errors?: unknown;
  };
  if (data === null || errors !== undefined) throw new Error(JSON.stringify(errors));
  return new Map(
    data.salesReport.rows.map(({ key, product, figures }) => [
      // A code that another shop's product has is followed by the currency.
      product === null ? String(key) : product.sku.replace(/-GBP$/, ''),
      { units: figures.units, pence: figures.revenue.amountMinor },
    ]),
  );
}

function compare(groupBy: GroupBy, expected: Totals, actual: Totals): boolean {
  const different = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    (key) => JSON.stringify(expected.get(key)) !== JSON.stringify(actual.get(key)),
  );
  const sum = [...actual.values()].reduce((all, { pence }) => all + pence, 0);
  console.log(
    `${groupBy}: ${actual.size} rows, ${(sum / 100).toFixed(2)} pounds; ${different.length} differ`,
  );
  for (const key of different.slice(0, 10))
    console.log(`  ${key}: ${JSON.stringify(expected.get(key))} became ${JSON.stringify(actual.get(key))}`);
  return different.length === 0;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4002/graphql' },
    from: { type: 'string', default: '2010-01-01T00:00:00Z' },
    to: { type: 'string', default: '2012-01-01T00:00:00Z' },
  },
});
const [file] = positionals;
if (file === undefined) {
  console.error(usage);
  process.exit(2);
}
const expected = await totalsOfFile(file);
let equal = true;
for (const groupBy of Object.keys(reports) as GroupBy[]) {
  const { url, from, to } = values;
  const start = performance.now();
  const actual = await totalsOfReport(url, { from, to, groupBy });
  console.log(`${groupBy} took ${((performance.now() - start) / 1_000).toFixed(2)} s`);
  equal = compare(groupBy, expected[groupBy], actual) && equal;
}
process.exitCode = equal ? 0 : 1;
