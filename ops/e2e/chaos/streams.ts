import { isDeepStrictEqual } from 'node:util';
import {
  type Books,
  expectedStock,
  type LedgerOrder,
  shownStatus,
  type Sighting,
  totalMinor,
} from './ledger.ts';
import type { Latest } from './sections.ts';

type Row = Record<string, unknown>;
type Sql = (text: string) => Promise<Row[]>;
// oxlint-disable-next-line typescript/no-explicit-any -- as it was written
type State = any;

/** The states of streams of which nothing was written yet. */
const NOTHING: Readonly<Record<string, State>> = {
  stock: { onHand: 0, reserved: 0 },
  rating: { count: 0, histogram: [0, 0, 0, 0, 0] },
};

/** What the read model is made from, against the tables that decide, and the clients' books. */
export async function latestStates(sql: Sql, latest: readonly Latest[], books: Books): Promise<string[]> {
  const stateOf = new Map(latest.map(({ kind, id, state }) => [`${kind}-${id}`, state]));
  const wrong: string[] = [];
  const expect = (what: string, expected: unknown, found: unknown): void => {
    if (!isDeepStrictEqual(expected, found))
      wrong.push(
        `${what}: expected ${JSON.stringify(expected)}, its last event has ${JSON.stringify(found)}`,
      );
  };
  const stockOf = expectedStock(books);
  for (const { id, sku, onHand, reserved } of await sql(
    `SELECT id, CONVERT(sku USING utf8mb4) AS sku, on_hand AS onHand, reserved FROM stock JOIN product ON id = product_id`,
  )) {
    const state: State = stateOf.get(`stock-${String(id)}`) ?? NOTHING['stock'];
    expect(`stock of ${String(sku)} in its table`, [onHand, reserved], [state.onHand, state.reserved]);
    expect(`stock of ${String(sku)} by the books`, stockOf(String(sku)), [state.onHand, state.reserved]);
  }
  for (const order of books.orders.values()) {
    const state: State = stateOf.get(`order-${order.id}`);
    expect(`order ${order.id} by the books`, booked(order), {
      status: state?.status,
      lines: state?.lines.map(({ sku, quantity, returned }: State) => ({ sku, quantity, returned })),
      ...{ total: state?.total.amountMinor, paid: state?.paidMinor, refunded: state?.refundedMinor },
    });
  }
  return wrong;
}

const booked = (order: LedgerOrder): object => ({
  status: shownStatus(order),
  lines: order.lines.map((line) => ({ ...line, returned: order.returned.get(line.sku) ?? 0 })),
  ...{ total: totalMinor(order), paid: order.paidMinor, refunded: order.refundedMinor },
});

/** Never, not only at rest, may more be promised than there is. */
export const oversold = async (sql: Sql): Promise<string[]> =>
  (
    await sql(
      `SELECT id, revision, state FROM events WHERE kind = 'stock' AND NOT (
         CAST(state->'$.onHand' AS SIGNED) >= CAST(state->'$.reserved' AS SIGNED)
         AND CAST(state->'$.reserved' AS SIGNED) >= 0)`,
    )
  ).map(
    ({ id, revision, state }) =>
      `stock-${String(id)}@${String(revision)} was oversold: ${JSON.stringify(state)}`,
  );

/** What clients were shown, against the event at that revision; which is no older than the tokens they asked with. */
export async function sightings(sql: Sql, { sightings: all }: Books): Promise<string[]> {
  const states: States = new Map();
  for (const { kind, id, revision, state } of await sql(
    `SELECT kind, id, revision, state FROM events WHERE kind IN ('product', 'stock', 'rating', 'order')`,
  )) {
    const stream = `${String(kind)}-${String(id)}`;
    states.set(stream, (states.get(stream) ?? new Map<number, State>()).set(Number(revision), state));
  }
  return all.flatMap((sighting) => [...untrue(sighting, states), ...late(sighting)]);
}

/** States of streams by revision. */
type States = Map<string, Map<number, State>>;

function untrue({ id, revision, orNewer, shown }: Sighting, states: States): string[] {
  const seen = positionsOf(id, revision);
  return Object.entries(shown).flatMap(([kind, fields]) => {
    const stream = `${kind}-${id}`;
    const at = seen.get(stream)?.[1] ?? 0;
    const right = [[0, NOTHING[kind]] as const, ...(states.get(stream) ?? [])]
      .filter(([each, state]) => state !== undefined && (orNewer ? each >= at : each === at))
      .map(([, state]) => Object.fromEntries(Object.keys(fields).map((field) => [field, state[field]])));
    return right.some((state) => isDeepStrictEqual(state, fields))
      ? []
      : [`${stream} was shown as of ${revision} as ${told(fields)}; right would be ${told(right)}`];
  });
}

const told = (value: unknown): string => JSON.stringify(value).slice(0, 500);

function late({ id, revision, tokens }: Sighting): string[] {
  const seen = positionsOf(id, revision);
  return tokens.flatMap((token) =>
    [...positionsIn(token)]
      .filter(([stream, written]) => stream.endsWith(`-${id}`) && isBefore(seen.get(stream), written))
      .map(
        ([stream, written]) => `${stream} was shown as of ${revision}, the token had ${written.join('.')}`,
      ),
  );
}

type Position = readonly [epoch: number, revision: number];

const isBefore = (seen: Position | undefined, written: Position): boolean =>
  seen === undefined || seen[0] < written[0] || (seen[0] === written[0] && seen[1] < written[1]);
const toPosition = (text: string): Position => {
  const [epoch, revision] = text.split('.').map(Number);
  return [epoch!, revision!];
};

/** `product@0.5+stock@0.17` of this id, by stream. Told here once more, and not by the code that is judged. */
const positionsOf = (id: string, revision: string): Map<string, Position> =>
  new Map(
    revision.split('+').map((part) => {
      const [kind, position] = part.split('@');
      return [`${kind}-${id}`, toPosition(position!)];
    }),
  );

/** What a consistency token names, by stream. */
export const positionsIn = (token: string): Map<string, Position> =>
  new Map(
    Object.entries(
      JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as Record<string, string>,
    ).map(([stream, position]) => [stream, toPosition(position)]),
  );
