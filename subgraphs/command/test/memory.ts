import type { z } from 'zod';
import { type StreamKind, streamName } from '../../../schema/events/event.ts';
import type { Change, Decision, Entity } from '../domain/decision.ts';
import { catalogue } from '../handlers/catalogue.ts';
import { customers } from '../handlers/customers.ts';
import { inventory } from '../handlers/inventory.ts';
import { orders } from '../handlers/orders.ts';
import * as schemas from '../resolvers/inputs.ts';
import type { Made } from './moves.ts';
import type { CommandName } from './shop.ts';

const handlers = { ...catalogue, ...inventory, ...orders, ...customers };
type Command = Record<string, never>;
type Decide = (command: Command, context: unknown) => Decision;

const schemaOf = new Map<string, z.ZodType>(Object.entries(schemas));

/** Where a command that makes something has the id of it. */
const ID_OF_NEW: Partial<Record<CommandName, string>> = {
  registerProduct: 'productId',
  defineCategory: 'categoryId',
  createOrder: 'orderId',
  returnOrderItems: 'returnId',
  registerCustomer: 'customerId',
  submitReview: 'reviewId',
};

/** Entities by their streams, and all changes one after the other. */
function openStore() {
  const entities = new Map<string, Entity<StreamKind>>();
  const log: Change[] = [];
  const get = <K extends StreamKind>(kind: K, id: string | null): Entity<K> | undefined =>
    entities.get(streamName(kind, String(id))) as Entity<K> | undefined;
  const all = <K extends StreamKind>(kind: K): Entity<K>[] =>
    [...entities.values()].filter((entity) => entity.kind === kind) as unknown as Entity<K>[];
  const put = (entity: Entity<StreamKind>) => void entities.set(streamName(entity.kind, entity.id), entity);

  function remember(change: Change): void {
    log.push(change);
    put(change);
    if (change.happening.type !== 'ProductRegistered') return;
    const { productId, sku } = change.happening.data;
    put({ kind: 'stock', id: productId, revision: 0, state: { productId, sku, onHand: 0, reserved: 0 } });
    const histogram: [number, number, number, number, number] = [0, 0, 0, 0, 0];
    put({ kind: 'rating', id: productId, revision: 0, state: { productId, count: 0, sum: 0, histogram } });
  }

  return { log, all, get, remember };
}

/** What each handler loads, where that is not just the entity that the command names. */
function loaders({ log, all, get }: ReturnType<typeof openStore>) {
  /** From the category up to its root. */
  function ancestry(id: string | null): string[] {
    const found = get('category', id);
    return found === undefined ? [] : [found.id, ...ancestry(found.state.parentId)];
  }
  const height = (id: string): number =>
    1 +
    Math.max(
      0,
      ...all('category')
        .filter(({ state }) => state.parentId === id)
        .map((below) => height(below.id)),
    );
  const hasCategory = (id: string | null) => id === null || get('category', id) !== undefined;
  const orderAndStocks = (id: string) => ({
    order: get('order', id),
    stocks: new Map(all('stock').map((stock) => [stock.id, stock])),
  });
  const referenced = <T extends Change['happening']['type']>(type: T, reference: string | null) =>
    log.find(
      ({ happening }) =>
        happening.type === type &&
        reference !== null &&
        (happening.data as { externalReference?: string }).externalReference === reference,
    )?.id;

  const contexts: Partial<Record<CommandName, (command: Command) => unknown>> = {
    registerProduct: ({ sku, categoryId }) => ({
      existing: all('product').find(({ state }) => state.sku === sku),
      categoryExists: hasCategory(categoryId!),
    }),
    categorizeProduct: ({ productId, categoryId }) => ({
      product: get('product', productId!),
      categoryExists: hasCategory(categoryId!),
    }),
    defineCategory: ({ parentId }) => ancestry(parentId!),
    moveCategory: ({ categoryId, parentId }) => ({
      category: get('category', categoryId!),
      ancestry: ancestry(parentId!),
      height: height(categoryId!),
    }),
    updateProductStock: ({ externalReference }) => ({
      stocks: new Map(all('stock').map((stock) => [stock.state.sku, stock])),
      references: new Map([[externalReference, referenced('ProductStockUpdated', externalReference!)]]),
    }),
    createOrder: ({ externalReference, customerId }) => ({
      referencedBy: all('order').find(
        ({ state }) => externalReference !== null && state.externalReference === externalReference,
      )?.id,
      customer: get('customer', customerId!),
      products: new Map(
        all('product').map((product) => [product.state.sku, { product, stock: get('stock', product.id) }]),
      ),
    }),
    shipOrder: ({ orderId }) => orderAndStocks(orderId!),
    cancelOrder: ({ orderId }) => orderAndStocks(orderId!),
    returnOrderItems: ({ orderId, externalReference }) => ({
      ...orderAndStocks(orderId!),
      referencedBy: referenced('OrderItemsReturned', externalReference!),
    }),
    registerCustomer: ({ email }) =>
      all('customer').find(({ state }) => state.email.toLowerCase() === String(email).toLowerCase())?.id,
    submitReview: ({ customerId, productId }) => ({
      customer: get('customer', customerId!) !== undefined,
      product: get('product', productId!) !== undefined,
      reviewedBefore: all('review').some(
        ({ state }) => state.customerId === customerId && state.productId === productId,
      ),
    }),
    moderateReview: ({ reviewId }) => {
      const review = get('review', reviewId!);
      return { review, rating: review && get('rating', review.state.productId) };
    },
  };
  return contexts;
}

/** The deciders on a shop in memory: what MySQL must come to, command by command. */
export type Memory = ReturnType<typeof openMemory>;

export function openMemory() {
  const store = openStore();
  const { log, all, get, remember } = store;
  const contexts = loaders(store);
  const named = (command: Command) =>
    (['product', 'category', 'order', 'customer'] as const)
      .filter((kind) => `${kind}Id` in command)
      .map((kind) => get(kind, command[`${kind}Id`]!))[0];

  return {
    log,
    all,
    get,
    /** Decides on a command, and remembers what it changes; `newId` is that of what it makes. */
    send(name: CommandName, input: object, newId: string): Decision {
      const made = ID_OF_NEW[name];
      const command = {
        ...(schemaOf.get(name)!.parse(input) as object),
        now: new Date().toISOString(),
        ...(made !== undefined && { [made]: newId }),
      } as unknown as Command;
      delete (command as { idempotencyKey?: unknown }).idempotencyKey;
      const decide = handlers[name].decide as unknown as Decide;
      const decision = decide(command, (contexts[name] ?? named)(command));
      if (decision.accepted)
        for (const entity of decision.entities) if ('happening' in entity) remember(entity);
      return decision;
    },
    made: (): Made => ({
      products: all('product').map(({ id, state: { sku } }) => ({ id, sku })),
      categories: all('category').map(({ id }) => id),
      orders: all('order').map(({ id, state: { lines } }) => ({ id, sku: lines[0]!.sku })),
      customers: all('customer').map(({ id }) => id),
      reviews: all('review').map(({ id }) => id),
    }),
  };
}
