import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ReadThumbnail } from './read.ts';
import { type ThumbnailName, WIDTHS } from './thumbnails.ts';

const names = new Map(Object.entries(WIDTHS).map(([name, width]) => [String(width), name as ThumbnailName]));
/** A thumbnail never changes, since an image is fetched once: a year, the most that caches keep. */
const FOR_GOOD = 'public, max-age=31536000, immutable';

/** Where a thumbnail is served below the base URL. */
export const thumbnailPath = (key: string, name: ThumbnailName): string => `${key}/${WIDTHS[name]}`;

/** `GET /images/<key>/<width>`: the thumbnail, cacheable for good; 404 where there is none, which may change. */
export const serveImages =
  (read: ReadThumbnail, log: Logger) =>
  (app: FastifyInstance): void => {
    app.get<{ Params: { key: string; width: string } }>('/images/:key/:width', async (request, reply) => {
      const { key, width } = request.params;
      const name = names.get(width);
      void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
      try {
        const bytes = name !== undefined && isKey(key) ? await read(key, name) : undefined;
        if (bytes === undefined) return await reply.code(404).send();
        const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
        void reply.header('cache-control', FOR_GOOD).header('etag', etag);
        if (matches(request.headers['if-none-match'], etag)) return await reply.code(304).send();
        return await reply.type('image/webp').send(bytes);
      } catch (err) {
        log.error({ err, key }, 'thumbnail not read');
        return reply.code(503).send();
      }
    });
  };

const isKey = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** RFC 9110, 13.1.2: a list of tags, compared weakly, or `*`. */
const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, ''))) === true;
