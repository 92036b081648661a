import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultProxy } from './fault-proxy.ts';
import { type Ledger, note } from './ledger.ts';
import type { Random } from './random.ts';
import { type RoleName, roleNames, type SupervisedRoles } from './roles.ts';

/** One network between a role and an engine. */
export type Link = 'command-mysql' | 'relay-mysql' | 'relay-sqs' | 'indexer-sqs' | 'indexer-es' | 'query-es';
export type Links = Readonly<Record<Link, FaultProxy>>;
export type EngineName = 'mysql' | 'elasticsearch' | 'sqs';

export interface Victims {
  readonly roles: SupervisedRoles;
  readonly links: Links;
  /** Kills an engine and starts it again; undefined where the engines are not ours to kill. */
  readonly killEngine: ((name: EngineName) => Promise<void>) | undefined;
  /** Roles that are left alone, so that a sabotage is not healed by a restart. */
  readonly spared: readonly RoleName[];
}

interface Action {
  readonly name: string;
  act(): Promise<void> | void;
}

/** Where a role dies at a named boundary, by what passes on a link: before it arrives, or before its reply does. */
const boundaries = [
  ['after commit, before the answer', 'command-mysql', 'COMMIT', 'reply', 'command'],
  ['before the commit arrives', 'command-mysql', 'COMMIT', 'request', 'command'],
  ['after commit, before publish', 'relay-sqs', 'PublishBatch', 'request', 'relay'],
  ['after publish, before mark', 'relay-sqs', 'PublishBatch', 'reply', 'relay'],
  ['after receive, before bulk', 'indexer-es', '/_bulk', 'request', 'indexer'],
  ['after bulk, before delete', 'indexer-es', '/_bulk', 'reply', 'indexer'],
] as const satisfies [string, Link, string, 'request' | 'reply', RoleName][];

/** Does harm, one thing after the other, until `done`; then everything is whole again. */
export async function unleash(
  victims: Victims,
  random: Random,
  ledger: Ledger,
  done: () => boolean,
): Promise<void> {
  const actions = allActions(victims, random);
  while (!done()) {
    const action = random.pick(actions);
    note(ledger, `*** ${action.name}`);
    await action.act();
    await sleep(200 + random.below(900));
  }
  for (const link of Object.values(victims.links)) link.setMode('pass');
}

function allActions({ roles, links, killEngine, spared }: Victims, random: Random): Action[] {
  const mortal = roleNames.filter((name) => !spared.includes(name));
  const names = Object.keys(links) as Link[];
  const during = (name: string, mode: Parameters<FaultProxy['setMode']>[0], most: number): Action[] =>
    names.map((link) => ({
      name: `${link}: ${name}`,
      async act() {
        links[link].setMode(mode);
        await sleep(300 + random.below(most));
        links[link].setMode('pass');
        // What was swallowed is never answered; who waits for it must hear of that.
        links[link].reset();
      },
    }));
  return [
    ...mortal.map((role): Action => ({ name: `kill -9 ${role}`, act: () => roles.kill(role) })),
    ...boundaries
      .filter(([, , , , role]) => mortal.includes(role))
      .flatMap(([name, link, text, on, role]): Action[] => {
        const action: Action = {
          name: `kill -9 ${role} ${name}`,
          act: () => links[link].trip({ text, on, act: () => roles.kill(role) }),
        };
        return [action, action];
      }),
    {
      name: 'lose the reply to a COMMIT',
      act: () => links['command-mysql'].trip({ text: 'COMMIT', on: 'reply', act: () => undefined }),
    },
    ...names.map((link): Action => ({ name: `${link}: reset`, act: () => links[link].reset() })),
    ...during('refuses connections', 'refuse', 1_500),
    ...during('swallows everything', 'swallow', 1_500),
    ...during('100 ms late', 100, 1_500),
    ...(killEngine === undefined
      ? []
      : (['mysql', 'elasticsearch', 'sqs'] as const).map((engine): Action => ({
          name: `kill -9 ${engine}`,
          act: () => killEngine(engine),
        }))),
  ];
}
