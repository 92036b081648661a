import type { HappeningOf } from '../../../schema/events/event.ts';
import type { ProductState } from '../../../schema/events/product.ts';
import { accept, type Change, type Decision, type Entity, reject, stale } from './decision.ts';

export type Product = Entity<'product'>;

export interface RegisterProduct {
  readonly productId: string;
  readonly now: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly brand: string | null;
  readonly price: ProductState['price'];
  readonly attributes: ProductState['attributes'];
  readonly images: ProductState['images'];
  readonly publish: boolean;
}

export interface PublishProduct {
  readonly productId: string;
  readonly expectedRevision?: number | undefined;
}

/** `existing` is the product that has the SKU already. */
export function registerProduct(command: RegisterProduct, existing: Product | undefined): Decision {
  if (existing !== undefined) {
    return reject({ code: 'DUPLICATE_SKU', message: `SKU ${command.sku} is taken`, path: ['sku'] });
  }
  const { productId, now, sku, name, description, brand, price, attributes, images, publish } = command;
  if (publish && price === null) return reject(priceRequired('price'));
  const registered = happen(undefined, productId, {
    type: 'ProductRegistered',
    data: {
      productId,
      sku,
      name,
      description,
      brand,
      price,
      attributes,
      images,
      status: 'DRAFT',
      registeredAt: now,
    },
  });
  return accept(productId, registered, ...(publish ? [published(registered)] : []));
}

/** Publishing what is published already succeeds and changes nothing. */
export function publishProduct(command: PublishProduct, product: Product | undefined): Decision {
  if (product === undefined) {
    return reject({
      code: 'PRODUCT_NOT_FOUND',
      message: `there is no product ${command.productId}`,
      path: ['productId'],
    });
  }
  const rejection = stale(product, command.expectedRevision);
  if (rejection !== undefined) return reject(rejection);
  if (product.state.price === null) return reject(priceRequired('productId'));
  const { kind, id, revision, state } = product;
  return accept(id, state.status === 'PUBLISHED' ? { kind, id, revision } : published(product));
}

export function evolveProduct(
  state: ProductState | undefined,
  happening: HappeningOf<'product'>,
): ProductState {
  if (happening.type === 'ProductRegistered') return happening.data;
  if (state === undefined) throw new Error(`${happening.type} before ProductRegistered`);
  return { ...state, status: 'PUBLISHED' };
}

const published = (product: Product): Change<'product'> =>
  happen(product, product.id, { type: 'ProductPublished', data: {} });

function happen(
  product: Product | undefined,
  id: string,
  happening: HappeningOf<'product'>,
): Change<'product'> {
  return {
    kind: 'product',
    id,
    revision: (product?.revision ?? 0) + 1,
    state: evolveProduct(product?.state, happening),
    happening,
  };
}

const priceRequired = (field: string) => ({
  code: 'PRICE_REQUIRED' as const,
  message: 'a product needs a price before it can be published',
  path: [field],
});
