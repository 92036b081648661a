import type { Client } from '@elastic/elasticsearch';
import DataLoader from 'dataloader';
import { aliasName } from '../documents/names.ts';
import { EngineFailed } from '../documents/outage.ts';
import { type ImageRecord, imageKey } from './record.ts';
import type { ThumbnailName } from './thumbnails.ts';

/** Reads the placeholders of images by URL with one `_mget`, in order. Undefined while there is no thumbnail either. */
export type ReadPlaceholders = (urls: readonly string[]) => Promise<(string | undefined | Error)[]>;

/** A page of 100 products with ten images each. */
const MAX_IMAGES_PER_REQUEST = 1_000;

/** One request's images: those of one tick share one `_mget`, and each is read once. */
export const createPlaceholderLoader = (read: ReadPlaceholders) =>
  new DataLoader(read, { maxBatchSize: MAX_IMAGES_PER_REQUEST });

export const createReadPlaceholders =
  (client: Client, namespace: string): ReadPlaceholders =>
  async (urls) => {
    const items = await readSources(client, namespace, urls.map(imageKey), 'placeholder');
    return items.map((item) => (item instanceof Error ? item : item?.placeholder));
  };

/** Reads the bytes of one thumbnail. Undefined: there is none. */
export type ReadThumbnail = (key: string, name: ThumbnailName) => Promise<Buffer | undefined>;

export const createReadThumbnail =
  (client: Client, namespace: string): ReadThumbnail =>
  async (key, name) => {
    const [item] = await readSources(client, namespace, [key], name);
    if (item instanceof Error) throw item;
    const base64 = item?.[name];
    return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
  };

/** One field of each record. The index is made by the images role: where none ever ran, there is no record. */
async function readSources(
  client: Client,
  namespace: string,
  ids: readonly string[],
  field: 'placeholder' | ThumbnailName,
): Promise<(Partial<ImageRecord> | undefined | Error)[]> {
  const index = aliasName(namespace, 'images');
  const { docs } = await client.mget<ImageRecord>({ index, ids: [...ids], _source_includes: [field] });
  return docs.map((item) => {
    if (!('error' in item)) return item._source;
    const { type, reason } = item.error;
    return type === 'index_not_found_exception' ? undefined : new EngineFailed(503, `${type}: ${reason}`);
  });
}
