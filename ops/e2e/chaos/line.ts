import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, type Ledger, note, violate } from './ledger.ts';

/** What a caller may be told instead of an answer. */
const DOCUMENTED = [
  ...['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_INVALID_RESPONSE'],
  ...['READ_MODEL_BEHIND', 'READ_MODEL_UNAVAILABLE', 'WRITE_MODEL_UNAVAILABLE', 'DEADLINE_EXCEEDED'],
];
/** Longer than the gateway lets anybody wait. */
const HANG_MS = 25_000;
/** How long a command is sent again and again: longer than whatever may be away. */
const PATIENCE_MS = 120_000;
/** Of so many commands, one is sent twice at once, and one again after its answer. */
const COMMANDS = 8;
const [AT_ONCE, AFTERWARDS] = [3, 6];

// oxlint-disable-next-line typescript/no-explicit-any -- whoever asks knows the shape
export type Data = any;

interface Reply {
  readonly data?: Data;
  readonly errors?: readonly ReplyError[];
}

interface ReplyError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A command was sent for so long that it must have been answered. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** How one client talks to the gateway. */
export interface Line {
  readonly url: string;
  /**
   * Sends a command, under one key, until it is answered; now and then once more than it must. The answer's payload: the
   * selected fields, token and user errors, of which there must be none unless they are in `mayRefuse`. What is selected
   * as `it` is there, or an error says why not. Rejects with Unanswered.
   */
  command(field: string, input: object, selection: string, mayRefuse?: readonly string[]): Promise<Data>;
  /** Asks once. The data; undefined when there is no answer, or a documented error instead of one. */
  read(what: string, query: string, variables: object, headers?: Record<string, string>): Promise<Data>;
  /** Books a violation unless both are equal. */
  compare(what: string, expected: unknown, found: unknown): void;
}

/** `keyPrefix` sets the keys of this client apart; `wasDown` tells whether the gateway may have been dead since then. */
export function createLine(
  url: string,
  ledger: Ledger,
  keyPrefix: string,
  wasDown: (since: number) => boolean,
): Line {
  let keys = 0;
  const violation = (what: string): void => violate(ledger, what);

  /** Undefined when the gateway died of it. */
  async function post(what: string, query: string, variables: object, headers = {}) {
    const since = performance.now();
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(HANG_MS),
      });
      const text = await response.text();
      const reply = response.status === 200 ? parse(text) : undefined;
      if (reply === undefined)
        violation(`${what} was answered with status ${response.status}: ${text.slice(0, 300)}`);
      return reply;
    } catch (error) {
      const { message, cause } = error as Error;
      if (!wasDown(since)) violation(`${what} got nothing of a living gateway: ${message} ${String(cause)}`);
      return undefined;
    }
  }

  /** The payload of the first answer. Who alone sends the command knows whether it may have been done before. */
  async function answerOf(what: string, query: string, variables: object, alone: boolean): Promise<Data> {
    let mayHaveRun = !alone;
    const end = performance.now() + PATIENCE_MS;
    for (let tries = 1; performance.now() < end; tries++) {
      const reply = await post(what, query, variables);
      for (const error of reply?.errors ?? []) judgeError(ledger, what, error);
      const payload: Data = reply?.data?.answer ?? undefined;
      if (payload === undefined) {
        mayHaveRun ||= !(reply?.errors ?? [{}]).every(toldNotDone);
        count(ledger, 'command sent again');
        await sleep(Math.min(1_000, 50 * tries));
        continue;
      }
      note(ledger, `${what} after ${tries} tries: ${JSON.stringify(payload).slice(0, 500)}`);
      if (payload.replayed && !mayHaveRun)
        violation(`${what} had been done, though all that was told before is that it was not`);
      if (payload.it === null && payload.userErrors.length === 0 && reply?.errors === undefined)
        violation(`${what} was answered without what it wrote, and without an error`);
      return payload;
    }
    throw new Unanswered(`${what} was not answered for ${PATIENCE_MS / 1_000} s`);
  }

  const compare = (what: string, expected: unknown, found: unknown): void => {
    if (!isDeepStrictEqual(expected, found))
      violation(`${what}: expected ${JSON.stringify(expected)}, read ${JSON.stringify(found)}`);
  };

  /** Whoever sends a key again gets the same answer, and only one of them hears that it was done just now. */
  function compareReplays(what: string, [first, ...others]: readonly Data[]): void {
    for (const other of others) compare(`${what} once more`, lasting(first), lasting(other));
    if ([first, ...others].filter(({ replayed }) => !replayed).length > 1)
      violation(`${what} was done twice`);
    if (others.length > 0) count(ledger, 'keys sent again');
  }

  return {
    url,
    async command(field, input, selection, mayRefuse = []) {
      const key = keys++;
      const idempotencyKey = `${keyPrefix}-${key}`;
      const what = `${field} ${idempotencyKey}`;
      const type = `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { answer: ${field}(input: $input) {
        ${selection} consistencyToken replayed userErrors { code message } } }`;
      const send = (alone = false): Promise<Data> =>
        answerOf(what, query, { input: { ...input, idempotencyKey } }, alone);
      const answers = await Promise.all(key % COMMANDS === AT_ONCE ? [send(), send()] : [send(true)]);
      // A refusal is not remembered: of two at once, one may be refused and the other done.
      const done = answers.filter(({ userErrors }) => userErrors.length === 0);
      for (const { userErrors } of answers)
        if (userErrors.some(({ code }: { code: string }) => !mayRefuse.includes(code)))
          violation(`${what} was refused: ${JSON.stringify(userErrors)}`);
      count(ledger, `${field}${done.length === 0 ? ' refused' : ''}`);
      if (done.length === 0) return answers[0];
      ledger.books.commands++;
      ledger.books.tokens.push(done[0].consistencyToken);
      if (key % COMMANDS === AFTERWARDS) done.push(await send());
      compareReplays(what, done);
      return done[0];
    },
    async read(what, query, variables, headers) {
      const reply = await post(what, query, variables, headers);
      if (reply === undefined) return count(ledger, 'read without an answer');
      const asked = JSON.stringify({ ...variables, ...headers });
      note(ledger, `read ${what} ${asked}: ${JSON.stringify(reply).slice(0, 500)}`);
      for (const error of reply.errors ?? []) judgeError(ledger, what, error);
      if (reply.errors !== undefined) return undefined;
      count(ledger, `read ${what}`);
      return reply.data;
    },
    compare,
  };
}

/** Counts a documented error, and books any other as a violation. */
export function judgeError(ledger: Ledger, what: string, { message, extensions }: ReplyError): void {
  const code = String(extensions?.['code']);
  if (DOCUMENTED.includes(code)) return count(ledger, code);
  violate(ledger, `${what} met an error that is not documented: ${code} ${message}`);
}

const toldNotDone = ({ extensions }: Partial<ReplyError>): boolean => extensions?.['mayHaveRun'] === false;

/** Undefined for what is no response of GraphQL. */
function parse(text: string): Reply | undefined {
  try {
    const reply = JSON.parse(text) as Reply | null;
    return reply?.data !== undefined || Array.isArray(reply?.errors) ? (reply ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

/** What of a payload is the same for good. */
const lasting = ({ it: _it, replayed: _replayed, rows, ...rest }: Data): object => ({
  ...rest,
  ...(rows && { rows: rows.map(({ productId }: Data) => productId) }),
});
