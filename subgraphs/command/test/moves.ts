import fc from 'fast-check';
import type { CommandName } from './shop.ts';

/** One step of a sequence: a command, and small numbers that choose what it is about. */
export interface Move {
  readonly name: CommandName;
  readonly a: number;
  readonly b: number;
  readonly n: number;
  readonly flag: boolean;
}

/** What the moves before have made, in the order in which they made it. */
export interface Made {
  readonly products: readonly { readonly id: string; readonly sku: string }[];
  readonly categories: readonly string[];
  readonly orders: readonly { readonly id: string; readonly sku: string }[];
  readonly customers: readonly string[];
  readonly reviews: readonly string[];
}

const NOBODY = '01a20c5f-27d3-75ac-98b9-77797d7d24a3';
const money = ({ b, n }: Move) => ({ amountMinor: n * 100, currency: b === 0 ? 'USD' : 'EUR' });
const image = ({ n }: Move) => `https://shop.example/${n % 3}.png`;
const onProduct = ({ a }: Move, { products }: Made) => ({ productId: products[a]?.id ?? NOBODY });
const category = (index: number, { categories }: Made) => categories.at(-1 - index) ?? NOBODY;
const customer = (index: number, { customers }: Made) => customers[index] ?? NOBODY;
const sku = (index: number, { products }: Made) => products[index]?.sku ?? 'none';
/** The latest order mostly, so that some get to the end of their lives. */
const latest = ({ a }: Move, { orders }: Made) => orders.at(a === 3 ? -2 : -1);
const onOrder = (move: Move, made: Made) => ({ orderId: latest(move, made)?.id ?? NOBODY });

/** The input of the command that a move is; what it names is its own by the `tag`. */
const inputs: Record<CommandName, (move: Move, made: Made, tag: string) => object> = {
  registerProduct: (move, made, tag) => ({
    sku: `${tag}${move.a}`,
    name: `Product ${move.n}`,
    price: move.flag ? money(move) : null,
    attributes: move.n % 3 === 0 ? [] : [{ name: 'size', value: String(move.n) }],
    images: move.n % 2 === 0 ? [] : [{ url: image(move) }],
    categoryId: move.b === 3 ? category(move.a, made) : null,
    publish: move.n % 2 === 0,
  }),
  changeProductDetails: (move, made) => ({
    ...onProduct(move, made),
    name: `Product ${move.n}`,
    ...(move.flag && { brand: `Brand ${move.n}`, eans: [`1234567${move.n % 10}`], attributes: [] }),
  }),
  changeProductPrice: (move, made) => ({ ...onProduct(move, made), price: money(move) }),
  addProductImage: (move, made) => ({ ...onProduct(move, made), image: { url: image(move) } }),
  removeProductImage: (move, made) => ({ ...onProduct(move, made), url: image(move) }),
  categorizeProduct: (move, made) => ({
    ...onProduct(move, made),
    categoryId: move.flag ? category(move.b, made) : null,
  }),
  publishProduct: onProduct,
  unpublishProduct: onProduct,
  discontinueProduct: onProduct,
  defineCategory: (move, made) => ({
    name: `Category ${move.n}`,
    parentId: move.flag ? category(move.b, made) : null,
  }),
  renameCategory: (move, made) => ({ categoryId: category(move.a, made), name: `Category ${move.n}` }),
  moveCategory: (move, made) => ({
    categoryId: category(move.a, made),
    parentId: move.flag ? category(move.b, made) : null,
  }),
  updateProductStock: (move, made, tag) => ({
    sku: sku(move.a, made),
    ...(move.b === 0 ? { set: move.n } : { delta: move.n - 3 }),
    reason: move.flag ? `reason ${move.n}` : null,
    externalReference: move.b === 1 ? `${tag}M${move.n}` : null,
  }),
  createOrder: (move, made, tag) => ({
    lines: [
      { sku: sku(move.a, made), quantity: 1 + (move.n % 3) },
      ...(move.flag ? [{ sku: sku(move.b, made), quantity: 1 + (move.n % 2) }] : []),
    ],
    customerId: move.n % 3 === 0 ? customer(move.b, made) : null,
    externalReference: move.n === 1 ? `${tag}O` : null,
  }),
  payOrder: onOrder,
  shipOrder: (move, made) => ({ ...onOrder(move, made), trackingNumber: move.flag ? `T-${move.n}` : null }),
  deliverOrder: onOrder,
  cancelOrder: onOrder,
  returnOrderItems: (move, made, tag) => ({
    ...onOrder(move, made),
    items: [{ sku: latest(move, made)?.sku ?? 'none', quantity: 1 + (move.n % 2) }],
    externalReference: move.n === 1 ? `${tag}R` : null,
  }),
  registerCustomer: (move, _, tag) => ({
    email: `${move.flag ? tag : tag.toUpperCase()}${move.a}@shop.example`,
    name: `Customer ${move.n}`,
    address: move.n % 2 === 0 ? null : { city: `City ${move.n}`, country: 'DE' },
  }),
  changeCustomerAddress: (move, made) => ({
    customerId: customer(move.a, made),
    address: { city: `City ${move.n % 3}`, country: 'DE' },
  }),
  submitReview: (move, made) => ({
    customerId: customer(move.a, made),
    productId: made.products[move.b]?.id ?? NOBODY,
    stars: 1 + (move.n % 5),
  }),
  moderateReview: (move, made) => ({
    reviewId: made.reviews[move.a] ?? NOBODY,
    decision: move.flag ? 'APPROVE' : 'REJECT',
  }),
};
export const inputOf = (move: Move, made: Made, tag: string): object => inputs[move.name](move, made, tag);

/** How often, beside the others; nothing happens to a discontinued product any more. */
const WEIGHTS: Partial<Record<CommandName, number>> = {
  registerProduct: 6,
  updateProductStock: 8,
  createOrder: 5,
  payOrder: 10,
  shipOrder: 10,
  deliverOrder: 10,
  returnOrderItems: 10,
  registerCustomer: 5,
  defineCategory: 5,
  moveCategory: 6,
  submitReview: 6,
  moderateReview: 6,
};
const small = fc.nat(3);
const move: fc.Arbitrary<Move> = fc.record({
  name: fc.oneof(
    ...Object.keys(inputs).map((name) => ({
      arbitrary: fc.constant(name as CommandName),
      weight: WEIGHTS[name as CommandName] ?? 2,
    })),
  ),
  a: small,
  b: small,
  n: fc.nat(9),
  flag: fc.boolean(),
});
/** Something to sell, to somebody, and then whatever comes. */
export const sequence = (length: number): fc.Arbitrary<Move[]> =>
  fc
    .array(move, { minLength: length / 2, maxLength: length, size: 'max' })
    .map((moves) => [...opening, ...moves]);
const opening: Move[] = (
  [
    ['registerProduct', 0],
    ['registerProduct', 1],
    ['registerCustomer', 0],
    ['defineCategory', 0],
    ['updateProductStock', 0],
    ['updateProductStock', 1],
  ] as const
).map(([name, a]) => ({ name, a, b: 2, n: 8, flag: true }));
