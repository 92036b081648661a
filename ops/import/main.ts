import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NoAnswer, RequestRefused } from '../client.ts';
import { countOf, runCommand, urlOf, UsageError } from '../command-line.ts';
import { readConfig } from '../config.ts';
import { type ImportOptions, importFile, kinds } from './import-file.ts';
import { duration } from '../progress.ts';
import type { Summary } from './report.ts';
import { UnusableFile } from './source.ts';

const usage = `npm run import -- products FILE.jsonl[.gz] [options]
npm run import -- orders FILE.csv[.gz] [options]

Sends the rows of the file, whose format docs/import.md tells, as commands. It may be stopped and run again at any time:
what is there already is not written twice. Exits with 1 when it did not run to the end (130 after Ctrl-C), when all rows
were refused, or when the refused rows could not be written.

  --url URL         the gateway (http://127.0.0.1:PORT/graphql)
  --refused FILE    gets every refused row with its line and the reason (TANDEM_DATA_DIR/import-refused.csv)
  --concurrency N   batches of products, or invoices, at once (16)

A gateway with authentication wants a token of the staff in TANDEM_TOKEN.`;

/** Exit code of what was stopped by SIGINT, as shells have it. */
const INTERRUPTED = 130;

await runCommand(usage, parse, run);

function parse(args: string[]): ImportOptions {
  const config = readConfig();
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: 'string', default: `http://127.0.0.1:${config.gatewayPort}/graphql` },
      refused: { type: 'string', default: join(config.dataDir, 'import-refused.csv') },
      concurrency: { type: 'string', default: '16' },
    },
  });
  const kind = kinds.find((name) => name === positionals[0]);
  const [, file, ...rest] = positionals;
  if (kind === undefined || file === undefined || rest.length > 0)
    throw new UsageError('What shall be imported?');
  const url = urlOf('--url', values.url);
  const concurrency = countOf('--concurrency', values.concurrency, 256);
  return { kind, file, url, refusedFile: values.refused, concurrency, token: config.token };
}

async function run(options: ImportOptions): Promise<number> {
  const started = performance.now();
  const stopping = new AbortController();
  // Once: a second Ctrl-C ends the process at once.
  process.once('SIGINT', () => stopping.abort());
  try {
    const summary = await importFile(options, stopping.signal);
    print(summary, options, (performance.now() - started) / 1_000);
    if (!stopping.signal.aborted) return isSuccess(summary) ? 0 : 1;
    console.log('stopped before the end; run it again to go on');
    return INTERRUPTED;
  } catch (error) {
    const told =
      error instanceof UnusableFile || error instanceof RequestRefused || error instanceof NoAnswer;
    console.error(told ? error.message : error);
    console.error(
      `the import did not run to the end; run it again to go on${told ? ' when that is mended' : ''}`,
    );
    return 1;
  }
}

function isSuccess({ accepted, refused, unwritten }: Summary): boolean {
  return unwritten === undefined && (accepted > 0 || refused === 0);
}

function print(
  { accepted, refused, reasons, unwritten }: Summary,
  { refusedFile }: ImportOptions,
  seconds: number,
): void {
  const rows = accepted + refused;
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
  console.log(
    `${rows} rows in ${duration(seconds)} (${Math.round(rows / seconds)}/s, at most ${peakMegabytes} MB of memory): ` +
      `${accepted} accepted, ${refused} refused`,
  );
  for (const [code, count] of reasons) console.log(`  ${count} ${code}`);
  if (unwritten !== undefined)
    console.log(`not all refused rows are in ${refusedFile}, run it again for them: ${unwritten.message}`);
  else if (refused > 0) console.log(`the refused rows are in ${refusedFile}`);
}
