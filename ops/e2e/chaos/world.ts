import type { Clients } from './clients.ts';
import type { EngineFaults } from './engine-faults.ts';
import type { Judged } from './invariants.ts';
import type { Ledger } from './ledger.ts';
import type { EngineUrls, Links } from './links.ts';
import type { OwnEngines } from './own-engines.ts';
import type { Random } from './random.ts';
import type { Rebuilder } from './rebuilder.ts';
import type { SupervisedRoles } from './roles.ts';
import type { SabotageName } from './sabotage.ts';

export interface ChaosOptions {
  readonly engines: EngineUrls;
  /** The same engines where they are ours to harm. */
  readonly own?: OwnEngines | undefined;
  readonly seed: number;
  readonly seconds: number;
  readonly clients?: number;
  /** Then violations are to be found, and what shows them comes often. */
  readonly sabotage?: SabotageName | undefined;
  /** All roles in one process. */
  readonly together?: boolean;
  /** Whether npm run rebuild runs too, again and again. */
  readonly rebuilds?: boolean;
  /** The names of the only things to go wrong; all of them without. */
  readonly only?: readonly string[];
  /** How long nothing may get less on the way to rest, in milliseconds. */
  readonly restMs?: number;
  /** Takes what happens, a line at a time. */
  readonly tell?: (line: string) => void;
}

/** Everything that a run is made of. */
export interface World {
  readonly options: ChaosOptions;
  /** Where the sources of the roles are. */
  readonly root: string;
  /** What a command of an operator needs to find the engines. */
  readonly operator: Record<string, string>;
  readonly judged: Judged;
  readonly ledger: Ledger;
  readonly links: Links;
  readonly roles: SupervisedRoles;
  readonly rebuilder: Rebuilder;
  readonly faults: EngineFaults | undefined;
  readonly clients: Clients;
}

/** The lives of all clients until `done`. */
export const lives = ({ options, clients }: World, random: Random, done: () => boolean): Promise<void>[] =>
  Array.from({ length: options.clients ?? 4 }, () => clients.run(random.fork(), done));
