import { z } from 'zod';
import type { StreamKind } from '../../../schema/events/event.ts';
import type { InvalidRow } from '../domain/bulk.ts';
import { MAX_IMAGES } from '../domain/product.ts';
import { decodeRevision, type EntityRevision } from '../../../schema/revision.ts';
import { toRejection } from './user-errors.ts';

// What GraphQL's types cannot say of the inputs: lengths, ranges, formats. The SDL's descriptions tell the limits too.

/** Line breaks and tabs are text; other control characters, and halves of surrogate pairs, are damage. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const text = (max: number) =>
  z
    .string()
    // What is too long is read no further: one variable may be thousands of such texts.
    .refine((value) => value.length <= max, { error: `must have at most ${max} characters`, abort: true })
    .refine((value) => !CONTROL.test(value), 'must not contain control characters')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');
const name = (max: number) => text(max).refine((value) => value.trim() !== '', 'must not be blank');
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);
const list = <T extends z.ZodType>(entry: T, max: number) =>
  z
    .array(entry)
    .max(max, `must have at most ${max} entries`)
    .nullish()
    .transform((value) => value ?? []);
const atLeast = (min: number, max = Infinity) =>
  z.number().min(min, `must be ${min} or more`).max(max, `must be ${max} or less`);

/** Of ISO 4217 too, though Node does not list them: units of account and the like, which prices may be in. */
const UNLISTED = ['BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'UYI', 'UYW', 'VED'];
const currencies = new Set([...Intl.supportedValuesOf('currency'), ...UNLISTED]);
const money = z.object({
  amountMinor: atLeast(0),
  currency: z.string().refine((code) => currencies.has(code), 'must be an ISO 4217 currency code'),
});
const id = name(255);
const sku = name(100);
const reason = optional(text(500));
const externalReference = optional(name(255));
const MAX_URL = 2_000;
const webUrl = name(MAX_URL).refine(
  (value) => /^https?:\/\/[^/]/i.test(value) && URL.canParse(value),
  'must be an absolute http or https URL',
);
const image = z.object({ url: webUrl, alt: optional(text(1_000)) });
const address = z.object({
  recipient: optional(text(200)),
  street: optional(text(500)),
  postalCode: optional(text(20)),
  city: optional(text(200)),
  country: name(100),
});

/** The number in an opaque revision by which streams of this kind are compared. */
const revisionOf = (kind: StreamKind) =>
  z
    .string()
    .nullish()
    .transform((value, context) => {
      if (value == null) return undefined;
      const given = readRevision(value);
      const revision = given?.[kind]?.revision;
      if (revision !== undefined) return revision;
      // A product that was never in stock shows no revision of it.
      if (kind === 'stock' && given?.product !== undefined) return 0;
      const message =
        given === undefined
          ? `is not the revision of a ${kind}`
          : `names no ${kind}: a command answers with the revision of what it wrote alone`;
      context.addIssue({ code: 'custom', message });
      return undefined;
    });
function readRevision(value: string): EntityRevision | undefined {
  try {
    return decodeRevision(value);
  } catch {
    return undefined;
  }
}

/** MySQL's DATETIME begins here; earlier years, and those with a sign, come before it as text too. */
const FIRST_MOMENT = '1000';

const keyed = { idempotencyKey: name(255).nullish() };
const onProduct = { ...keyed, productId: id, expectedRevision: revisionOf('product') };
const onCategory = { ...keyed, categoryId: id, expectedRevision: revisionOf('category') };
const onOrder = { ...keyed, orderId: id, expectedRevision: revisionOf('order') };

const distinct =
  <T>(key: (entry: T) => string) =>
  (entries: readonly T[]) =>
    new Set(entries.map(key)).size === entries.length;
const attributes = list(z.object({ name: name(100), value: name(10_000) }), 500).refine(
  distinct((attribute: { name: string }) => attribute.name),
  'must name each attribute once',
);
const eans = list(
  z.string().refine((value) => /^\d{8,14}$/.test(value), 'must be 8 to 14 digits'),
  200,
).refine(distinct(String), 'must not repeat an EAN');
const images = list(image, MAX_IMAGES).refine(
  distinct(({ url }: { url: string }) => url),
  'must not repeat a URL',
);

export const registerProduct = z.object({
  ...keyed,
  sku,
  name: name(500),
  description: optional(text(20_000)),
  brand: optional(name(100)),
  model: optional(name(255)),
  eans,
  price: optional(money),
  attributes,
  images,
  categoryId: optional(id),
  publish: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
});

/** Left out stays; the name cannot be taken away. */
export const changeProductDetails = z
  .object({
    ...onProduct,
    name: name(500).nullish(),
    description: optional(text(20_000)),
    brand: optional(name(100)),
    model: optional(name(255)),
    eans,
    attributes,
  })
  .partial({ name: true, description: true, brand: true, model: true, eans: true, attributes: true })
  .transform(({ idempotencyKey, productId, expectedRevision, ...given }, context) => {
    if (given.name === null)
      context.addIssue({ code: 'custom', message: 'must not be null', path: ['name'] });
    const details = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return { idempotencyKey, productId, expectedRevision, details };
  });

export const changeProductPrice = z.object({ ...onProduct, price: money });
export const addProductImage = z.object({ ...onProduct, image });
export const removeProductImage = z.object({ ...onProduct, url: text(MAX_URL) });
export const categorizeProduct = z.object({ ...onProduct, categoryId: optional(id) });
export const publishProduct = z.object(onProduct);
export const unpublishProduct = z.object(onProduct);
export const discontinueProduct = z.object(onProduct);

export const defineCategory = z.object({ ...keyed, name: name(200), parentId: optional(id) });
export const renameCategory = z.object({ ...onCategory, name: name(200) });
export const moveCategory = z.object({ ...onCategory, parentId: optional(id) });

export const updateProductStock = z
  .object({
    ...keyed,
    sku,
    delta: optional(z.number()),
    set: optional(atLeast(0)),
    expectedQuantity: optional(atLeast(0)),
    expectedRevision: revisionOf('stock'),
    reason,
    externalReference,
  })
  .transform(({ delta, set, ...rest }, context) => {
    if (delta !== null && set === null) return { ...rest, update: { delta } };
    if (set !== null && delta === null) return { ...rest, update: { set } };
    context.addIssue({
      code: 'custom',
      message: 'must be given, or else set: exactly one of them',
      path: ['delta'],
    });
    return z.NEVER;
  });

export const createOrder = z.object({
  ...keyed,
  externalReference,
  customerId: optional(id),
  shippingAddress: optional(address),
  placedAt: optional(
    z.string().refine((moment) => moment >= FIRST_MOMENT, 'must be in the year 1000 or later'),
  ),
  lines: z
    .array(z.object({ sku, quantity: atLeast(1, 1_000_000), unitPrice: optional(money) }))
    .min(1, 'must have at least one line')
    .max(2_000, 'must have at most 2000 lines'),
});
export const payOrder = z.object({ ...onOrder, amount: optional(money) });
export const shipOrder = z.object({ ...onOrder, trackingNumber: optional(name(255)) });
export const deliverOrder = z.object(onOrder);
export const cancelOrder = z.object({ ...onOrder, reason });
export const returnOrderItems = z.object({
  ...onOrder,
  externalReference,
  items: z
    .array(z.object({ sku, quantity: atLeast(1) }))
    .min(1, 'must have at least one item')
    .max(2_000, 'must have at most 2000 items')
    .refine(
      distinct((item: { sku: string }) => item.sku),
      'must name each SKU once',
    ),
  reason,
});

export const registerCustomer = z.object({
  ...keyed,
  email: name(254).refine((value) => /^[^\s@]+@[^\s@]+$/.test(value), 'must be an e-mail address'),
  name: name(200),
  address: optional(address),
});
export const changeCustomerAddress = z.object({
  ...keyed,
  customerId: id,
  expectedRevision: revisionOf('customer'),
  address,
});

export const submitReview = z.object({
  ...keyed,
  customerId: id,
  productId: id,
  stars: atLeast(1, 5),
  title: optional(text(200)),
  text: optional(text(10_000)),
});
export const moderateReview = z
  .object({
    ...keyed,
    reviewId: id,
    expectedRevision: revisionOf('review'),
    decision: z.enum(['APPROVE', 'REJECT']),
  })
  .transform(({ decision, ...rest }) => ({
    ...rest,
    status: decision === 'APPROVE' ? ('APPROVED' as const) : ('REJECTED' as const),
  }));

function parseRow<Row extends z.ZodType>(schema: Row, raw: z.input<Row>): z.output<Row> | InvalidRow {
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : { invalid: parsed.error.issues.map(toRejection) };
}

/** A row that is invalid is refused as that row, so that SKIP_FAILED does the others. */
const bulk = <Row extends z.ZodType<object>>(row: Row) =>
  z.object({
    ...keyed,
    errorPolicy: z
      .enum(['REJECT_ALL', 'SKIP_FAILED'])
      .nullish()
      .transform((value) => value ?? 'REJECT_ALL'),
    rows: z
      .array(z.custom<z.input<Row>>().transform((raw): z.output<Row> | InvalidRow => parseRow(row, raw)))
      .min(1, 'must have at least one row')
      .max(1_000, 'must have at most 1000 rows'),
  });
export const registerProducts = bulk(registerProduct);
export const updateStocks = bulk(updateProductStock);
export const changePrices = bulk(changeProductPrice);
