import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, type Ledger, note } from './ledger.ts';
import type { Links } from './links.ts';
import type { Random } from './random.ts';

/** How a run of npm run rebuild may end: what passes on its way to Elasticsearch when it is killed, or after how long. */
const deaths = [
  ['during a rebuild (fill)', { text: /\/_bulk/, on: 'request' }],
  ['during a rebuild (fill), before its answer', { text: /\/_bulk/, on: 'reply' }],
  ['before the alias swap', { text: /\/_aliases/, on: 'request' }],
  ['after the alias swap, before it is registered', { text: /\/_aliases/, on: 'reply' }],
  [
    'before orders are registered, in the begin or in the swap',
    { text: /-generations\/_doc\/orders/, on: 'request' },
  ],
  ['at random', undefined],
] as const;
/** Longer than a whole run takes on an idle machine; the death comes before that, or not at all. */
const MAX_LIFE_MS = 4_000;

/** What may follow what has succeeded. */
const after = ([flag]: readonly string[]): string[][] =>
  flag === undefined ? [['--rollback'], ['--finish']] : flag === '--rollback' ? [['--finish']] : [[]];

const anything = [[], [], ['--rollback'], ['--finish'], ['--abort']];

/** What must come to its end now and then, while other things go wrong. */
const ends = ['rebuild', 'rebuild --rollback', 'rebuild --finish'];

const nameOf = (death: (typeof deaths)[number]): string => `kill -9 rebuild ${death[0]}`;

export interface Rebuilder {
  /**
   * Rebuilds, rolls back and finishes, and is killed now and then, until `done`, which hears whether each death and each
   * good end has come. Answers with those that never came.
   */
  run(random: Random, done: (allCame: boolean) => boolean): Promise<string[]>;
  /** Ends what was left half done. Answers what is wrong. */
  finish(): Promise<string[]>;
}

export function createRebuilder(
  root: string,
  env: Record<string, string>,
  links: Links,
  ledger: Ledger,
): Rebuilder {
  let running: ChildProcess | undefined;
  process.once('exit', () => running?.kill('SIGKILL'));
  const missing = new Set([...ends, ...deaths.map(nameOf)]);

  /** Answers with the exit code, or null when it was killed, and what it printed. */
  async function rebuild(flags: string[], death?: (child: ChildProcess) => void) {
    const child = spawn(process.execPath, ['ops/rebuild/main.ts', ...flags], {
      cwd: root,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    });
    running = child;
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void (printed += text));
    death?.(child);
    const [code] = (await once(child, 'close')) as [number | null];
    links['rebuild-es'].untrip();
    const name = ['rebuild', ...flags].join(' ');
    count(ledger, name + (code === null ? ' killed' : code === 0 ? '' : ' failed'));
    if (code === 0) missing.delete(name);
    note(ledger, `rebuild ${flags.join(' ')}: ${code}\n${printed.slice(-2_000).trim()}`);
    return { code, printed };
  }

  function killAt(random: Random): (child: ChildProcess) => void {
    const left = deaths.filter((each) => missing.has(nameOf(each)));
    const death = random.pick(left.length > 0 ? left : deaths);
    const wire = death[1];
    const afterMs = 500 + random.below(MAX_LIFE_MS);
    return (child) => {
      const kill = (): void => {
        note(ledger, `*** ${nameOf(death)}`);
        if (child.kill('SIGKILL')) missing.delete(nameOf(death));
      };
      if (wire !== undefined) return links['rebuild-es'].trip({ ...wire, act: kill });
      const timer = setTimeout(kill, afterMs);
      child.once('exit', () => clearTimeout(timer));
    };
  }

  return {
    async run(random, done) {
      let flags: string[] = [];
      while (!done(missing.size === 0)) {
        // One for each turn: how many are drawn in it depends on how the run ended.
        const turn = random.fork();
        const { code } = await rebuild(flags, turn.next() < 0.5 ? killAt(turn) : undefined);
        if (code === 0) flags = turn.pick(after(flags));
        // What was killed is ended by the same again, or followed by whatever an operator may think of.
        else if (code === 1 || turn.next() < 0.5) flags = turn.pick(anything);
        await sleep(500 + turn.below(2_500));
      }
      return [...missing];
    },
    async finish() {
      await rebuild(['--finish']);
      const { code, printed } = await rebuild([]);
      await rebuild(['--finish']);
      return code === 0 ? [] : [`at rest, a rebuild ended with ${code}: ${printed.slice(-2_000)}`];
    },
  };
}
