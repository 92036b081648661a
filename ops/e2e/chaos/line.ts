import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, type Ledger, note } from './ledger.ts';

/** What a caller may be told instead of an answer. */
const DOCUMENTED = [
  ...['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_INVALID_RESPONSE'],
  ...['READ_MODEL_BEHIND', 'READ_MODEL_UNAVAILABLE', 'WRITE_MODEL_UNAVAILABLE', 'DEADLINE_EXCEEDED'],
];
const REQUEST_TIMEOUT_MS = 10_000;
const ERRORS = 'consistencyToken userErrors { code message }';

// oxlint-disable-next-line typescript/no-explicit-any -- whoever asks knows the shape
export type Data = any;

interface Reply {
  readonly data?: Data;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

/** How a client talks to the gateway. */
export interface Line {
  /**
   * Sends a command, under one key, until it is answered. The answer's payload: the selected fields, token and user
   * errors, of which there must be none unless they are in `mayRefuse`.
   */
  command(field: string, input: object, selection: string, mayRefuse?: readonly string[]): Promise<Data>;
  /** Asks once. The data; undefined when there is no answer, or a documented error instead of one. */
  read(what: string, query: string, variables: object): Promise<Data>;
  /** Books a violation unless both are equal. */
  compare(what: string, expected: unknown, found: unknown): void;
}

/** `keyPrefix` sets the keys of this run apart. */
export function createLine(url: string, ledger: Ledger, keyPrefix: string): Line {
  let keys = 0;

  async function post(query: string, variables: object): Promise<Reply | undefined> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      return (await response.json()) as Reply;
    } catch {
      return undefined;
    }
  }

  function judge(what: string, { message, extensions }: NonNullable<Reply['errors']>[number]): void {
    if (DOCUMENTED.includes(extensions?.code ?? '')) return count(ledger, extensions!.code!);
    ledger.violations.push(`${what} met an error that is not documented: ${extensions?.code} ${message}`);
  }

  return {
    async command(field, input, selection, mayRefuse = []) {
      const idempotencyKey = `${keyPrefix}-${keys++}`;
      const type = `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { answer: ${field}(input: $input) { ${selection} ${ERRORS} } }`;
      for (let tries = 1; ; tries++) {
        const reply = await post(query, { input: { ...input, idempotencyKey } });
        for (const error of reply?.errors ?? []) judge(`${field} ${idempotencyKey}`, error);
        const payload: Data = reply?.data?.answer;
        if (payload === undefined || payload === null) {
          count(ledger, 'command sent again');
          await sleep(Math.min(1_000, 50 * tries));
          continue;
        }
        const refused = payload.userErrors as { code: string }[];
        count(ledger, `${field}${refused.length > 0 ? ' refused' : ''}`);
        if (refused.length === 0) ledger.books.commands++;
        const told = JSON.stringify(payload).slice(0, 500);
        note(ledger, `${field} ${idempotencyKey} after ${tries} tries: ${told}`);
        if (refused.some(({ code }) => !mayRefuse.includes(code)))
          ledger.violations.push(`${field} ${idempotencyKey} was refused: ${told}`);
        return payload;
      }
    },
    async read(what, query, variables) {
      const reply = await post(query, variables);
      if (reply === undefined) return count(ledger, 'read without an answer');
      for (const error of reply.errors ?? []) judge(what, error);
      if (reply.errors !== undefined) return undefined;
      count(ledger, `read ${what}`);
      return reply.data;
    },
    compare(what, expected, found) {
      if (!isDeepStrictEqual(expected, found))
        ledger.violations.push(
          `${what}: expected ${JSON.stringify(expected)}, read ${JSON.stringify(found)}`,
        );
    },
  };
}
