import type {
  ProductConnection,
  QueryProductsArgs,
  QueryResolvers,
} from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import { badUserInput } from '../errors.ts';
import { documentOf } from '../indexer/projections/document.ts';
import { productsRequest, readProductsArgs, readProductsPage } from '../search/products.ts';
import { toOrder } from './order.ts';
import { toProduct, toPublishedProduct } from './product.ts';

export const queryResolvers: QueryResolvers<QueryContext> = {
  async product(_parent, { id, sku, asOf }, context) {
    if (id != null && sku != null) throw badUserInput('sku', 'give id or sku, not both');
    const demanded = context.demanded(asOf);
    if (id != null)
      return toPublishedProduct(await context.read(documentOf('product', id), demanded)) ?? null;
    if (sku == null) throw badUserInput('id', 'give id or sku');
    await context.makeSearchable(demanded);
    return toPublishedProduct(await context.findBySku(sku)) ?? null;
  },

  products: (_parent, args, context) => findProducts(args, context),

  async order(_parent, { id, asOf }, context) {
    const document = await context.read(documentOf('order', id), context.demanded(asOf));
    return (document && toOrder(document)) ?? null;
  },

  async readModel(_parent, _args, context) {
    const document = await context.read(documentOf('heartbeat', 'relay'), {});
    const currentThrough = document?.heartbeat?.publishedThrough ?? null;
    const behindMs = currentThrough === null ? null : Math.max(0, Date.now() - Date.parse(currentThrough));
    return { currentThrough, behindMs };
  },
};

async function findProducts(args: QueryProductsArgs, context: QueryContext): Promise<ProductConnection> {
  const page = readProductsArgs(args);
  await context.makeSearchable(context.demanded(args.asOf));
  const found = readProductsPage(page, await context.search(productsRequest(page)));
  const edges = found.edges.flatMap(({ cursor, document }) => {
    const node = toProduct(document);
    return node === undefined ? [] : [{ cursor, node }];
  });
  return {
    edges,
    totalCount: found.totalCount,
    pageInfo: {
      hasNextPage: found.hasNextPage,
      hasPreviousPage: page.after !== undefined,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
