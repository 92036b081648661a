import type { Writable } from 'node:stream';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { createClient, type GraphqlClient, NoAnswer, RequestRefused } from '../client.ts';
import { createLanes } from './lanes.ts';
import { importOrders } from './orders/import-orders.ts';
import { importStock } from './orders/import-stock.ts';
import { COLUMNS } from './orders/rules.ts';
import { survey } from './orders/survey.ts';
import { importProducts } from './products/import-products.ts';
import { createProgress } from '../progress.ts';
import { createReport, openRefused, type Summary } from './report.ts';
import { contentHash, readCsv, readLines } from './source.ts';

export interface ImportOptions {
  readonly kind: (typeof kinds)[number];
  readonly file: string;
  /** The gateway's GraphQL URL. */
  readonly url: string;
  /** Says to the gateway who imports; the staff may. */
  readonly token?: string | undefined;
  readonly refusedFile: string;
  /** How many batches of products, or invoices, are under way at once. */
  readonly concurrency: number;
}
export const kinds = ['products', 'orders'] as const;

/**
 * Sends the file's rows as commands, until the end or the signal. Each row is accounted for once, as accepted or as
 * refused. Throws UnusableFile, RequestRefused, NoAnswer, or when the gateway does not do its work in many tries.
 */
export async function importFile(options: ImportOptions, signal: AbortSignal): Promise<Summary> {
  const { rows, summary } = await (options.kind === 'products' ? fromProducts : fromOrders)(options, signal);
  const { accepted, refused } = summary;
  if (!signal.aborted && accepted + refused !== rows)
    throw new Error(`${accepted} rows accepted and ${refused} refused are not ${rows}, as there are`);
  return summary;
}

interface Result {
  readonly rows: number;
  readonly summary: Summary;
}

async function fromProducts(options: ImportOptions, signal: AbortSignal): Promise<Result> {
  let rows = 0;
  for await (const _ of readLines(options.file)) rows += 1;
  const refused = await openRefused(options.refusedFile, options.file);
  const summary = await reporting('products', rows, refused, (report) =>
    importProducts(readLines(options.file), { ...contextOf(options), report, signal }),
  );
  return { rows, summary };
}

async function fromOrders(options: ImportOptions, signal: AbortSignal): Promise<Result> {
  const readRows = () => readCsv(options.file, COLUMNS);
  const found = await survey(readRows());
  // Before the first command: nobody would learn what was refused.
  const refused = await openRefused(options.refusedFile, options.file);
  const context = { ...contextOf(options), signal };
  const progress = createProgress('stock', found.products.size);
  const file = await contentHash(options.file);
  const skuOf = await importStock(found, file, context, progress.advance).finally(progress.stop);
  const summary = await reporting('orders', found.rows, refused, (report) =>
    importOrders(readRows(), found, skuOf, { ...context, report }),
  );
  return { rows: found.rows, summary };
}

const contextOf = ({ url, token, concurrency }: ImportOptions) => ({
  client: retrying(createClient(url, token)),
  lanes: createLanes(concurrency),
});

/** Shows the progress and keeps the report while the rows are sent. */
async function reporting(
  label: string,
  rows: number,
  refused: Writable,
  send: (report: ReturnType<typeof createReport>) => Promise<void>,
): Promise<Summary> {
  const progress = createProgress(label, rows);
  const report = createReport(refused, progress.advance);
  try {
    await send(report);
    return await report.close();
  } finally {
    progress.stop();
  }
}

/**
 * Sends again what was not answered, for about half a minute, where anything ever was: every command of the import may be
 * sent twice.
 */
function retrying(client: GraphqlClient): GraphqlClient {
  let isThere = false;
  const mayHelp = handleWhen((error) => {
    if (error instanceof NoAnswer) return isThere;
    isThere = true;
    return !(error instanceof RequestRefused);
  });
  const policy = retry(mayHelp, {
    maxAttempts: 8,
    backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 10_000 }),
  });
  return (document, variables) =>
    policy.execute(async () => {
      const data = await client(document, variables);
      isThere = true;
      return data;
    });
}
