import { z } from 'zod';
import type {
  CreateOrderInput,
  PublishProductInput,
  RegisterProductInput,
  UpdateProductStockInput,
} from '../../../schema/generated/command.ts';
import type { StreamKind } from '../../../schema/events/event.ts';
import { decodeRevision, type EntityRevision } from '../../../schema/revision.ts';

// The limits stand in the SDL's descriptions too. Types are GraphQL's work; what is checked here is what it cannot say.

/** Line breaks and tabs are text; other control characters, and halves of surrogate pairs, are damage. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028\u2029]/;
const text = (max: number, min = 1) =>
  z
    .string()
    .refine((value) => min === 0 || value.trim() !== '', 'must not be blank')
    .refine((value) => value.length <= max, `must have at most ${max} characters`)
    .refine((value) => !CONTROL.test(value), 'must not contain control characters')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

const list = <T extends z.ZodType>(entry: T, max: number) =>
  z
    .array(entry)
    .max(max, `must have at most ${max} entries`)
    .nullish()
    .transform((value) => value ?? []);

const currencies = new Set(Intl.supportedValuesOf('currency'));
const money = z.object({
  amountMinor: z.number().min(0, 'must be 0 or more'),
  currency: z.string().refine((code) => currencies.has(code), 'must be an ISO 4217 currency code'),
});
const sku = text(100);
const webUrl = text(2_000).refine((value) => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol);
}, 'must be an absolute http or https URL');
const uniqueNames = (items: readonly { name: string }[]) =>
  new Set(items.map(({ name }) => name)).size === items.length;

/** The number in an opaque revision by which a stream of this kind is compared. */
const revisionOf = (kind: StreamKind) =>
  z
    .string()
    .nullish()
    .transform((value, context) => {
      if (value == null) return undefined;
      const revision = readRevision(value)?.[kind]?.revision;
      if (revision === undefined)
        context.addIssue({ code: 'custom', message: `is not the revision of a ${kind}` });
      return revision;
    });

function readRevision(value: string): EntityRevision | undefined {
  try {
    return decodeRevision(value);
  } catch {
    return undefined;
  }
}

const keyed = { idempotencyKey: text(255).nullish() };

export const registerProductInput = z.object({
  ...keyed,
  sku,
  name: text(500),
  description: optional(text(20_000, 0)),
  brand: optional(text(100)),
  price: optional(money),
  attributes: list(z.object({ name: text(100), value: text(1_000) }), 500).refine(
    uniqueNames,
    'must name each attribute once',
  ),
  images: list(z.object({ url: webUrl, alt: optional(text(1_000, 0)) }), 50),
  publish: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
}) satisfies z.ZodType<unknown, RegisterProductInput>;

export const publishProductInput = z.object({
  ...keyed,
  productId: text(255),
  expectedRevision: revisionOf('product'),
}) satisfies z.ZodType<unknown, PublishProductInput>;

export const updateProductStockInput = z
  .object({
    ...keyed,
    sku,
    delta: optional(z.number()),
    set: optional(z.number().min(0, 'must be 0 or more')),
    expectedQuantity: optional(z.number().min(0, 'must be 0 or more')),
    reason: optional(text(500, 0)),
  })
  .transform(({ delta, set, ...rest }, context) => {
    if (delta !== null && set === null) return { ...rest, update: { delta } };
    if (set !== null && delta === null) return { ...rest, update: { set } };
    context.addIssue({ code: 'custom', message: 'give exactly one of delta and set', path: ['delta'] });
    return z.NEVER;
  }) satisfies z.ZodType<unknown, UpdateProductStockInput>;

export const createOrderInput = z.object({
  ...keyed,
  externalReference: optional(text(255)),
  customerId: optional(text(255)),
  lines: z
    .array(
      z.object({
        sku,
        quantity: z.number().min(1, 'must be 1 or more').max(1_000_000, 'must be 1,000,000 or less'),
      }),
    )
    .min(1, 'must have at least one line')
    .max(2_000, 'must have at most 2,000 lines'),
}) satisfies z.ZodType<unknown, CreateOrderInput>;
