import { z } from 'zod';
import { VARIABLES_LIMITS } from '../../../gateway/limits/variables.ts';
import { MAX_LEVELS } from '../../../subgraphs/command/domain/category.ts';
import { MAX_ON_HAND } from '../../../subgraphs/command/domain/stock.ts';
import type { RegisterProductsMutationVariables } from '../../../schema/generated/operations.ts';

export type RegisterProduct = RegisterProductsMutationVariables['input']['rows'][number];

/** What is told of a field that is not there, or that is something else. */
const must = (be: string) => ({
  error: ({ input }: { readonly input?: unknown }) => (input === undefined ? 'is missing' : `must be ${be}`),
});
const text = z.string(must('text'));
const wholeNumber = z.int(must('a whole number'));
const scalar = z
  .union([z.string(), z.number(), z.boolean()], must('text, a number or a boolean'))
  .transform(String);

/**
 * One line of a file of products. Lengths and formats are judged by the command. A field of another name is refused: it
 * may be a slip of the pen, and the product would be there without what it says.
 */
export const ImportedProduct = z.strictObject(
  {
    sku: text,
    name: text,
    model: text.nullish(),
    brand: text.nullish(),
    description: text.nullish(),
    /** Names from a root category down. */
    category: z
      .array(text, must('a list'))
      .max(MAX_LEVELS, must(`at most ${MAX_LEVELS} names`))
      .nullish(),
    priceMinor: wholeNumber,
    currency: text,
    ean: z.array(text, must('a list')).nullish(),
    images: z.array(text, must('a list')).nullish(),
    attributes: z.record(z.string(), scalar, must('an object')).nullish(),
    /** Units on hand at the start. */
    stock: wholeNumber
      .min(0, must('0 or more'))
      .max(MAX_ON_HAND, must(`at most ${MAX_ON_HAND}`))
      .nullish(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `${key} is no field of a product`).join('; ')
        : 'a line takes one JSON object',
  },
);
export type ImportedProduct = z.output<typeof ImportedProduct>;

/** The command that puts the product into the catalogue, and into its category, for everybody to see. */
export const toRegisterProduct = (product: ImportedProduct, categoryId: string | null = null) =>
  ({
    sku: product.sku,
    name: product.name,
    model: product.model ?? null,
    brand: product.brand ?? null,
    description: product.description ?? null,
    categoryId,
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

/** Thrown for a line that is no product; the message says of each field what is wrong with it. */
export class MalformedProduct extends Error {
  override readonly name = 'MalformedProduct';
  /** Empty: the line has none. */
  readonly sku: string;
  constructor(message: string, sku: string) {
    super(message);
    this.sku = sku;
  }
}

/** Reads a line. Throws MalformedProduct. */
export function parseProduct(line: string): ImportedProduct {
  const value = parseJson(line);
  const { data, error } = ImportedProduct.safeParse(value);
  if (data !== undefined) return data;
  const problems = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());
  const sku = scalar.safeParse((value as { readonly sku?: unknown } | null)?.sku).data;
  throw new MalformedProduct(problems.join('; '), sku ?? '');
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new MalformedProduct(`a line takes one JSON object: ${(error as Error).message}`, '');
  }
}
