import type { GraphQLResolveInfo } from 'graphql';
import type { PositionVector } from '../../../schema/revision.ts';
import {
  type FreshnessHeaders,
  type HeaderDemand,
  readBudget,
  readFreshness,
  readToken,
} from '../../../schema/freshness.ts';
import { MAX_CLIENT_TOKENS, mergeVectors, type Tokens } from '../../../schema/token.ts';

/** How new an answer must be, and what becomes of it when it cannot be in time. */
export interface Demanded {
  readonly vector: PositionVector;
  /** EVENTUAL takes the answer as old as it is then. */
  readonly consistency: HeaderDemand['consistency'];
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

/** Where a field stands in its query: what GraphQL tells its resolver. */
export type Place = Pick<GraphQLResolveInfo, 'path'>;
type Path = Place['path'];

/**
 * Answers what a field demands: of tokens, the positions of the headers, of the fields around it and of its own arguments
 * together; of the rest, its own argument, else that of the nearest field around it, else the header. What a field
 * demands is demanded of everything that is read below it too: a field that demands nothing itself has the same object as
 * the one around it. Throws BAD_USER_INPUT, which names what is wrong.
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
    if (asOf == null && consistency == null && budgetMs == null) return outer;
    const budget = readBudget('budgetMs', budgetMs);
    const demanded = {
      vector: mergeVectors(outer.vector, readToken(tokens, 'asOf', asOf, MAX_CLIENT_TOKENS)),
      consistency: consistency ?? outer.consistency,
      deadline: budget === undefined ? outer.deadline : startedAt + budget,
    };
    demands.set(path, demanded);
    return demanded;
  };
}

function readHeaders(tokens: Tokens, startedAt: number, headers: FreshnessHeaders): Demanded {
  const { budgetMs, ...demanded } = readFreshness(tokens, headers);
  return { ...demanded, deadline: startedAt + budgetMs };
}
