import type { Client } from '@elastic/elasticsearch';
import { aliasName } from '../../documents/names.ts';
import { createReadDocuments, type ReadDocuments } from '../../documents/read.ts';
import { createSearch, type Search } from '../../documents/searches.ts';
import { type Document, documentOf, type InsightSection } from '../projections/document.ts';
import type { Patch } from '../projections/project.ts';
import type { Write } from '../sink.ts';
import {
  companionsRequest,
  latestOrderRequest,
  readCompanions,
  readLatestOrder,
  readSold,
  type Sold,
  soldRequest,
} from './requests.ts';
import { piecesOf } from '../../pieces.ts';

/** Products looked at in one request, and documents in one. */
const PRODUCTS_PER_REQUEST = 20;
const DOCUMENTS_PER_REQUEST = 500;

/**
 * Works out of the order documents what sold how well and what was bought together, into the index of insights, and
 * copies the popularity into the product documents to sort by. Never counted up: whoever runs it, and however often,
 * ends with the same. Rejects when the engine does not answer, or soon after the signal aborts; then the next run does
 * all. Resolves with the number of products written.
 */
export async function recomputeInsights(
  client: Client,
  namespace: string,
  now: Date,
  write: Write,
  signal?: AbortSignal,
): Promise<number> {
  const search = createSearch(client);
  const inOrders: Search = async (request) => {
    signal?.throwIfAborted();
    return await search({ ...request, index: aliasName(namespace, 'orders') });
  };
  const latest = readLatestOrder((await inOrders(latestOrderRequest)).aggregations);
  if (latest === null) return 0;
  const sold = await readAllSold(inOrders, latest);
  const insights = await relate(inOrders, latest, sold, now);
  const known = await knownIds(search, namespace, signal);
  const forgotten = known.filter((id) => !insights.has(id));
  const all = [
    ...insights.values(),
    ...forgotten.map((id) => ({ ...stampOf(now), id, units: 0, boughtTogether: [] })),
  ];
  return await writeChanged(createReadDocuments(client, namespace), write, all, signal);
}

const stampOf = (now: Date) => ({ epoch: 0, revision: now.getTime(), occurredAt: now.toISOString() });

async function readAllSold(search: Search, latest: number): Promise<Sold[]> {
  const all: Sold[] = [];
  let after: string | undefined;
  do {
    const page = readSold((await search(soldRequest(latest, after))).aggregations);
    all.push(...page.sold);
    after = page.after;
  } while (after !== undefined);
  return all;
}

async function relate(
  search: Search,
  latest: number,
  sold: readonly Sold[],
  now: Date,
): Promise<Map<string, InsightSection>> {
  const orders = new Map(sold.map(({ id, orders: count }) => [id, count]));
  const insights = new Map<string, InsightSection>();
  for (const some of piecesOf(sold, PRODUCTS_PER_REQUEST)) {
    const found = await Promise.all(some.map(({ id }) => search(companionsRequest(latest, id))));
    some.forEach(({ id, units }, i) => {
      const boughtTogether = readCompanions(id, found[i]?.aggregations, (other) => orders.get(other) ?? 0);
      insights.set(id, { ...stampOf(now), id, units, boughtTogether });
    });
  }
  return insights;
}

/** Products of which an earlier run said something. */
async function knownIds(search: Search, namespace: string, signal?: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    signal?.throwIfAborted();
    const { hits } = await search({
      index: aliasName(namespace, 'insights'),
      size: DOCUMENTS_PER_REQUEST,
      sort: [{ 'insight.id': 'asc' }],
      _source: ['insight.id'],
      ...(after !== undefined && { search_after: [after] }),
      allow_partial_search_results: false,
    });
    ids.push(...hits.hits.flatMap(({ _source }) => _source?.insight?.id ?? []));
    after = ids.at(-1);
    if (hits.hits.length < DOCUMENTS_PER_REQUEST) return ids;
  }
}

/** Writes what differs from what is there, so that a run over unchanged orders writes nothing. */
async function writeChanged(
  read: ReadDocuments,
  write: Write,
  insights: readonly InsightSection[],
  signal?: AbortSignal,
): Promise<number> {
  let written = 0;
  for (const some of piecesOf(insights, DOCUMENTS_PER_REQUEST)) {
    signal?.throwIfAborted();
    const before = await read(
      some.flatMap(({ id }) => [documentOf('insight', id), documentOf('product', id)]),
    );
    const patches = some.flatMap((insight, i) => changes(insight, before[2 * i], before[2 * i + 1]));
    const outcomes = await write(patches);
    for (const outcome of outcomes) if (outcome.kind === 'later') throw outcome.cause;
    written += new Set(patches.map(({ key }) => key.id)).size;
  }
  return written;
}

function changes(
  insight: InsightSection,
  stored: Document | Error | undefined,
  product: Document | Error | undefined,
): Patch[] {
  if (stored instanceof Error) throw stored;
  if (product instanceof Error) throw product;
  const { id, units, boughtTogether, ...stamp } = insight;
  // Newer than what is there, also where the clock of whoever wrote that was ahead.
  const after = (written: { readonly revision: number } | undefined) => ({
    ...stamp,
    revision: Math.max(stamp.revision, (written?.revision ?? 0) + 1),
  });
  const patches: Patch[] = [];
  if (
    stored?.insight?.units !== units ||
    JSON.stringify(stored.insight.boughtTogether) !== JSON.stringify(boughtTogether)
  )
    patches.push({
      key: documentOf('insight', id),
      document: { insight: { ...insight, ...after(stored?.insight) } },
    });
  if (product?.popularity?.units !== units)
    patches.push({
      key: documentOf('product', id),
      document: { popularity: { ...after(product?.popularity), units } },
    });
  return patches;
}
