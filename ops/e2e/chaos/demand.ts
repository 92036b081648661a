import { setTimeout as sleep } from 'node:timers/promises';
import { count, type Ledger, violate } from './ledger.ts';
import type { Data, Line } from './line.ts';
import type { Random } from './random.ts';

/** How often somebody asks who gets no answer, and how long they wait before they do so again. */
const TRIES = 4;
const PAUSE_MS = 250;

/** Each variable's type and value. */
export type Variables = Readonly<Record<string, readonly [type: string, value: unknown]>>;

/**
 * Asks for one field as `it`, no older than the writes of these tokens. What it shows; undefined when there is no answer,
 * a documented error, or it says that it is old.
 */
export type Ask = (
  what: string,
  field: string,
  variables: Variables,
  selection: string,
  tokens: readonly string[],
) => Promise<{ it: Data } | undefined>;

/** Sends tokens as header or argument, joined; and takes old answers now and then, in which it must be told. */
export function createAsk(line: Line, ledger: Ledger, random: Random): Ask {
  return async (what, field, variables, selection, tokens) => {
    const inHeader = tokens.filter(() => random.next() < 0.4);
    const inArgument = tokens.filter((token) => !inHeader.includes(token));
    const eventual = random.next() < 0.25;
    const byHeader = random.next() < 0.5;
    const budgetMs = random.pick([null, null, 0, 300, 5_000]);
    const query = freshQuery(field, variables, selection);
    const given = Object.entries(variables).map(([name, [, value]]) => [name, value]);
    const all = {
      ...Object.fromEntries(given),
      asOf: inArgument.length === 0 ? null : inArgument.join(','),
      ...(!byHeader && { budgetMs, consistency: eventual ? 'EVENTUAL' : null }),
    };
    const headers = {
      ...(inHeader.length > 0 && { 'x-consistency-token': inHeader.join(',') }),
      ...(byHeader && eventual && { 'x-consistency': 'EVENTUAL' }),
      ...(byHeader && budgetMs !== null && { 'x-consistency-budget-ms': String(budgetMs) }),
    };
    let data: Data;
    for (let tries = 1; data === undefined && tries <= TRIES; tries++) {
      if (tries > 1) await sleep(PAUSE_MS);
      data = await line.read(what, query, all, headers);
    }
    if (data === undefined) return undefined;
    if (!data.readModel.isOld) return { it: data.it };
    if (!eventual) violate(ledger, `${what} is old, and was not to be`);
    return count(ledger, 'read what says that it is old') as undefined;
  };
}

/** The query for this field as `it`, with all that demands freshness as variables. */
export function freshQuery(field: string, variables: Variables, selection: string): string {
  const types = Object.entries(variables).map(([name, [type]]) => `, $${name}: ${type}`);
  const values = Object.keys(variables).map((name) => `, ${name}: $${name}`);
  return `query ($asOf: String, $consistency: Consistency, $budgetMs: Int${types.join('')}) {
    it: ${field}(asOf: $asOf, consistency: $consistency, budgetMs: $budgetMs${values.join('')}) { ${selection} }
    readModel { isOld } }`;
}
