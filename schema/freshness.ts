import { GraphQLError } from 'graphql';
import { parseStream } from './events/event.ts';
import { BUDGET_HEADER, CONSISTENCY_HEADER, TOKEN_HEADER } from './headers.ts';
import { MalformedPosition, type PositionVector } from './revision.ts';
import type { Tokens } from './token.ts';

// What a client says of how new an answer must be. The query subgraph obeys it; the command subgraph does nothing for a
// client whose answer could not be read.

/** How long a read may wait for what was demanded, unless told otherwise, and at most. */
const DEFAULT_BUDGET_MS = 2_000;
const MAX_BUDGET_MS = 5_000;

/** The headers that say so for all queries of a request. */
export type FreshnessHeaders = Readonly<Record<string, string | undefined>>;

/** What the headers demand of a whole request. */
export interface HeaderDemand {
  readonly vector: PositionVector;
  readonly consistency: 'STRONG' | 'EVENTUAL';
  readonly budgetMs: number;
}

/** The caller's mistake; `argument` names what to correct. */
export const badUserInput = (argument: string, problem: string): GraphQLError =>
  new GraphQLError(`${argument}: ${problem}`, { extensions: { code: 'BAD_USER_INPUT', argument } });

/** Throws BAD_USER_INPUT, which names the header that is wrong. */
export const readFreshness = (tokens: Tokens, headers: FreshnessHeaders): HeaderDemand => ({
  vector: readToken(tokens, TOKEN_HEADER, headers[TOKEN_HEADER]),
  consistency: readConsistency(headers[CONSISTENCY_HEADER]),
  budgetMs: headerBudget(headers[BUDGET_HEADER]),
});

/** Reads a consistency token; `source` is the argument or header it came in. Throws BAD_USER_INPUT, which names that. */
export function readToken(
  tokens: Tokens,
  source: string,
  token: string | null | undefined,
  most?: number,
): PositionVector {
  if (token === null || token === undefined) return {};
  const vector = wellFormed(source, () => tokens.read(token, most));
  const unknown = Object.keys(vector).find((stream) => parseStream(stream) === undefined);
  if (unknown !== undefined) throw badUserInput(source, 'not a consistency token');
  return vector;
}

/** Throws BAD_USER_INPUT, which names the source. */
export function readBudget(source: string, budget: number | null | undefined): number | undefined {
  if (budget === null || budget === undefined) return undefined;
  if (!Number.isInteger(budget) || budget < 0 || budget > MAX_BUDGET_MS)
    throw badUserInput(source, `must be 0 to ${MAX_BUDGET_MS}`);
  return budget;
}

/** What is decoded. Throws BAD_USER_INPUT, which names the source, where it is malformed. */
export function wellFormed<T>(source: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof MalformedPosition) throw badUserInput(source, error.message);
    throw error;
  }
}

function readConsistency(text: string | undefined): HeaderDemand['consistency'] {
  const name = (text ?? 'STRONG').toUpperCase();
  if (name !== 'STRONG' && name !== 'EVENTUAL')
    throw badUserInput(CONSISTENCY_HEADER, 'must be STRONG or EVENTUAL');
  return name;
}

const headerBudget = (text: string | undefined): number =>
  text === undefined ? DEFAULT_BUDGET_MS : readBudget(BUDGET_HEADER, text === '' ? NaN : Number(text))!;
