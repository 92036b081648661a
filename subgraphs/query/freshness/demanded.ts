import type { GraphQLResolveInfo } from 'graphql';
import type { PositionVector } from '../../../schema/revision.ts';
import { BUDGET_HEADER, CONSISTENCY_HEADER, TOKEN_HEADER } from '../../../schema/headers.ts';
import { mergeVectors, type Tokens } from '../../../schema/token.ts';
import { badUserInput } from '../errors.ts';
import { readToken } from './token.ts';

/** How long a read may wait for what was demanded, unless told otherwise, and at most. */
const DEFAULT_BUDGET_MS = 2_000;
const MAX_BUDGET_MS = 5_000;

/** How new an answer must be, and what becomes of it when it cannot be in time. */
export interface Demanded {
  readonly vector: PositionVector;
  /** EVENTUAL takes the answer as old as it is then. */
  readonly consistency: 'STRONG' | 'EVENTUAL';
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  /** It was written a moment ago, so that a look at once would find nothing. */
  readonly justWritten?: boolean;
}

/** The arguments of a query that say so. */
export interface FreshnessArgs {
  readonly asOf?: string | null | undefined;
  readonly consistency?: 'STRONG' | 'EVENTUAL' | null | undefined;
  readonly budgetMs?: number | null | undefined;
}

/** The headers that say so for all queries of a request. */
export type FreshnessHeaders = Readonly<Record<string, string | undefined>>;

/** Where a field stands in its query: what GraphQL tells its resolver. */
export type Place = Pick<GraphQLResolveInfo, 'path'>;
type Path = Place['path'];

/**
 * Answers what a field demands: of tokens, the positions of the headers, of the fields around it and of its own arguments
 * together; of the rest, its own argument, else that of the nearest field around it, else the header. What a field
 * demands is demanded of everything that is read below it too. Throws BAD_USER_INPUT, which names what is wrong.
 */
export function createDemands(
  tokens: Tokens,
  startedAt: number,
  headers: FreshnessHeaders,
): (place: Place, args?: FreshnessArgs) => Demanded {
  const demands = new WeakMap<Path, Demanded>();
  let ofHeaders: Demanded | undefined;
  const nearest = (path: Path | undefined): Demanded =>
    path === undefined
      ? (ofHeaders ??= readHeaders(tokens, startedAt, headers))
      : (demands.get(path) ?? nearest(path.prev));
  return ({ path }, { asOf, consistency, budgetMs } = {}) => {
    const outer = nearest(path);
    const budget = readBudget('budgetMs', budgetMs);
    const demanded = {
      vector: mergeVectors(outer.vector, readToken(tokens, 'asOf', asOf)),
      consistency: consistency ?? outer.consistency,
      deadline: budget === undefined ? outer.deadline : startedAt + budget,
    };
    demands.set(path, demanded);
    return demanded;
  };
}

const readHeaders = (tokens: Tokens, startedAt: number, headers: FreshnessHeaders): Demanded => ({
  vector: readToken(tokens, TOKEN_HEADER, headers[TOKEN_HEADER]),
  consistency: readConsistency(headers[CONSISTENCY_HEADER]),
  deadline: startedAt + headerBudget(headers[BUDGET_HEADER]),
});

function readConsistency(text: string | undefined): Demanded['consistency'] {
  const name = (text ?? 'STRONG').toUpperCase();
  if (name !== 'STRONG' && name !== 'EVENTUAL')
    throw badUserInput(CONSISTENCY_HEADER, 'must be STRONG or EVENTUAL');
  return name;
}

const headerBudget = (text: string | undefined): number =>
  text === undefined ? DEFAULT_BUDGET_MS : readBudget(BUDGET_HEADER, text === '' ? NaN : Number(text))!;

function readBudget(source: string, budget: number | null | undefined): number | undefined {
  if (budget === null || budget === undefined) return undefined;
  if (!Number.isInteger(budget) || budget < 0 || budget > MAX_BUDGET_MS)
    throw badUserInput(source, `must be 0 to ${MAX_BUDGET_MS}`);
  return budget;
}
