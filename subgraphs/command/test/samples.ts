import type { Shop } from './shop.ts';

/** Text as people write it: emoji, right to left, and what only looks like SQL. */
export const odd = (text: string): string => `🚲 ${text} كرسي ‏קומקום' -- `;

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const address = {
  recipient: odd('Ann'),
  street: odd('Street'),
  postalCode: '53111',
  city: odd('Bonn'),
  country: 'DE',
};
const image = (tag: string) => ({ url: `https://shop.example/${tag}.png`, alt: odd('from the left') });
const details = {
  name: odd('Kettle'),
  description: odd('It whistles'),
  brand: odd('Acme'),
  model: odd('K'),
  eans: ['4006381333931'],
  attributes: [{ name: odd('colour'), value: odd('red') }],
};

async function product(shop: Shop, tag: string, status: 'DRAFT' | 'PUBLISHED' = 'PUBLISHED') {
  const sku = odd(tag);
  const productId = await shop.sell(sku, 10, {
    publish: status === 'PUBLISHED',
    images: [{ url: 'https://shop.example/first.png' }],
  });
  return { sku, productId, expectedRevision: `product@0.${status === 'PUBLISHED' ? 2 : 1}` };
}
const category = async ({ send }: Shop) => (await send('defineCategory', { name: odd('Kettles') })).id!;
const customer = async ({ send }: Shop, tag: string) =>
  (await send('registerCustomer', { email: `${tag}@shop.example`, name: odd('Ann'), address })).id!;
async function order(shop: Shop, tag: string, ...steps: ('payOrder' | 'shipOrder' | 'deliverOrder')[]) {
  const { sku } = await product(shop, tag);
  const { id: orderId } = await shop.order(sku, 3);
  for (const step of steps) await shop.send(step, { orderId });
  return { sku, orderId: orderId!, expectedRevision: `order@0.${steps.length + 1}` };
}

const newProduct = async (shop: Shop, tag: string) => ({
  sku: odd(tag),
  ...details,
  price: EUR(1_999),
  images: [image(tag)],
  categoryId: await category(shop),
  publish: true,
});
async function newPrice(shop: Shop, tag: string) {
  const { sku: _, ...on } = await product(shop, tag);
  return { ...on, price: EUR(1) };
}
async function stockUpdate(shop: Shop, tag: string, update: object) {
  const { sku } = await product(shop, tag);
  const seen = { expectedQuantity: 10, expectedRevision: 'stock@0.1' };
  return { sku, ...update, ...seen, reason: odd('delivery'), externalReference: odd(tag) };
}
const onProduct =
  (more: object, status?: 'DRAFT') =>
  async (shop: Shop, tag: string): Promise<object> => {
    const { sku: _, ...on } = await product(shop, tag, status);
    return { ...on, ...more };
  };

/**
 * An input of each command that it takes, with every field that it has; where two fields exclude each other, one of
 * each. `tag` keeps what one sample writes apart from another's. Add a line with each command.
 */
export const samples: Record<string, ((shop: Shop, tag: string) => Promise<object>)[]> = {
  registerProduct: [newProduct],
  registerProducts: [
    async (shop, tag) => ({
      errorPolicy: 'SKIP_FAILED',
      rows: [{ ...(await newProduct(shop, tag)), idempotencyKey: 'of a row' }],
    }),
  ],
  changeProductDetails: [onProduct(details)],
  changeProductPrice: [newPrice],
  changePrices: [
    async (shop, tag) => ({
      errorPolicy: 'SKIP_FAILED',
      rows: [{ ...(await newPrice(shop, tag)), idempotencyKey: 'of a row' }],
    }),
  ],
  addProductImage: [onProduct({ image: image('second') })],
  removeProductImage: [onProduct({ url: 'https://shop.example/first.png' })],
  categorizeProduct: [
    async (shop, tag) => ({ ...(await onProduct({})(shop, tag)), categoryId: await category(shop) }),
  ],
  publishProduct: [onProduct({}, 'DRAFT')],
  unpublishProduct: [onProduct({})],
  discontinueProduct: [onProduct({})],
  defineCategory: [async (shop) => ({ name: odd('Pots'), parentId: await category(shop) })],
  renameCategory: [
    async (shop) => ({
      categoryId: await category(shop),
      expectedRevision: 'category@0.1',
      name: odd('Pots'),
    }),
  ],
  moveCategory: [
    async (shop) => ({
      categoryId: await category(shop),
      expectedRevision: 'category@0.1',
      parentId: await category(shop),
    }),
  ],
  updateProductStock: [
    (shop, tag) => stockUpdate(shop, tag, { delta: 5 }),
    (shop, tag) => stockUpdate(shop, tag, { set: 5 }),
  ],
  updateStocks: [
    async (shop, tag) => ({
      errorPolicy: 'SKIP_FAILED',
      rows: [{ ...(await stockUpdate(shop, tag, { delta: 5 })), idempotencyKey: 'of a row' }],
    }),
    async (shop, tag) => ({ rows: [await stockUpdate(shop, tag, { set: 5 })] }),
  ],
  createOrder: [
    async (shop, tag) => ({
      externalReference: odd(tag),
      customerId: await customer(shop, tag),
      shippingAddress: address,
      placedAt: '2010-12-01T08:26:00.000Z',
      lines: [{ sku: (await product(shop, tag)).sku, quantity: 2, unitPrice: EUR(1_500) }],
    }),
  ],
  payOrder: [
    async (shop, tag) => {
      const { sku: _, ...on } = await order(shop, tag);
      return { ...on, amount: EUR(3 * 1_999) };
    },
  ],
  shipOrder: [
    async (shop, tag) => {
      const { sku: _, ...on } = await order(shop, tag, 'payOrder');
      return { ...on, trackingNumber: odd('T-1') };
    },
  ],
  deliverOrder: [
    async (shop, tag) => {
      const { sku: _, ...on } = await order(shop, tag, 'payOrder', 'shipOrder');
      return on;
    },
  ],
  cancelOrder: [
    async (shop, tag) => {
      const { sku: _, ...on } = await order(shop, tag);
      return { ...on, reason: odd('too late') };
    },
  ],
  returnOrderItems: [
    async (shop, tag) => {
      const { sku, ...on } = await order(shop, tag, 'payOrder', 'shipOrder', 'deliverOrder');
      return { ...on, externalReference: odd(tag), items: [{ sku, quantity: 2 }], reason: odd('too loud') };
    },
  ],
  registerCustomer: [async (_, tag) => ({ email: `${tag}@shop.example`, name: odd('Ann'), address })],
  changeCustomerAddress: [
    async (shop, tag) => ({
      customerId: await customer(shop, tag),
      expectedRevision: 'customer@0.1',
      address: { ...address, city: odd('Ulm') },
    }),
  ],
  submitReview: [
    async (shop, tag) => ({
      customerId: await customer(shop, tag),
      productId: (await product(shop, tag)).productId,
      stars: 4,
      title: odd('Good'),
      text: odd('It whistles'),
    }),
  ],
  moderateReview: [
    async (shop, tag) => {
      const [customerId, { productId }] = [await customer(shop, tag), await product(shop, tag)];
      const { id } = await shop.send('submitReview', { customerId, productId, stars: 4 });
      return { reviewId: id!, expectedRevision: 'review@0.1', decision: 'APPROVE' };
    },
  ],
};
