import type { ProductImageResolvers } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import { imageKey } from '../images/record.ts';
import { thumbnailPath } from '../images/serve.ts';

const names = { SMALL: 'small', LARGE: 'large' } as const;

/** Looked up on read and only when asked for: no stream owns them, so no event and no rebuild of products changes them. */
export const productImageResolvers: ProductImageResolvers<QueryContext> = {
  async thumbnailUrl({ url }, { size }, context) {
    if ((await context.findPlaceholder(url)) === undefined) return null;
    return `${context.imagesUrl}/${thumbnailPath(imageKey(url), names[size])}`;
  },

  placeholder: async ({ url }, _args, context) => (await context.findPlaceholder(url)) ?? null,
};
