import type { Client, estypes } from '@elastic/elasticsearch';
import { ensureIndex, probeWrites } from '../documents/indices.ts';
import { aliasName } from '../documents/names.ts';
import { type ImageRecord, imageKey, waitingRecord } from './record.ts';
import { piecesOf } from '../pieces.ts';

/** A record and the version to write over it. */
export interface StoredImage {
  readonly record: ImageRecord;
  readonly seqNo: number;
  readonly primaryTerm: number;
}

/** Records in one bulk request; with URLs of 2,000 characters a fiftieth of the engine's limit of 100 MB. */
const MAX_RECORDS_PER_REQUEST = 1_000;

const stored = { type: 'keyword', index: false, doc_values: false } as const;

/** Searched by state and time only; the rest is read by id. */
const mappings: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    state: { type: 'keyword' },
    dueAt: { type: 'date' },
    changedAt: { type: 'date' },
    tries: { type: 'integer' },
    ...{ url: stored, reason: stored, placeholder: stored },
    ...{ large: { type: 'binary' }, small: { type: 'binary' } },
  },
};

/** What to write over which version. */
export interface Change {
  readonly over: StoredImage;
  readonly record: ImageRecord;
}

/** The images index. It belongs to no stream: nothing but the images role writes it, and no rebuild touches it. */
export interface ImageStore {
  ensureIndex(): Promise<void>;
  /** Resolves when the index can be written. */
  probe(): Promise<void>;
  /** Records each URL that is not known yet as waiting. How many were new. Rejects when any may not have been recorded. */
  register(urls: readonly string[], now: number): Promise<number>;
  /** Up to `max` waiting records whose time has come, the longest due first; with what was written before the call. */
  findDue(now: number, max: number): Promise<StoredImage[]>;
  /** Writes each record over that very version. Undefined: somebody else wrote meanwhile, and this was not written. */
  replace(changes: readonly Change[]): Promise<(StoredImage | undefined)[]>;
}

export function createImageStore(client: Client, namespace: string): ImageStore {
  const index = aliasName(namespace, 'images');
  return {
    ensureIndex: () => ensureIndex(client, namespace, 'images', mappings),
    probe: () => probeWrites(client, [index]),
    async register(urls, now) {
      let created = 0;
      for (const some of piecesOf(urls, MAX_RECORDS_PER_REQUEST))
        created += await createAbsent(client, index, some, now);
      return created;
    },
    async findDue(now, max) {
      await client.indices.refresh({ index });
      const { hits } = await client.search<ImageRecord>({ index, ...dueRequest(now, max) });
      return hits.hits.map((hit) => toStored(hit._source!, hit._seq_no, hit._primary_term));
    },
    async replace(changes) {
      if (changes.length === 0) return [];
      const operations = changes.flatMap(({ over, record }) => [
        { index: { _id: imageKey(record.url), if_seq_no: over.seqNo, if_primary_term: over.primaryTerm } },
        record,
      ]);
      const items = await write(client, index, operations);
      return changes.map(({ record }, i) => {
        const { status, _seq_no, _primary_term } = items[i]!;
        return status === CONFLICT ? undefined : toStored(record, _seq_no, _primary_term);
      });
    },
  };
}

const toStored = (record: ImageRecord, seqNo = -1, primaryTerm = -1): StoredImage => ({
  record,
  seqNo,
  primaryTerm,
});

const dueRequest = (now: number, max: number): estypes.SearchRequest => ({
  query: {
    bool: {
      filter: [{ term: { state: 'WAITING' } }, { range: { dueAt: { lte: new Date(now).toISOString() } } }],
    },
  },
  sort: [{ dueAt: 'asc' }],
  size: max,
  seq_no_primary_term: true,
  track_total_hits: false,
  allow_partial_search_results: false,
});

/** Creating, and only that, makes the first of many events that name an image the only one that counts. */
async function createAbsent(
  client: Client,
  index: string,
  urls: readonly string[],
  now: number,
): Promise<number> {
  const operations = urls.flatMap((url) => [{ create: { _id: imageKey(url) } }, waitingRecord(url, now)]);
  const items = await write(client, index, operations);
  return items.filter(({ status }) => status !== CONFLICT).length;
}

/** Another version, or any version where there should be none, is there. */
const CONFLICT = 409;

/** Rejects when any was not written for another reason than a conflict. */
async function write(
  client: Client,
  index: string,
  operations: (estypes.BulkOperationContainer | ImageRecord)[],
): Promise<estypes.BulkResponseItem[]> {
  const response = await client.bulk({ index, operations, require_alias: true, timeout: '5s' });
  const items = response.items.map((item) => Object.values(item)[0]!);
  const fault = items.find(({ status }) => status >= 300 && status !== CONFLICT);
  if (fault !== undefined) throw new Error(`${fault.error?.type}: ${fault.error?.reason}`);
  return items;
}
