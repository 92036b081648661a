import { setTimeout as sleep } from 'node:timers/promises';
import { type Action, type EngineFaults, engineActions } from './engine-faults.ts';
import type { Mode, Tripwire } from './fault-proxy.ts';
import { type Ledger, note } from './ledger.ts';
import type { Link, Links } from './links.ts';
import type { Random } from './random.ts';
import { republishLate } from './republish.ts';
import { type RoleName, roleNames, type SupervisedRoles } from './roles.ts';

export interface Victims {
  readonly roles: SupervisedRoles;
  /** All roles in one process: one stands for all, and what only another one uses is left alone. */
  readonly together: boolean;
  readonly links: Links;
  /** Undefined where the engines are not ours to harm. */
  readonly engines: EngineFaults | undefined;
  readonly mysqlUrl: string;
  /** The names of the only things to go wrong; all of them without. */
  readonly only?: readonly string[] | undefined;
  /** The names of those that come between any two others. */
  readonly often: readonly string[];
  /** How long SQS stays away when it does, in milliseconds. */
  readonly longMs: number;
}

const HOUR_MS = 3_600_000;
/** After so many things that went wrong all are given the time to be well: else hardly anything might be done. */
const READY_EVERY = 5;
/** How long one of a chosen list is waited for; and one of all, which comes again. */
const PATIENCE_MS = { chosen: 20_000, all: 10_000 };

/** Networks that are cut: not those of the harness itself. */
const joint = ['command-mysql', 'relay-sqs', 'indexer-es'] as const satisfies Link[];
const frail: readonly Link[] = [...joint, 'relay-mysql', 'indexer-sqs', 'query-es'];

/** What a command writes, with its commit; a relay commits by itself, perhaps over the same link. */
const COMMIT = /INSERT INTO events[^]*;\nCOMMIT/;
/** Events on their way, which have numbers; a heartbeat is called `beat`. */
const PUBLISH = /Action=PublishBatch[^]*member\.1\.Id=\d/;
/** Documents on their way to be written: not what is asked for, and not the heartbeat's. */
const BULK = /\{"(?:create|index)":\{"_index":"[^"]*-(?:products|orders|customers|categories|reviews)-/;

/** Where a role dies at a named boundary, by what passes on a link: before it arrives, or before its reply does. */
const boundaries = [
  ['after commit, before the answer', 'command-mysql', COMMIT, 'reply', 'command'],
  ['before the commit arrives', 'command-mysql', COMMIT, 'request', 'command'],
  ['after commit, before publish', 'relay-sqs', PUBLISH, 'request', 'relay'],
  ['after publish, before mark', 'relay-sqs', PUBLISH, 'reply', 'relay'],
  ['after receive, before bulk', 'indexer-es', BULK, 'request', 'indexer'],
  ['after bulk, before delete', 'indexer-es', BULK, 'reply', 'indexer'],
] as const satisfies [string, Link, RegExp, 'request' | 'reply', RoleName][];

/**
 * Does harm, one thing after the other, until `done`, which hears whether all has been dealt; then everything is whole
 * again. The things are dealt like cards: each comes once before any comes again, but for those that come often, and
 * those that did not come off come first then. Answers with the names of those that never happened.
 */
export async function unleash(
  victims: Victims,
  random: Random,
  ledger: Ledger,
  done: (allDealt: boolean) => boolean,
): Promise<string[]> {
  const { only, often, roles, together } = victims;
  const actions = allActions(victims, random).filter(({ name }) => only?.includes(name) ?? true);
  const unknown = only?.filter((name) => actions.every((action) => action.name !== name)) ?? [];
  if (unknown.length > 0) throw new Error(`nothing that goes wrong is called ${unknown.join(', ')}`);
  const between = actions.filter(({ name }) => often.includes(name));
  const missing = new Set(actions.map(({ name }) => name));
  let happened = 0;
  const happen = async ({ name, act }: Action): Promise<void> => {
    note(ledger, `*** ${name}`);
    await act(() => {
      missing.delete(name);
      note(ledger, `    happened: ${name}`);
    });
    await sleep(200 + random.below(900));
    // One process is long in starting: else it would hardly ever run.
    if (together || (only === undefined && ++happened % READY_EVERY === 0)) await roles.ready();
  };
  for (let deals = 0, deck: Action[] = []; !done(deals > 0 && deck.length === 0);) {
    if (deck.length === 0) {
      deals++;
      deck = random.shuffle(actions).flatMap((action) => [action, ...between]);
      // The last card is the next: those that did not come off when they were dealt.
      deck.sort((a, b) => Number(missing.has(a.name)) - Number(missing.has(b.name)));
    }
    const action = deck.pop();
    if (action !== undefined) await happen(action);
  }
  for (const link of Object.values(victims.links)) {
    link.setMode('pass');
    link.untrip();
  }
  for (const role of roleNames) roles.setClock(role, 0);
  return [...missing];
}

function allActions(victims: Victims, random: Random): Action[] {
  const { roles, links, engines, only, together } = victims;
  const mortal = together ? roleNames.slice(0, 1) : roleNames;
  /** Where little else goes wrong it must have happened before the end; else other things go wrong meanwhile. */
  const untilDone = async (acting: Promise<unknown>): Promise<void> => {
    if (only !== undefined) await Promise.race([acting, sleep(PATIENCE_MS.chosen)]);
  };
  /** `harm` follows when such bytes pass. */
  const whenPassing = (link: Link, wire: Omit<Tripwire, 'act'>, harm: () => boolean): Action['act'] => {
    return (happened) =>
      untilDone(
        new Promise<void>((resolve) => {
          const act = (): void => {
            if (harm()) happened();
            resolve();
          };
          links[link].trip({ ...wire, act });
        }),
      );
  };
  const always = (name: string, act: () => void): Action => ({
    name,
    act: (happened) => {
      act();
      happened();
    },
  });
  const republish = untilItComesOff(only, () => republishLate(victims.mysqlUrl));
  return [
    ...mortal.map((role) => ({
      name: `kill -9 ${role}`,
      act: untilItComesOff(only, () => roles.kill(role)),
    })),
    ...boundaries.flatMap(([name, link, text, on, role]): Action[] => {
      const act = whenPassing(link, { text, on }, () => roles.kill(role));
      const action = { name: `kill -9 ${role} ${name}`, act };
      return [action, action];
    }),
    {
      name: 'lose the reply to a COMMIT',
      act: whenPassing('command-mysql', { text: COMMIT, on: 'reply' }, () => true),
    },
    {
      name: 'old events are published again, and committed late',
      act: (happened) => untilDone(republish(happened)),
    },
    // How much these draw depends on what comes off.
    ...networkActions(victims, random.fork()),
    ...mortal.map((role) => {
      const offset = random.pick([HOUR_MS, -HOUR_MS]);
      return always(`${role}: the clock is an hour off`, () => roles.setClock(role, offset));
    }),
    always('all clocks are right', () => roleNames.forEach((role) => roles.setClock(role, 0))),
    ...(engines === undefined ? [] : engineActions(engines, random)),
  ];
}

/** What finds nothing to harm, as a role that is dead already or a link on which nothing passes, is tried again. */
function untilItComesOff(only: Victims['only'], attempt: () => boolean | Promise<boolean>) {
  return async (happened: () => void): Promise<void> => {
    const patienceMs = only === undefined ? PATIENCE_MS.all : PATIENCE_MS.chosen;
    for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(50))
      if (await attempt()) return happened();
  };
}

/** Nothing is cut at the end of silence: whoever waits for what was lost must give it up by himself. */
function networkActions({ links, longMs, only, together }: Victims, random: Random): Action[] {
  /** It comes off where it harms each of them. */
  const harming = (name: string, those: readonly Link[], harm: () => Promise<void>): Action => ({
    name,
    act: untilItComesOff(only, async () => {
      const before = those.map((link) => links[link].harmed());
      await harm();
      return those.every((link, i) => links[link].harmed() > before[i]!);
    }),
  });
  const whileIn = (name: string, those: readonly Link[], mode: Mode, forMs: () => number): Action =>
    harming(name, those, async () => {
      those.forEach((link) => links[link].setMode(mode));
      if (mode === 'refuse') those.forEach((link) => links[link].reset());
      await sleep(forMs());
      those.forEach((link) => links[link].setMode('pass'));
    });
  const soon = (): number => 300 + random.below(1_500);
  return [
    ...(together ? joint : frail).flatMap((link): Action[] => [
      whileIn(`${link}: refuses connections`, [link], 'refuse', soon),
      whileIn(`${link}: 100 ms late`, [link], 100, soon),
      whileIn(`${link}: is a black hole`, [link], 'swallow', () => soon() + longMs / 10),
      harming(`${link}: reset`, [link], async () => links[link].reset()),
      harming(`${link}: is half-open`, [link], async () => links[link].silence()),
    ]),
    whileIn(
      `SQS is away for ${longMs / 1_000} s`,
      together ? ['relay-sqs'] : ['relay-sqs', 'indexer-sqs'],
      'refuse',
      () => longMs,
    ),
  ];
}
