import type { QueryResolvers } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import { badUserInput } from '../errors.ts';
import { documentOf } from '../indexer/projections/document.ts';
import { readExact } from '../search/text.ts';
import { findRoots, toCategory } from './category.ts';
import { toOrder } from './order.ts';
import { findOrders } from './orders.ts';
import { toPublishedProduct } from './product.ts';
import { findProducts, findStockAlerts } from './products.ts';
import { findRelated } from './related.ts';
import { toReview } from './review.ts';
import { findReviews } from './reviews.ts';
import { reportSales } from './sales.ts';
import { suggest } from './suggest.ts';
import { toCustomer } from './to-customer.ts';

export const queryResolvers: QueryResolvers<QueryContext> = {
  async product(_parent, { id, sku, ...freshness }, context, info) {
    if (id != null && sku != null) throw badUserInput('sku', 'give id or sku, not both');
    const demanded = context.demanded(info, freshness);
    if (id != null)
      return toPublishedProduct(await context.read(documentOf('product', id), demanded)) ?? null;
    if (sku == null) throw badUserInput('id', 'give id or sku');
    const wanted = readExact('sku', sku);
    await context.makeSearchable('products', demanded);
    return toPublishedProduct(await context.findBySku(wanted)) ?? null;
  },

  products: (_parent, args, context, info) => findProducts(args, context, info),
  suggest: (_parent, args, context, info) => suggest(args, context, info),
  relatedProducts: (_parent, args, context, info) => findRelated(args, context, info),
  stockAlerts: (_parent, args, context, info) => findStockAlerts(args, context, info),
  orders: (_parent, args, context, info) => findOrders(args, context, info),
  reviews: (_parent, args, context, info) => findReviews(args, context, info),
  salesReport: (_parent, args, context, info) => reportSales(args, context, info),

  async category(_parent, { id, ...freshness }, context, info) {
    const document = await context.read(documentOf('category', id), context.demanded(info, freshness));
    return (document && toCategory(document)) ?? null;
  },

  rootCategories: (_parent, args, context, info) => findRoots(args, context, info),

  async order(_parent, { id, ...freshness }, context, info) {
    const document = await context.read(documentOf('order', id), context.demanded(info, freshness));
    return (document && toOrder(document)) ?? null;
  },

  async customer(_parent, { id, ...freshness }, context, info) {
    const document = await context.read(documentOf('customer', id), context.demanded(info, freshness));
    return (document && toCustomer(document)) ?? null;
  },

  async review(_parent, { id, ...freshness }, context, info) {
    const document = await context.read(documentOf('review', id), context.demanded(info, freshness));
    return (document && toReview(document)) ?? null;
  },

  async readModel(_parent, _args, context) {
    const document = await context.load(documentOf('heartbeat', 'relay'));
    const currentThrough = document?.heartbeat?.publishedThrough ?? null;
    const behindMs =
      currentThrough === null
        ? null
        : Math.max(0, Math.round((await context.engineClock()) - Date.parse(currentThrough)));
    return { currentThrough, behindMs, isOld: context.isOld };
  },
};
