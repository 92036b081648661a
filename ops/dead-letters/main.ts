import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '../config.ts';
import { UsageError } from '../command-line.ts';
import { operate } from '../operate.ts';
import { type DeadLetter, type DeadLetters, LOOK_SECONDS, openDeadLetters } from './letters.ts';

const usage = `npm run dead-letters -- list
npm run dead-letters -- show ID
npm run dead-letters -- redrive ID... | --all
npm run dead-letters -- drop ID... | --all

What the indexer, or the role that fetches images, could not use: why, of which stream and revision, and under which
trace. Redrive sends it there again, which is harmless when it has been overtaken meanwhile. An ID may be cut short.`;

const actions = {
  list: (letter: DeadLetter): void => console.log(line(letter)),
  show: (letter: DeadLetter): void =>
    console.log(
      `${line(letter)}\n${letter.event === undefined ? letter.body : JSON.stringify(letter.event, null, 2)}`,
    ),
  redrive: async (letter: DeadLetter, letters: DeadLetters): Promise<void> => {
    const sent = await letters.redrive(letter);
    console.log(`${sent ? 'sent again' : 'left, one like it was sent'}: ${line(letter)}`);
  },
  drop: async (letter: DeadLetter, letters: DeadLetters): Promise<void> => {
    await letters.drop(letter);
    console.log(`dropped: ${line(letter)}`);
  },
};
type Action = keyof typeof actions;
const isAction = (name: string): name is Action => Object.hasOwn(actions, name);

interface Arguments {
  readonly action: Action;
  readonly ids: readonly string[];
  readonly all: boolean;
}

await operate(usage, parse, ['aws'], run);

function parse(args: string[]): Arguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false } },
  });
  const [action = 'list', ...ids] = positionals;
  if (!isAction(action)) throw new UsageError(`What is ${action}?`);
  const all = values.all || action === 'list';
  if (all && ids.length > 0)
    throw new UsageError(`${values.all ? '--all' : 'list'} takes no IDs, and was given ${ids.join(' ')}`);
  if (ids.includes('')) throw new UsageError('An ID is empty.');
  if (all ? action === 'show' : ids.length === 0) throw new UsageError('Which messages?');
  return { action, ids, all };
}

async function run({ action, ids, all }: Arguments, config: Config): Promise<number> {
  // What was looked at is shown to others again only when the walk ends.
  const stopping = new AbortController();
  // Once: a second Ctrl-C ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => stopping.abort(signal));
  // Nobody reads on, as after `| head`.
  process.stdout.on('error', () => stopping.abort('SIGPIPE'));
  const sqs = new SQSClient(config.aws!);
  try {
    const letters = await openDeadLetters(sqs, config.namespace);
    const count = all ? await letters.count() : 0;
    const seen: string[] = [];
    let failed = 0;
    for await (const letter of all ? letters.walk() : await chosen(letters, ids, stopping.signal)) {
      if (stopping.signal.aborted) break;
      seen.push(letter.id);
      try {
        await actions[action](letter, letters);
      } catch (error) {
        failed++;
        console.error(`failed: ${line(letter)}: ${(error as Error).message}`);
      }
    }
    // As shells have it of what a signal ended.
    if (stopping.signal.aborted) return 128 + constants.signals[stopping.signal.reason as NodeJS.Signals];
    const missing = ids.filter((prefix) => !seen.some((id) => id.startsWith(prefix)));
    for (const id of missing) console.error(`not among the dead letters: ${id}`);
    console.log(`${seen.length - failed} messages`);
    const hidden = Math.max(0, count - seen.length);
    if (hidden > 0) console.error(hiddenNote(hidden));
    return failed + missing.length + hidden === 0 && (action === 'list' || seen.length > 0) ? 0 : 1;
  } finally {
    sqs.destroy();
  }
}

/** The messages of these IDs. Throws UsageError, before anything is done, for one that may be several, hidden ones too. */
async function chosen(
  letters: DeadLetters,
  ids: readonly string[],
  stop: AbortSignal,
): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  let hidden = await letters.count();
  for await (const letter of letters.walk()) {
    if (stop.aborted) return [];
    hidden--;
    if (ids.some((prefix) => letter.id.startsWith(prefix))) found.push(letter);
  }
  for (const prefix of ids) {
    const named = found.map(({ id }) => id).filter((id) => id.startsWith(prefix));
    if (named.length > 1) throw new UsageError(`${prefix} may be ${named.slice(0, 5).join(' or ')}`);
    if (hidden > 0 && named[0] !== prefix)
      throw new UsageError(`${prefix} may be one that is not seen: ${hiddenNote(hidden)}`);
  }
  return found;
}

function hiddenNote(letters: number): string {
  return `about ${letters} more are hidden by another look at them: try again, after ${LOOK_SECONDS} s at the latest`;
}

function line({ id, subscriber, sentAt, stream, revision, reason, traceparent }: DeadLetter): string {
  const which = `${stream ?? 'unknown stream'}@${revision ?? '?'}`;
  return [id, subscriber, sentAt.toISOString(), which, reason, `trace ${traceparent ?? 'unknown'}`].join(
    '  ',
  );
}
