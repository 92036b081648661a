import type { Client } from '@elastic/elasticsearch';
import DataLoader from 'dataloader';
import type { FreshnessHeaders } from '../../schema/freshness.ts';
import type { Tokens } from '../../schema/token.ts';
import { createCategoryTree, type LoadCategoryTree } from './documents/categories.ts';
import { aliasName } from './documents/names.ts';
import { createEngineClock, type EngineClock } from './documents/engine-clock.ts';
import {
  createDocumentLoader,
  createReadCategoryIds,
  createReadDocuments,
  isDocumentId,
  MAX_ID_BYTES,
  type ReadCategoryIds,
  type ReadDocuments,
  shareReads,
} from './documents/read.ts';
import { createPrepareSearch, type PrepareSearch } from './documents/refresh.ts';
import { createSearch, type Search, type SearchLimits } from './documents/searches.ts';
import { createSnapshots, ofEachPaged, type OpenSnapshot, type Paged } from './documents/snapshots.ts';
import { badUserInput } from './errors.ts';
import { type Demand, demandOn, demandsIn } from './freshness/demand.ts';
import { createDemands, type Demanded, type FreshnessArgs, type Place } from './freshness/demanded.ts';
import {
  confirm,
  confirmAll,
  createPlaces,
  readBatches,
  readFresh,
  type Reading,
} from './freshness/freshness.ts';
import { createLeniency } from './freshness/leniency.ts';
import { createPlaceholderLoader, createReadPlaceholders, type ReadPlaceholders } from './images/read.ts';
import { createWaiter, type WaitFor, type WakeReaders } from './freshness/waiter.ts';
import { createWatch, type OrderDocument, type WatchOrder } from './freshness/watch.ts';
import type { CategorySection, Document, DocumentKey } from './indexer/projections/document.ts';
import { createPatience, type Patience } from './patience.ts';
import type { CategoryTree } from './search/category-tree.ts';
import { skusRequest } from './search/products.ts';
import { type Searching, searches } from './searching.ts';

/** A query that takes longer is given up; the slowest search of a healthy engine takes a tenth of it. */
export const QUERY_TIMEOUT_MS = 5_000;
/** Waiting for what is demanded ends this long before all else: a look comes every 100 ms, and tells what is behind. */
const LAST_LOOK_MS = 150;
/** A report reads every order of its time; less than the gateway waits. */
const REPORT_TIMEOUT_MS = 14_000;
/**
 * Twice a tree of 10,000. The gateway does not know how many children there are: where there are a thousand,
 * `children { path { children } }` is a million, which took 12 s of everybody's time.
 */
const MAX_LISTED_CATEGORIES = 20_000;

/** What all requests share. */
export interface Shared {
  readonly tokens: Tokens;
  readonly read: ReadDocuments;
  readonly waitFor: WaitFor;
  readonly isWoken: () => boolean;
  readonly watchOrder: WatchOrder;
  /** Something was indexed, which may be what is waited for, or watched. */
  readonly wake: WakeReaders;
  readonly prepareSearch: Readonly<Record<Paged, PrepareSearch>>;
  readonly snapshots: Readonly<Record<Paged, OpenSnapshot>>;
  readonly categoryTree: LoadCategoryTree;
  readonly createSearch: (limits: SearchLimits) => Search;
  readonly aliasOf: (model: Paged) => string;
  readonly readCategoryIds: ReadCategoryIds;
  readonly readPlaceholders: ReadPlaceholders;
  readonly engineClock: EngineClock;
}

/** `report` hears when what is watched cannot be read, and when it can again. */
export function createShared(
  client: Client,
  namespace: string,
  tokens: Tokens,
  report?: (trouble: unknown) => void,
): Shared {
  const read = shareReads(createReadDocuments(client, namespace));
  const waiter = createWaiter(read);
  const watch = createWatch(read, report);
  const aliasOf = (model: Paged) => aliasName(namespace, model);
  return {
    tokens,
    read,
    waitFor: waiter.waitFor,
    isWoken: waiter.isWoken,
    watchOrder: watch.watchOrder,
    wake: (news) => {
      waiter.wake(news);
      watch.wake();
    },
    prepareSearch: ofEachPaged((model) => createPrepareSearch(client, namespace, model)),
    snapshots: ofEachPaged((model) => createSnapshots(client, namespace, model)),
    categoryTree: createCategoryTree(client, namespace),
    createSearch: (limits) => createSearch(client, limits),
    aliasOf,
    readCategoryIds: createReadCategoryIds(client, namespace),
    readPlaceholders: createReadPlaceholders(client, namespace),
    engineClock: createEngineClock(client),
  };
}

/** What the resolvers of one request read with. */
export interface QueryContext {
  /** What the headers, the fields around this one and its arguments demand together. Throws BAD_USER_INPUT. */
  demanded(place: Place, args?: FreshnessArgs): Demanded;
  /** The document, with all that is demanded of it. Rejects with READ_MODEL_BEHIND past the budget, unless EVENTUAL. */
  read(key: DocumentKey, demanded: Demanded): Promise<Document | undefined>;
  /** The document as it is now; all of one tick are one request. */
  load(key: DocumentKey): Promise<Document | undefined>;
  readonly readCategoryIds: ReadCategoryIds;
  /** The order as it is now, and as it changes, until the request is over. Throws BAD_USER_INPUT for what is no id. */
  watchOrder(id: string): AsyncIterable<OrderDocument>;
  /** The copy of the category tree, at most a second old. */
  categoryTree(): Promise<CategoryTree>;
  /**
   * Lists categories of that copy, every one as new as is demanded; one moment for all fields that demand the same. Rejects
   * with READ_MODEL_BEHIND past the budget, unless EVENTUAL, and with BAD_USER_INPUT when a request lists too many.
   */
  browse(
    demanded: Demanded,
    list: (tree: CategoryTree) => readonly CategorySection[],
  ): Promise<readonly CategorySection[]>;
  /**
   * After it resolves, a search of this read model shows everything that is demanded. Rejects with READ_MODEL_BEHIND
   * past the budget, unless EVENTUAL.
   */
  makeSearchable(model: Paged, demanded: Demanded): Promise<Searching>;
  /** The published product with this SKU; all of one tick are one search. */
  findBySku(sku: string): Promise<Document | undefined>;
  /** The placeholder of the image at this URL, which has thumbnails too; all of one tick are one `_mget`. */
  findPlaceholder(url: string): Promise<string | undefined>;
  readonly engineClock: EngineClock;
  /** Where clients reach the thumbnails. */
  readonly imagesUrl: string;
  /** Whether anything in this request is older than was demanded. Resolves when the demands of all its fields are settled. */
  readonly isOld: () => Promise<boolean>;
}

/** What a request says of itself. */
export interface RequestFacts {
  readonly freshness: FreshnessHeaders;
  /** Milliseconds that there are for the answer. */
  readonly patienceMs: number;
  /** Aborted when nobody waits for the answer any more, or a stream is over. */
  readonly over: AbortSignal;
  /** Where thumbnails are reached. */
  readonly imagesUrl: string;
}

export function createContext(
  everybodys: Shared,
  { freshness, patienceMs, over, imagesUrl }: RequestFacts,
): QueryContext {
  const startedAt = performance.now();
  const patience = createPatience(patienceMs, over);
  const { signal } = patience;
  const shared = boundBy(patience, everybodys);
  const loader = createDocumentLoader(shared.read);
  const places = createPlaces();
  const reading = ({ deadline }: Demanded): Reading => ({
    loader,
    places,
    waitFor: shared.waitFor,
    deadline: Math.min(deadline, patience.deadline - LAST_LOOK_MS),
    signal,
  });
  const leniency = createLeniency();
  const search = shared.createSearch({ signal });
  const report = shared.createSearch({ signal, requestTimeout: REPORT_TIMEOUT_MS });
  // Not cached: a later field may demand a newer answer than an earlier one.
  const bySku = new DataLoader(
    (skus: readonly string[]) => findBySkus(search, shared.aliasOf('products'), skus),
    { cache: false },
  );
  const placeholders = createPlaceholderLoader(shared.readPlaceholders);
  /** Demands that are met; none where EVENTUAL does without. */
  const met = (demanded: Demanded, meet: (own: Reading) => Promise<Demand[]>): Promise<Demand[]> =>
    leniency.attempt(
      demanded,
      () => meet(reading(demanded)),
      () => Promise.resolve([]),
    );
  const allMet = oncePerDemand((demanded) => met(demanded, (own) => confirm(own, demanded.vector)));
  let listed = 0;
  const demandedTree = oncePerDemand(async (demanded) => {
    const demands = await met(demanded, (own) => confirm(own, demanded.vector, isCategory));
    return await shared.categoryTree(demands.length > 0);
  });
  return {
    demanded: createDemands(shared.tokens, startedAt, freshness),
    async read(key, demanded) {
      if (!isDocumentId(key.id)) return undefined;
      const own = reading(demanded);
      return await leniency.attempt(
        demanded,
        async () => {
          const demand = demandOn(key, [demanded.vector, ...(await readBatches(own, demanded.vector))]);
          return await readFresh(own, demand, demanded.justWritten === true && shared.isWoken());
        },
        () => loader.load(key),
      );
    },
    load: async (key) => (isDocumentId(key.id) ? loader.load(key) : undefined),
    readCategoryIds: shared.readCategoryIds,
    watchOrder(id) {
      if (!isDocumentId(id)) throw badUserInput('id', `must have 1 to ${MAX_ID_BYTES} bytes`);
      return shared.watchOrder(id, over);
    },
    categoryTree: () => leniency.pend(shared.categoryTree(false)),
    async browse(demanded, list) {
      const found = list(await leniency.pend(demandedTree(demanded)));
      listed += found.length;
      if (listed <= MAX_LISTED_CATEGORIES) return found;
      throw badUserInput('children', `at most ${MAX_LISTED_CATEGORIES} categories in one answer`);
    },
    async makeSearchable(model, demanded) {
      const demands = await allMet(demanded);
      // Where it shows streams that another read model shows too, its own documents may still be on their way.
      const ofModel = await met(demanded, (own) => confirmAll(own, demandsIn(model, demands)));
      await shared.prepareSearch[model](ofModel.length > 0);
      return {
        tree: () => shared.categoryTree(demands.some(isCategory)),
        ...searches({ ...shared, search, report }, model, ofModel),
      };
    },
    findBySku: (sku) => bySku.load(sku),
    findPlaceholder: (url) => placeholders.load(url),
    engineClock: shared.engineClock,
    imagesUrl,
    isOld: leniency.isOld,
  };
}

const isCategory = ({ key }: Demand): boolean => key.model === 'categories';

/** The same result for all fields that have the same demand, of this object. */
function oncePerDemand<T>(load: (demanded: Demanded) => Promise<T>): (demanded: Demanded) => Promise<T> {
  const results = new WeakMap<Demanded, Promise<T>>();
  return (demanded) => {
    const result = results.get(demanded) ?? load(demanded);
    results.set(demanded, result);
    return result;
  };
}

/** What all requests share, for one whose client does not wait forever. */
function boundBy({ within }: Patience, shared: Shared): Shared {
  const bind =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      within(() => work(...args));
  return {
    ...shared,
    read: bind(shared.read),
    prepareSearch: ofEachPaged((model) => bind(shared.prepareSearch[model])),
    snapshots: ofEachPaged((model) => bind(shared.snapshots[model])),
    categoryTree: bind(shared.categoryTree),
    readCategoryIds: bind(shared.readCategoryIds),
    readPlaceholders: bind(shared.readPlaceholders),
    engineClock: bind(shared.engineClock),
    createSearch: (limits) => bind(shared.createSearch(limits)),
  };
}

async function findBySkus(
  search: Search,
  index: string,
  skus: readonly string[],
): Promise<(Document | undefined)[]> {
  const distinct = [...new Set(skus)];
  const { hits } = await search({ ...skusRequest(distinct), index });
  const found = new Map(hits.hits.map(({ _source }) => [_source?.product?.sku, _source]));
  return skus.map((sku) => found.get(sku));
}
