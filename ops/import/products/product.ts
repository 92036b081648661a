import { z } from 'zod';
import { VARIABLES_LIMITS } from '../../../gateway/limits/variables.ts';
import type { RegisterProductsMutationVariables } from '../../../schema/generated/operations.ts';

export type RegisterProduct = RegisterProductsMutationVariables['input']['rows'][number];

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Units that a stock can hold. */
export const MAX_ON_HAND = 2_000_000_000;

/** One line of a file of products. Lengths and formats are judged by the command. */
export const ImportedProduct = z.object({
  sku: z.string(),
  name: z.string(),
  model: z.string().nullish(),
  brand: z.string().nullish(),
  description: z.string().nullish(),
  priceMinor: z.int(),
  currency: z.string(),
  ean: z.array(z.string()).nullish(),
  images: z.array(z.string()).nullish(),
  attributes: z.record(z.string(), scalar).nullish(),
  /** Units on hand at the start. */
  stock: z.int().min(0).max(MAX_ON_HAND).nullish(),
});
export type ImportedProduct = z.output<typeof ImportedProduct>;

/** The command that puts the product into the catalogue for everybody to see. */
export const toRegisterProduct = (product: ImportedProduct) =>
  ({
    sku: product.sku,
    name: product.name,
    model: product.model ?? null,
    brand: product.brand ?? null,
    description: product.description ?? null,
    eans: product.ean ?? [],
    price: { amountMinor: product.priceMinor, currency: product.currency },
    attributes: Object.entries(product.attributes ?? {}).map(([name, value]) => ({ name, value })),
    images: (product.images ?? []).map((url) => ({ url, alt: null })),
    publish: true,
  }) satisfies RegisterProduct;

/** What the rows of a request may come to: 4 MiB and the gateway's limit, less what stands around them. */
const REQUEST = { bytes: 4_000_000, values: VARIABLES_LIMITS.values - 1_000 };

/** How much of a request the product takes; above 1 no request can hold it. */
export const shareOfRequest = (product: RegisterProduct): number =>
  Math.max(Buffer.byteLength(JSON.stringify(product)) / REQUEST.bytes, valuesIn(product) / REQUEST.values);

/** Counted as the gateway does. */
const valuesIn = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, inner) => sum + valuesIn(inner), 1)
    : 1;

/** Reads a line. Throws a SyntaxError or ZodError. */
export const parseProduct = (line: string): ImportedProduct => ImportedProduct.parse(JSON.parse(line));
