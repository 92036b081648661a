import type { Client, estypes } from '@elastic/elasticsearch';
import DataLoader from 'dataloader';
import { type Document, type DocumentKey, documentOf, keyText } from '../indexer/projections/document.ts';
import { type IndexOf, served } from './names.ts';
import { EngineFailed } from './outage.ts';

/** Documents in one request; ten times the largest page, and far from the engine's limit of 100 MB. */
export const MAX_DOCUMENTS_PER_REQUEST = 1_000;

/** The longest id that the engine stores. */
export const MAX_ID_BYTES = 512;
/** Whether there can be a document with this id. Others are not asked for: the engine would send them back, as long as they are. */
export const isDocumentId = (id: string): boolean =>
  // What has too many characters is not read to count its bytes.
  id !== '' && id.length <= MAX_ID_BYTES && Buffer.byteLength(id) <= MAX_ID_BYTES;

/** A document as it stands in the index, and the version to write over it. */
export interface StoredDocument {
  readonly document: Document;
  readonly seqNo: number;
  readonly primaryTerm: number;
}

/** What reading one key gave: undefined when there is no such document, an Error when it could not be read. */
export type ReadResult = StoredDocument | Error | undefined;

/** Where one document is, as an `_mget` asks for it. */
export interface Place {
  readonly _index: string;
  readonly _id: string;
}
export const docsOf = (indexOf: IndexOf, keys: readonly DocumentKey[]): Place[] =>
  keys.map(({ model, id }) => ({ _index: indexOf(model), _id: id }));

/**
 * Reads by id in real time with one `_mget`: sees every acknowledged write, searchable or not. Of each document only the
 * field, where one is named. Rejects when the engine does not answer.
 */
export async function readStored(
  client: Client,
  indexOf: IndexOf,
  keys: readonly DocumentKey[],
  field?: string,
): Promise<ReadResult[]> {
  const response = await client.mget<Document>({
    docs: docsOf(indexOf, keys),
    ...(field !== undefined && { _source_includes: field }),
  });
  return response.docs.map(readItem);
}

export function readItem(item: estypes.MgetResponseItem<Document>): ReadResult {
  if ('error' in item) {
    const { type, reason } = item.error;
    const status = type === 'index_not_found_exception' ? 404 : 503;
    return new EngineFailed(status, `${item._index}/${item._id}: ${type}: ${reason}`);
  }
  if (!item.found || item._source === undefined) return undefined;
  return { document: item._source, seqNo: item._seq_no ?? -1, primaryTerm: item._primary_term ?? -1 };
}

/** As readStored, without the versions: the documents, in the order of the keys. */
export type ReadDocuments = (keys: readonly DocumentKey[]) => Promise<(Document | Error | undefined)[]>;

export const createReadDocuments =
  (client: Client, namespace: string): ReadDocuments =>
  async (keys) => {
    const results = await readStored(client, served(namespace), keys);
    return results.map((result) => (result instanceof Error ? result : result?.document));
  };

/**
 * The category that each product is in now, undefined where there is no such product; at most a thousand at a time: whoever
 * asks for very many holds nothing else of them.
 */
export type ReadCategoryIds = (productIds: readonly string[]) => Promise<(string | null | undefined)[]>;

export const createReadCategoryIds =
  (client: Client, namespace: string): ReadCategoryIds =>
  async (productIds) => {
    const keys = productIds.map((id) => documentOf('product', id));
    const results = await readStored(client, served(namespace), keys, 'product.categoryId');
    return results.map((result) => {
      if (result instanceof Error) throw result;
      return result?.document.product?.categoryId;
    });
  };

/** One request's reads by id: those of one tick of the event loop share one `_mget`, and each document is read once. */
export type DocumentLoader = DataLoader<DocumentKey, Document | undefined, string>;

export const createDocumentLoader = (read: ReadDocuments): DocumentLoader =>
  new DataLoader(read, { cacheKeyFn: keyText, maxBatchSize: MAX_DOCUMENTS_PER_REQUEST });

/**
 * Lets all who ask in one turn of the event loop share one `_mget`, across requests: a request to the engine costs more than
 * the documents in it. Nobody waits longer than the turn takes, and the busier the process, the more share. Each read is
 * sent after it was asked for, and sees what was acknowledged before. Gives an Error where `read` rejects.
 */
export function shareReads(read: ReadDocuments): ReadDocuments {
  const loader = new DataLoader(read, {
    cache: false,
    batchScheduleFn: (send) => setImmediate(send),
    maxBatchSize: MAX_DOCUMENTS_PER_REQUEST,
  });
  return (keys) => loader.loadMany(keys);
}
