import { setTimeout as sleep } from 'node:timers/promises';
import { type Action, type EngineFaults, engineActions } from './engine-faults.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { type Ledger, note } from './ledger.ts';
import type { Link, Links } from './links.ts';
import type { Random } from './random.ts';
import { republishLate } from './republish.ts';
import { type RoleName, roleNames, type SupervisedRoles } from './roles.ts';

export interface Victims {
  readonly roles: SupervisedRoles;
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

/** Networks that are cut: not those of the harness itself. */
const frail: readonly Link[] = [
  'command-mysql',
  'relay-mysql',
  'relay-sqs',
  'indexer-sqs',
  'indexer-es',
  'query-es',
];

/** The end of the statements of a command; a relay commits by itself, perhaps over the same link. */
const COMMIT = ';\nCOMMIT';

/** Where a role dies at a named boundary, by what passes on a link: before it arrives, or before its reply does. */
const boundaries = [
  ['after commit, before the answer', 'command-mysql', COMMIT, 'reply', 'command'],
  ['before the commit arrives', 'command-mysql', COMMIT, 'request', 'command'],
  ['after commit, before publish', 'relay-sqs', 'PublishBatch', 'request', 'relay'],
  ['after publish, before mark', 'relay-sqs', 'PublishBatch', 'reply', 'relay'],
  ['after receive, before bulk', 'indexer-es', '/_bulk', 'request', 'indexer'],
  ['after bulk, before delete', 'indexer-es', '/_bulk', 'reply', 'indexer'],
] as const satisfies [string, Link, string, 'request' | 'reply', RoleName][];

/**
 * Does harm, one thing after the other, until `done`; then everything is whole again. The things are dealt like cards:
 * each comes once before any comes again, but for those that come often.
 */
export async function unleash(
  victims: Victims,
  random: Random,
  ledger: Ledger,
  done: () => boolean,
): Promise<void> {
  const { only, often } = victims;
  const actions = allActions(victims, random).filter(({ name }) => only?.includes(name) ?? true);
  const between = actions.filter(({ name }) => often.includes(name));
  let deck: Action[] = [];
  while (!done()) {
    if (deck.length === 0) deck = random.shuffle(actions).flatMap((action) => [action, ...between]);
    const action = deck.pop();
    if (action !== undefined) note(ledger, `*** ${action.name}`);
    await action?.act();
    await sleep(200 + random.below(900));
  }
  for (const link of Object.values(victims.links)) link.setMode('pass');
  for (const role of roleNames) victims.roles.setClock(role, 0);
}

function allActions(victims: Victims, random: Random): Action[] {
  const { roles, links, engines, only } = victims;
  /** Where little else goes wrong it must have happened before the end; else other things go wrong meanwhile. */
  const untilDone = (acting: Promise<unknown>): Promise<unknown> =>
    only === undefined ? Promise.resolve() : Promise.race([acting, sleep(20_000)]);
  return [
    ...roleNames.map((role): Action => ({ name: `kill -9 ${role}`, act: () => roles.kill(role) })),
    ...boundaries.flatMap(([name, link, text, on, role]): Action[] => {
      const action: Action = {
        name: `kill -9 ${role} ${name}`,
        act: () =>
          untilDone(
            new Promise((resolve) => links[link].trip({ text, on, act: () => resolve(roles.kill(role)) })),
          ),
      };
      return [action, action];
    }),
    {
      name: 'lose the reply to a COMMIT',
      act: () => links['command-mysql'].trip({ text: COMMIT, on: 'reply', act: () => undefined }),
    },
    {
      name: 'old events are published again, and committed late',
      act: () => untilDone(republishLate(victims.mysqlUrl)),
    },
    ...networkActions(victims, random),
    ...roleNames.map((role): Action => {
      const offset = random.pick([HOUR_MS, -HOUR_MS]);
      return {
        name: `${role}: the clock is ${offset / HOUR_MS} h off`,
        act: () => roles.setClock(role, offset),
      };
    }),
    { name: 'all clocks are right', act: () => roleNames.forEach((role) => roles.setClock(role, 0)) },
    ...(engines === undefined ? [] : engineActions(engines, random)),
  ];
}

function networkActions({ links, longMs }: Victims, random: Random): Action[] {
  const whileIn = async (
    those: readonly Link[],
    mode: Parameters<FaultProxy['setMode']>[0],
    forMs: number,
  ): Promise<void> => {
    those.forEach((link) => links[link].setMode(mode));
    if (mode === 'refuse') those.forEach((link) => links[link].reset());
    await sleep(forMs);
    those.forEach((link) => links[link].setMode('pass'));
    // What was swallowed is never answered; who waits for it must hear of that.
    those.forEach((link) => links[link].reset());
  };
  const during = (name: string, mode: Parameters<FaultProxy['setMode']>[0]): Action[] =>
    frail.map((link) => ({
      name: `${link}: ${name}`,
      act: () => whileIn([link], mode, 300 + random.below(1_500)),
    }));
  return [
    ...frail.map((link): Action => ({ name: `${link}: reset`, act: () => links[link].reset() })),
    ...during('refuses connections', 'refuse'),
    ...during('swallows everything', 'swallow'),
    ...during('100 ms late', 100),
    {
      name: `SQS is away for ${longMs / 1_000} s`,
      act: () => whileIn(['relay-sqs', 'indexer-sqs'], 'refuse', longMs),
    },
  ];
}
