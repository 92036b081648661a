import { isDeepStrictEqual } from 'node:util';
import { freshQuery, type Variables } from './demand.ts';
import { type Books, expectedStock, shownStatus, totalMinor } from './ledger.ts';
import type { Data } from './line.ts';
import { reportVariables } from './orders.ts';
import { shown, whole } from './readers.ts';
import { positionsIn } from './streams.ts';

type Fields = Record<string, unknown>;

/** Reads at once, and streams that are looked at of one token. */
const AT_ONCE = 8;
const STREAMS = 3;

/**
 * At rest, every token that any client was given must be good for an answer, which shows what was written last: no
 * answer is behind, or old.
 */
export async function readEveryToken(
  gatewayUrl: string,
  books: Books,
  batches: ReadonlyMap<string, readonly string[]>,
): Promise<string[]> {
  const wrong: string[] = [];
  const expectedOf = expectations(books);
  const left = [...books.tokens.entries()];
  const reader = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const [n, token] = next;
      const named = [...positionsIn(token).keys()].flatMap((stream) => batches.get(stream) ?? [stream]);
      if (named.length === 0) wrong.push(`a token names nothing: ${token}`);
      for (const stream of named.slice(0, STREAMS)) wrong.push(...(await readOne(stream, token, n)));
    }
  };
  async function readOne(stream: string, token: string, n: number): Promise<string[]> {
    const id = stream.slice(stream.indexOf('-') + 1);
    const kind = kindOf(stream);
    const expected = expectedOf(kind, id);
    const sku = kind === 'product' && n % 2 === 0 ? books.known.get(`product-${id}`)?.['sku'] : undefined;
    const by: Variables = sku === undefined ? { id: ['ID!', id] } : { sku: ['String', sku] };
    const query = freshQuery(kind, by, kind === 'order' ? 'id revision status customerId' : whole(kind));
    const { data, said } = await ask(gatewayUrl, query, by, token, n);
    const what = `at rest, ${stream} with the token of a write`;
    if (data?.readModel?.isOld !== false) return [`${what} has no answer: ${said}`];
    const found = data.it && pick(data.it, Object.keys(expected ?? {}));
    return isDeepStrictEqual(found, expected)
      ? []
      : [`${what}: expected ${JSON.stringify(expected)}, read ${JSON.stringify(found)}`];
  }
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return wrong;
}

/** At rest, the report is what the clients' books come to. */
export async function readReport(gatewayUrl: string, { orders, tokens }: Books): Promise<string[]> {
  const selection = `totals { orders units cancellations cancelledUnits revenue { amountMinor } }`;
  const query = freshQuery('salesReport', reportVariables, selection);
  const { data, said } = await ask(gatewayUrl, query, reportVariables, tokens.at(-1)!, 0);
  const expected = { orders: 0, units: 0, cancellations: 0, cancelledUnits: 0, revenue: { amountMinor: 0 } };
  for (const order of orders.values()) {
    const { status, lines, returned } = order;
    const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    expected.orders++;
    expected.units += units;
    expected.revenue.amountMinor += totalMinor(order);
    if (status === 'CANCELLED') expected.cancellations++;
    expected.cancelledUnits += [...returned.values()].reduce(
      (sum, n) => sum + n,
      status === 'CANCELLED' ? units : 0,
    );
  }
  const found = data?.it?.totals[0] ?? said;
  return orders.size === 0 || isDeepStrictEqual(found, expected)
    ? []
    : [`the sales report: expected ${JSON.stringify(expected)}, read ${JSON.stringify(found)}`];
}

/** At rest, every other way of reading has an answer too, with the last token; and there is something in it. */
export async function readEveryWay(gatewayUrl: string, { known, tokens }: Books): Promise<string[]> {
  const [stream = ''] = [...known].find(([, { status }]) => status === 'PUBLISHED') ?? [];
  const some = 'edges { node { id } }';
  const ways: [field: string, by: Variables, selection: string][] = [
    ['products', { query: ['String', 'Kettle'] }, some],
    ['suggest', { prefix: ['String!', 'Kettle'] }, 'products { id }'],
    ['relatedProducts', { id: ['ID!', stream.replace('product-', '')] }, 'similar { id }'],
    ['stockAlerts', { below: ['Int!', 1_000_000] }, some],
    ['orders', { first: ['Int', 1] }, some],
    ...(known.keys().some((each) => each.startsWith('review-'))
      ? [['reviews', { first: ['Int', 1] }, some] satisfies [string, Variables, string]]
      : []),
  ];
  const wrong = ways.map(async ([field, by, selection], n) => {
    const { data, said } = await ask(gatewayUrl, freshQuery(field, by, selection), by, tokens.at(-1)!, n);
    const found = Object.values(data?.it ?? {}).flat().length;
    return data?.readModel?.isOld === false && found > 0 ? [] : [`at rest, ${field} has no answer: ${said}`];
  });
  return (await Promise.all(wrong)).flat();
}

/** As a header or as an argument, and for either kind of answer; both may be no older. */
async function ask(gatewayUrl: string, query: string, by: Variables, token: string, n: number) {
  const given = Object.entries(by).map(([name, [, value]]) => [name, value]);
  const inHeader = n % 3 === 0;
  const body = {
    query,
    variables: {
      ...Object.fromEntries(given),
      ...(!inHeader && { asOf: token }),
      consistency: n % 5 === 0 ? 'EVENTUAL' : 'STRONG',
      // There is nothing to wait for.
      budgetMs: 0,
    },
  };
  let said = '';
  try {
    const response = await fetch(gatewayUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(inHeader && { 'x-consistency-token': token }) },
      body: JSON.stringify(body),
    });
    said = await response.text();
    const { data, errors } = JSON.parse(said) as { data?: Data; errors?: unknown };
    return { data: errors === undefined ? data : undefined, said };
  } catch (error) {
    return { said: `${String(error)} ${said}` };
  }
}

/** A product is shown with its stock and rating. */
function kindOf(stream: string): string {
  const kind = stream.slice(0, stream.indexOf('-'));
  return kind === 'stock' || kind === 'rating' ? 'product' : kind;
}

const pick = (of: Fields, fields: readonly string[]): Fields =>
  Object.fromEntries(fields.map((field) => [field, of[field]]));

/** What a query by id must show, by the books alone; null for what is hidden. */
function expectations(books: Books): (kind: string, id: string) => Fields | null {
  const stockOf = expectedStock(books);
  const histograms = new Map<unknown, number[]>();
  for (const [stream, { productId, stars, status }] of books.known)
    if (stream.startsWith('review-') && status === 'APPROVED') {
      const histogram = histograms.get(productId) ?? [0, 0, 0, 0, 0];
      histogram[Number(stars) - 1]!++;
      histograms.set(productId, histogram);
    }
  return (kind, id) => {
    const known = books.known.get(`${kind}-${id}`) ?? {};
    const order = books.orders.get(id);
    if (kind === 'order') return { id, customerId: known['customerId'], status: order && shownStatus(order) };
    const fields = pick(
      known,
      Object.keys(known).filter((field) => shown[kind]!.split(/\s+/).includes(field)),
    );
    if (kind !== 'product') return { id, ...fields };
    if (known['status'] !== 'PUBLISHED') return null;
    const [onHand, reserved] = stockOf(String(known['sku']));
    const histogram = histograms.get(id) ?? [0, 0, 0, 0, 0];
    const count = histogram.reduce((sum, n) => sum + n, 0);
    const stars = histogram.reduce((sum, n, i) => sum + n * (i + 1), 0);
    return {
      ...{ id, ...fields, stock: { onHand, reserved, available: onHand - reserved } },
      rating: { count, average: count === 0 ? null : stars / count, histogram },
    };
  };
}
