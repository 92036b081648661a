import type { z } from 'zod';
import type { Resolvers } from '../../../schema/generated/command.ts';
import { type CommandHandler, type Dependencies, handleCommand, type Outcome } from '../handle-command.ts';
import {
  createOrderHandler,
  publishProductHandler,
  registerProductHandler,
  updateProductStockHandler,
} from '../handlers.ts';
import {
  createOrderInput,
  publishProductInput,
  registerProductInput,
  updateProductStockInput,
} from './inputs.ts';
import { Revision, SafeInt } from './scalars.ts';
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

/** The mutations: input -> command -> outcome -> payload. */
export function createResolvers(
  dependencies: Dependencies,
  { clock, newId }: Sources,
): Resolvers<RequestContext> {
  const run = async <Schema extends z.ZodType, Command, Context>(
    schema: Schema,
    handler: CommandHandler<Command, Context>,
    raw: z.input<Schema> & { readonly idempotencyKey?: string | null },
    request: RequestContext,
    toCommand: (input: z.output<Schema>, now: string) => Command,
  ): Promise<Outcome | readonly UserError[]> => {
    const parsed = schema.safeParse(raw);
    if (!parsed.success) return parsed.error.issues.map(fromInputIssue);
    const now = new Date(clock()).toISOString();
    const { idempotencyKey, ...input } = raw;
    const meta = { ...request, idempotencyKey: idempotencyKey ?? undefined, input, now };
    return handleCommand(dependencies, handler, toCommand(parsed.data, now), meta);
  };

  return {
    Revision,
    SafeInt,
    UserError: { __resolveType: typeOfUserError },
    Mutation: {
      registerProduct: async (_, { input }, request) =>
        productPayload(
          await run(registerProductInput, registerProductHandler, input, request, (valid, now) => ({
            ...valid,
            productId: newId(),
            now,
          })),
        ),
      publishProduct: async (_, { input }, request) =>
        productPayload(
          await run(publishProductInput, publishProductHandler, input, request, (valid) => valid),
        ),
      updateProductStock: async (_, { input }, request) =>
        productPayload(
          await run(updateProductStockInput, updateProductStockHandler, input, request, (valid) => valid),
        ),
      createOrder: async (_, { input }, request) => {
        const outcome = await run(createOrderInput, createOrderHandler, input, request, (valid, now) => ({
          ...valid,
          orderId: newId(),
          now,
        }));
        const { entity, entityId, ...rest } = payload(outcome);
        return { order: entity, orderId: entityId, ...rest };
      },
    },
  };
}

function productPayload(outcome: Outcome | readonly UserError[]) {
  const { entity, entityId, ...rest } = payload(outcome);
  return { product: entity, productId: entityId, ...rest };
}

function payload(outcome: Outcome | readonly UserError[]) {
  if ('done' in outcome && outcome.done) {
    const { entityId, revision, consistencyToken, replayed } = outcome;
    return { entity: { id: entityId, revision }, entityId, consistencyToken, replayed, userErrors: [] };
  }
  const userErrors = 'done' in outcome ? outcome.rejections.map(fromRejection) : [...outcome];
  return { entity: null, entityId: null, consistencyToken: null, replayed: false, userErrors };
}
