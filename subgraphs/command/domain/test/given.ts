import type { ProductState } from '../../../../schema/events/product.ts';
import type { Change, Decision, Rejection } from '../decision.ts';
import type { OrderContext } from '../create-order.ts';
import type { Product } from '../product.ts';
import type { Stock } from '../stock.ts';

// What commands meet, and what came of them, for the tests of the deciders.

export function draft(state: Partial<ProductState> = {}): Product {
  const id = state.productId ?? 'p1';
  return {
    kind: 'product',
    id,
    revision: 1,
    state: {
      productId: id,
      sku: 'KETTLE',
      name: 'Kettle',
      description: null,
      brand: null,
      model: null,
      eans: [],
      categoryId: null,
      price: { amountMinor: 1_999, currency: 'EUR' },
      attributes: [],
      images: [],
      status: 'DRAFT',
      registeredAt: '2026-01-01T00:00:00.000Z',
      ...state,
    },
  };
}

/** A published product. */
export const product = (state: Partial<ProductState> = {}): Product => ({
  ...draft({ status: 'PUBLISHED', ...state }),
  revision: 2,
});

export const stock = (onHand: number, reserved = 0, sku = 'KETTLE', id = 'p1', revision = 7): Stock => ({
  kind: 'stock',
  id,
  revision,
  state: { productId: id, sku, onHand, reserved },
});

/** A shop with these products; each has 10 units unless told otherwise. */
export function shop(
  products: Readonly<Record<string, Partial<ProductState> & { onHand?: number; reserved?: number }>>,
  meets: Partial<Omit<OrderContext, 'products'>> = {},
): OrderContext {
  const entries = Object.entries(products).map(([sku, { onHand = 10, reserved = 0, ...state }]) => {
    const found = product({ productId: `id-${sku}`, sku, ...state });
    return [sku, { product: found, stock: stock(onHand, reserved, sku, found.id) }] as const;
  });
  return { products: new Map(entries), customer: undefined, referencedBy: undefined, ...meets };
}

/** The changes of a decision, which must have been to accept. */
export function accepted(decision: Decision): Change[] {
  if (!decision.accepted) throw new Error(`refused: ${JSON.stringify(decision.rejections)}`);
  return decision.entities.filter((entity) => 'happening' in entity);
}

/** The reasons of a decision, which must have been to refuse. */
export function rejections(decision: Decision): readonly Rejection[] {
  if (decision.accepted) throw new Error('accepted');
  return decision.rejections;
}
