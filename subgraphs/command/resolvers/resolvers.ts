import type { z } from 'zod';
import type { BulkRow, Resolvers } from '../../../schema/generated/command.ts';
import { type CommandHandler, type Dependencies, handleCommand, type Outcome } from '../handle-command.ts';
import { catalogue, customers, inventory, orders } from '../handlers.ts';
import * as inputs from './inputs.ts';
import { DateTime, Revision, SafeInt } from './scalars.ts';
import { fromInputIssue, fromRejection, typeOfUserError, type UserError } from './user-errors.ts';

/** What the command subgraph knows of a request. */
export interface RequestContext {
  readonly caller: string;
  readonly traceparent: string | undefined;
}

/** Where time and ids come from: the moment in milliseconds since 1970, and a new UUID. */
export interface Sources {
  readonly clock: () => number;
  readonly newId: () => string;
}

type Keyed = { readonly idempotencyKey?: string | null | undefined };
/** What the client is told, before it has the form of one command's payload. */
type Reply = { readonly outcome: Outcome } | { readonly invalid: readonly UserError[] };

/** The mutations: input -> command -> outcome -> payload. */
export function createResolvers(
  dependencies: Dependencies,
  { clock, newId }: Sources,
): Resolvers<RequestContext> {
  /** A mutation: what the input must be, who handles the command, and what the command has that the input has not. */
  const mutation =
    <Schema extends z.ZodType, Command, Context, Payload>(
      schema: Schema,
      handler: CommandHandler<Command, Context>,
      complete: (input: z.output<Schema>, now: string) => Command,
      toPayload: (reply: Reply, rows: number) => Payload,
    ) =>
    async (
      _: unknown,
      { input }: { input: z.input<Schema> & Keyed },
      request: RequestContext,
    ): Promise<Payload> => {
      const parsed = schema.safeParse(input);
      const rows = (input as { rows?: unknown[] }).rows?.length ?? 1;
      if (!parsed.success) return toPayload({ invalid: parsed.error.issues.map(fromInputIssue) }, rows);
      const now = new Date(clock()).toISOString();
      const { idempotencyKey, ...withoutKey } = input;
      const meta = { ...request, idempotencyKey: idempotencyKey ?? undefined, input: withoutKey, now };
      return toPayload(
        { outcome: await handleCommand(dependencies, handler, complete(parsed.data, now), meta) },
        rows,
      );
    };

  const asGiven = <T>(input: T): T => input;
  const newProduct = (
    { idempotencyKey: _, ...input }: z.output<typeof inputs.registerProduct>,
    now: string,
  ) => ({
    ...input,
    productId: newId(),
    now,
  });

  return {
    DateTime,
    Revision,
    SafeInt,
    UserError: { __resolveType: typeOfUserError },
    Mutation: {
      registerProduct: mutation(inputs.registerProduct, catalogue.registerProduct, newProduct, toProduct),
      registerProducts: mutation(
        inputs.registerProducts,
        catalogue.registerProducts,
        ({ rows, ...input }, now) => ({ ...input, rows: rows.map((row) => newProduct(row, now)) }),
        toBulk,
      ),
      changeProductDetails: mutation(
        inputs.changeProductDetails,
        catalogue.changeProductDetails,
        asGiven,
        toProduct,
      ),
      changeProductPrice: mutation(
        inputs.changeProductPrice,
        catalogue.changeProductPrice,
        asGiven,
        toProduct,
      ),
      changePrices: mutation(inputs.changePrices, catalogue.changePrices, asGiven, toBulk),
      addProductImage: mutation(inputs.addProductImage, catalogue.addProductImage, asGiven, toProduct),
      removeProductImage: mutation(
        inputs.removeProductImage,
        catalogue.removeProductImage,
        asGiven,
        toProduct,
      ),
      categorizeProduct: mutation(inputs.categorizeProduct, catalogue.categorizeProduct, asGiven, toProduct),
      publishProduct: mutation(inputs.publishProduct, catalogue.publishProduct, asGiven, toProduct),
      unpublishProduct: mutation(inputs.unpublishProduct, catalogue.unpublishProduct, asGiven, toProduct),
      discontinueProduct: mutation(
        inputs.discontinueProduct,
        catalogue.discontinueProduct,
        asGiven,
        toProduct,
      ),
      defineCategory: mutation(
        inputs.defineCategory,
        catalogue.defineCategory,
        ({ name, parentId }) => ({ name, parentId, categoryId: newId() }),
        toCategory,
      ),
      renameCategory: mutation(inputs.renameCategory, catalogue.renameCategory, asGiven, toCategory),
      moveCategory: mutation(inputs.moveCategory, catalogue.moveCategory, asGiven, toCategory),
      updateProductStock: mutation(
        inputs.updateProductStock,
        inventory.updateProductStock,
        asGiven,
        toProduct,
      ),
      updateStocks: mutation(inputs.updateStocks, inventory.updateStocks, asGiven, toBulk),
      createOrder: mutation(
        inputs.createOrder,
        orders.createOrder,
        (input, now) => ({ ...input, orderId: newId(), now }),
        toOrder,
      ),
      payOrder: mutation(inputs.payOrder, orders.payOrder, asGiven, toOrder),
      shipOrder: mutation(inputs.shipOrder, orders.shipOrder, asGiven, toOrder),
      deliverOrder: mutation(inputs.deliverOrder, orders.deliverOrder, asGiven, toOrder),
      cancelOrder: mutation(inputs.cancelOrder, orders.cancelOrder, asGiven, toOrder),
      returnOrderItems: mutation(
        inputs.returnOrderItems,
        orders.returnOrderItems,
        (input) => ({ ...input, returnId: newId() }),
        toOrder,
      ),
      registerCustomer: mutation(
        inputs.registerCustomer,
        customers.registerCustomer,
        ({ email, name, address }, now) => ({ email, name, address, customerId: newId(), now }),
        toCustomer,
      ),
      changeCustomerAddress: mutation(
        inputs.changeCustomerAddress,
        customers.changeCustomerAddress,
        asGiven,
        toCustomer,
      ),
      submitReview: mutation(
        inputs.submitReview,
        customers.submitReview,
        ({ idempotencyKey: _, ...input }, now) => ({ ...input, reviewId: newId(), now }),
        toReview,
      ),
      moderateReview: mutation(inputs.moderateReview, customers.moderateReview, asGiven, toReview),
    },
  };
}

function toProduct(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { product: entity, productId: id, ...rest };
}
function toCategory(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { category: entity, categoryId: id, ...rest };
}
function toOrder(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { order: entity, orderId: id, ...rest };
}
function toCustomer(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { customer: entity, customerId: id, ...rest };
}
function toReview(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { review: entity, reviewId: id, ...rest };
}

function single(reply: Reply) {
  const { subjects, ...rest } = common(reply);
  const entity = subjects[0] ?? null;
  return { entity, id: entity?.id ?? null, ...rest };
}

function toBulk(reply: Reply, count: number) {
  const { subjects, ...rest } = common(reply);
  const rows: BulkRow[] = Array.from({ length: count }, (_, index) => {
    const product = subjects[index] ?? null;
    return { index, product, productId: product?.id ?? null };
  });
  return { rows, ...rest };
}

function common(reply: Reply) {
  if ('invalid' in reply) return refused(reply.invalid);
  if (!reply.outcome.done) return refused(reply.outcome.rejections.map(fromRejection));
  const { subjects, consistencyToken, replayed, skipped } = reply.outcome;
  return { subjects, consistencyToken, replayed, userErrors: skipped.map(fromRejection) };
}

const refused = (userErrors: readonly UserError[]) => ({
  subjects: [],
  consistencyToken: null,
  replayed: false,
  userErrors: [...userErrors],
});
