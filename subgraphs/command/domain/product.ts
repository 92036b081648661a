import type { HappeningOf } from '../../../schema/events/event.ts';
import type { Money, ProductState } from '../../../schema/events/product.ts';
import {
  accept,
  acceptUnchanged,
  type Change,
  type Decision,
  type Entity,
  happen,
  notFound,
  type OnExisting,
  onExisting,
  reject,
  type Rejection,
} from './decision.ts';

export type Product = Entity<'product'>;
type Image = ProductState['images'][number];
type Details = Pick<ProductState, 'name' | 'description' | 'brand' | 'model' | 'eans' | 'attributes'>;

/** More pictures than this nobody looks at, and the document must fit a message. */
export const MAX_IMAGES = 50;

export interface RegisterProduct extends Details {
  readonly productId: string;
  readonly now: string;
  readonly sku: string;
  readonly price: Money | null;
  readonly images: Image[];
  readonly categoryId: string | null;
  readonly publish: boolean;
}
interface ChangeProduct extends OnExisting {
  readonly productId: string;
}
/** Details that are left out stay as they are. */
export type ChangeProductDetails = ChangeProduct & { readonly details: Partial<Details> };
export type ChangeProductPrice = ChangeProduct & { readonly price: Money };
export type AddProductImage = ChangeProduct & { readonly image: Image };
export type RemoveProductImage = ChangeProduct & { readonly url: string };
export type CategorizeProduct = ChangeProduct & { readonly categoryId: string | null };
export type PublishProduct = ChangeProduct;
export type UnpublishProduct = ChangeProduct;
export type DiscontinueProduct = ChangeProduct;

/** `existing` is the product that has the SKU already; `categoryExists` tells of the command's category, if it names one. */
export function registerProduct(
  command: RegisterProduct,
  { existing, categoryExists }: { existing: Product | undefined; categoryExists: boolean },
): Decision {
  const { publish, now: registeredAt, ...details } = command;
  const rejections: Rejection[] = [];
  if (existing !== undefined) {
    rejections.push({ code: 'DUPLICATE_SKU', message: `SKU ${command.sku} is taken`, path: ['sku'] });
  }
  if (publish && command.price === null) rejections.push(priceRequired('price'));
  if (!categoryExists) rejections.push(notFound('category', String(command.categoryId), ['categoryId']));
  if (rejections.length > 0) return reject(...rejections);
  const registered = next(undefined, command.productId, {
    type: 'ProductRegistered',
    data: { ...details, status: 'DRAFT', registeredAt },
  });
  const changes = publish ? [registered, next(registered, registered.id, published)] : [registered];
  return accept(command.productId, ...changes);
}

export const changeProductDetails = (command: ChangeProductDetails, product: Product | undefined): Decision =>
  onSellable(command, product, ({ id, state }) => {
    const data = pickDetails({ ...state, ...command.details });
    return changed(product!, JSON.stringify(pickDetails(state)) === JSON.stringify(data), id, {
      type: 'ProductDetailsChanged',
      data,
    });
  });

export const changeProductPrice = (command: ChangeProductPrice, product: Product | undefined): Decision =>
  onSellable(command, product, ({ id, state }) => {
    const { price } = command;
    const previousPrice = state.price;
    if (previousPrice !== null && previousPrice.currency !== price.currency) {
      const message = `the product is sold in ${previousPrice.currency}`;
      return reject({ code: 'WRONG_CURRENCY', message, path: ['price', 'currency'] });
    }
    return changed(product!, previousPrice?.amountMinor === price.amountMinor, id, {
      type: 'ProductPriceChanged',
      data: { price, previousPrice },
    });
  });

export const addProductImage = (
  { image, ...command }: AddProductImage,
  product: Product | undefined,
): Decision =>
  onSellable(command, product, ({ id, state: { images } }) => {
    if (images.some(({ url }) => url === image.url)) {
      const message = 'the product has a picture with this URL already';
      return reject({ code: 'DUPLICATE_IMAGE', message, path: ['image', 'url'] });
    }
    if (images.length >= MAX_IMAGES) {
      const message = `a product has at most ${MAX_IMAGES} pictures`;
      return reject({ code: 'INVALID_INPUT', message, path: ['image'] });
    }
    return accept(id, next(product, id, { type: 'ProductImageAdded', data: { image } }));
  });

export const removeProductImage = (
  { url, ...command }: RemoveProductImage,
  product: Product | undefined,
): Decision =>
  onSellable(command, product, ({ id, state }) => {
    if (!state.images.some((image) => image.url === url)) {
      const message = 'the product has no picture with this URL';
      return reject({ code: 'IMAGE_NOT_FOUND', message, path: ['url'] });
    }
    return accept(id, next(product, id, { type: 'ProductImageRemoved', data: { url } }));
  });

export const categorizeProduct = (
  { categoryId, ...command }: CategorizeProduct,
  { product, categoryExists }: { product: Product | undefined; categoryExists: boolean },
): Decision =>
  onSellable(command, product, ({ id, state }) => {
    if (!categoryExists) return reject(notFound('category', String(categoryId), ['categoryId']));
    const data = { categoryId, previousCategoryId: state.categoryId };
    return changed(product!, state.categoryId === categoryId, id, { type: 'ProductCategorized', data });
  });

export const publishProduct = (command: PublishProduct, product: Product | undefined): Decision =>
  onSellable(command, product, ({ id, state }) =>
    state.price === null
      ? reject(priceRequired('productId'))
      : changed(product!, state.status === 'PUBLISHED', id, published),
  );

export const unpublishProduct = (command: UnpublishProduct, product: Product | undefined): Decision =>
  onSellable(command, product, ({ id, state }) =>
    changed(product!, state.status !== 'PUBLISHED', id, { type: 'ProductUnpublished', data: {} }),
  );

export const discontinueProduct = (command: DiscontinueProduct, product: Product | undefined): Decision =>
  onExisting('product', command, product, (found) =>
    changed(found, found.state.status === 'DISCONTINUED', found.id, {
      type: 'ProductDiscontinued',
      data: {},
    }),
  );

export function evolveProduct(
  state: ProductState | undefined,
  happening: HappeningOf<'product'>,
): ProductState {
  if (happening.type === 'ProductRegistered') return happening.data;
  if (state === undefined) throw new Error(`${happening.type} before ProductRegistered`);
  switch (happening.type) {
    case 'ProductDetailsChanged':
      return { ...state, ...happening.data };
    case 'ProductPriceChanged':
      return { ...state, price: happening.data.price };
    case 'ProductImageAdded':
      return { ...state, images: [...state.images, happening.data.image] };
    case 'ProductImageRemoved':
      return { ...state, images: state.images.filter(({ url }) => url !== happening.data.url) };
    case 'ProductCategorized':
      return { ...state, categoryId: happening.data.categoryId };
    case 'ProductPublished':
      return { ...state, status: 'PUBLISHED' };
    case 'ProductUnpublished':
      return { ...state, status: 'UNPUBLISHED' };
    case 'ProductDiscontinued':
      return { ...state, status: 'DISCONTINUED' };
  }
}

const published = { type: 'ProductPublished', data: {} } as const;

const next = (
  product: Product | undefined,
  id: string,
  happening: HappeningOf<'product'>,
): Change<'product'> => happen('product', product, id, happening, evolveProduct);

/** What is so already succeeds, and changes nothing. */
const changed = (
  product: Product,
  already: boolean,
  id: string,
  happening: HappeningOf<'product'>,
): Decision => (already ? acceptUnchanged(product) : accept(id, next(product, id, happening)));

/** Discontinued is final: such a product takes no change any more. */
const onSellable = (
  command: ChangeProduct,
  product: Product | undefined,
  decide: (product: Product) => Decision,
): Decision =>
  onExisting('product', command, product, (found) => {
    if (found.state.status !== 'DISCONTINUED') return decide(found);
    const message = 'the product is discontinued for good';
    return reject({ code: 'WRONG_STATE', message, path: ['productId'], state: found.state.status });
  });

const pickDetails = ({ name, description, brand, model, eans, attributes }: ProductState): Details => ({
  name,
  description,
  brand,
  model,
  eans,
  attributes,
});

const priceRequired = (field: string): Rejection => ({
  code: 'PRICE_REQUIRED',
  message: 'a product needs a price before it can be published',
  path: [field],
});
