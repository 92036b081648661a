import { currentManifest } from '../../schema/manifest.ts';
import { order, sell } from './shopping.ts';
import type { Ask } from './tandem.ts';

/** What the documents are run on: everything that they need to do something. */
export interface Stage {
  readonly sku: string;
  readonly productId: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly categoryId: string;
  readonly reviewId: string;
}

/** The documents of schema/operations, with the fragments that each spreads. */
export const documents = currentManifest().operations;
/** Those of them that are answered at /graphql, and once. */
export const requests = documents.filter(({ type }) => type !== 'subscription');

const price = { amountMinor: 1_999, currency: 'EUR' };

/** Variables for each document; `tag` keeps what one run writes apart from another's. Add a line with each document. */
const variables: Record<string, (stage: Stage, tag: string) => Record<string, unknown>> = {
  BrowseCategories: () => ({}),
  CreateOrder: ({ sku, customerId }) => ({ input: { customerId, lines: [{ sku, quantity: 1 }] } }),
  DefineCategory: () => ({ input: { name: 'Toasters' } }),
  FulfilOrder: ({ orderId }, tag) => ({
    pay: { orderId, idempotencyKey: `${tag}-pay` },
    ship: { orderId, idempotencyKey: `${tag}-ship`, trackingNumber: 'T-1' },
    deliver: { orderId, idempotencyKey: `${tag}-deliver` },
  }),
  GetCategory: ({ categoryId }) => ({ id: categoryId }),
  GetCustomer: ({ customerId }) => ({ id: customerId }),
  GetOrderDetails: ({ orderId }) => ({ id: orderId }),
  GetProduct: ({ productId }) => ({ id: productId }),
  GetProductImages: ({ productId }) => ({ id: productId }),
  GetReadModel: () => ({}),
  GetRelatedProducts: ({ productId }) => ({ id: productId }),
  GetReview: ({ reviewId }) => ({ id: reviewId }),
  ListAllProducts: () => ({ first: 5 }),
  ListOrders: ({ customerId }) => ({ filter: { customerId } }),
  ListProductReviews: ({ productId }) => ({ id: productId, sort: 'BEST' }),
  ListReviews: ({ customerId }) => ({ filter: { customerId, statuses: ['PENDING'] } }),
  ListStockAlerts: () => ({ below: 1_000 }),
  PlaceOrder: ({ sku }) => ({ input: { lines: [{ sku, quantity: 2 }] } }),
  PublishProduct: ({ productId }) => ({ input: { productId } }),
  RegisterCustomer: (_, tag) => ({ input: { name: 'Ann', email: `${tag}@example.com` } }),
  RegisterProduct: (_, tag) => ({ input: { sku: tag, name: 'Kettle', price } }),
  RegisterProducts: (_, tag) => ({
    input: { rows: [1, 2].map((i) => ({ sku: `${tag}-${i}`, name: 'Kettle' })) },
  }),
  ReportSales: () => ({ from: '2026-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z', groupBy: 'PRODUCT' }),
  ReturnOrderItems: ({ orderId, sku }) => ({ input: { orderId, items: [{ sku, quantity: 1 }] } }),
  SearchProducts: () => ({ query: 'kettle', sort: 'PRICE_ASC', attributes: ['colour'] }),
  SignUp: (_, tag) => ({ input: { name: 'Bo', email: `${tag}@example.com` } }),
  Suggest: () => ({ prefix: 'ket' }),
  UpdateProductStock: ({ sku }) => ({ input: { sku, delta: 1 } }),
  UpdateStocks: ({ sku }) => ({ input: { rows: [{ sku, delta: 2 }] } }),
  WatchOrder: ({ orderId }) => ({ id: orderId }),
};

/** The variables of a document. Throws when nobody has added any. Commands with one input have the tag as their key. */
export function variablesFor(name: string, stage: Stage, tag: string): Record<string, unknown> {
  const given = variables[name];
  if (given === undefined) throw new Error(`ops/test/documents.ts has no variables for ${name}`);
  const { input, ...rest } = given(stage, tag);
  return input === undefined ? rest : { ...rest, input: { idempotencyKey: tag, ...(input as object) } };
}

export async function setStage(ask: Ask): Promise<Stage> {
  const { sku, id: productId } = await sell(ask, 100);
  /** Runs a command, waits until the read model shows what it wrote, and answers with its id. */
  const write = async (command: string, entity: string, input: object): Promise<string> => {
    const type = `${command[0]!.toUpperCase()}${command.slice(1)}Input!`;
    const { data } = await ask(
      `mutation ($input: ${type}) { done: ${command}(input: $input) { it: ${entity} { id updatedAt } } }`,
      { input },
    );
    return data.done.it.id as string;
  };
  const customerId = await write('registerCustomer', 'customer', { name: 'Bo', email: `${sku}@example.com` });
  const categoryId = await write('defineCategory', 'category', { name: 'Kettles' });
  const reviewId = await write('submitReview', 'review', { customerId, productId, stars: 5 });
  const placed = await order(ask, sku, 3, { customerId });
  return { sku, productId, customerId, categoryId, reviewId, orderId: placed.data.createOrder.orderId };
}
