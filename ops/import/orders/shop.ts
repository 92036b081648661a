import {
  FulfilOrderDocument,
  PlaceOrderDocument,
  RegisterCustomerDocument,
  ReturnOrderItemsDocument,
} from '../../../schema/generated/operations.ts';
import type { GraphqlClient } from '../../client.ts';
import { keyOf, type UserError } from '../bulk.ts';
import { moveStocks } from '../products/write-products.ts';
import type { Reason } from '../report.ts';
import type { Part } from './deliveries.ts';
import { CURRENCY, type SkuOf } from './import-stock.ts';
import type { Adjustment, Invoice, Return } from './invoices.ts';

/**
 * The commands that invoices become. All of them may be sent again at any time: the invoice's number is the reference
 * of its order, a row's place in its invoice that of an adjustment or return, and each command has a key.
 */
export interface Shop {
  /** The invoice's order, placed now or before; else why it was refused. */
  placeOrder(invoice: Invoice): Promise<{ readonly orderId: string } | Reason>;
  /** Pays, ships and delivers, as far as that is not done; false when the order is cancelled. */
  fulfil(orderId: string, invoice: string): Promise<boolean>;
  /** Answers for each adjustment why it was refused; undefined where it is done. */
  adjust(adjustments: readonly Adjustment[]): Promise<(Reason | undefined)[]>;
  /** Returns the parts; answers why not all of them came back, if so. */
  takeBack(row: Return, parts: readonly Part[]): Promise<Reason | undefined>;
}

export function createShop(client: GraphqlClient, skuOf: SkuOf): Shop {
  const customerIds = new Map<string, string>();
  const registerCustomer = async ({ customer, country }: Invoice): Promise<string | Reason | null> => {
    if (customer === '') return null;
    const known = customerIds.get(customer);
    if (known !== undefined) return known;
    const details = {
      email: `customer-${customer}@example.invalid`,
      name: `Customer ${customer}`,
      address: { country },
    };
    // Another file may know the customer in another country.
    const input = { idempotencyKey: keyOf(details), ...details };
    const { customerId, userErrors } = (await client(RegisterCustomerDocument, { input })).registerCustomer;
    const taken = userErrors.find((error) => 'customerId' in error);
    const id = customerId ?? taken?.customerId;
    if (id == null) return userErrors[0]!;
    customerIds.set(customer, id);
    return id;
  };
  return {
    placeOrder: async (invoice) => {
      const customerId = await registerCustomer(invoice);
      if (typeof customerId === 'object' && customerId !== null) return customerId;
      const input = toCreateOrder(invoice, customerId, skuOf);
      const { orderId, userErrors } = (await client(PlaceOrderDocument, { input })).createOrder;
      const id = orderId ?? existingId(userErrors);
      return id === undefined ? userErrors[0]! : { orderId: id };
    },
    fulfil: async (orderId, invoice) => {
      const input = (step: string) => ({ idempotencyKey: `import-${step}-${invoice}`, orderId });
      const { deliverOrder } = await client(FulfilOrderDocument, {
        pay: input('pay'),
        ship: input('ship'),
        deliver: input('deliver'),
      });
      return deliverOrder.orderId !== null || isDelivered(deliverOrder.userErrors);
    },
    adjust: (adjustments) =>
      moveStocks(
        client,
        adjustments.map(({ code, delta, reference }) => ({ sku: skuOf(code), units: delta, reference })),
        'adjustment',
      ),
    takeBack: async (row, parts) => {
      for (const { delivery, quantity } of parts) {
        const reference = `${row.reference}/${delivery.invoice}`;
        const input = {
          idempotencyKey: `import-return-${reference}`,
          externalReference: reference,
          orderId: delivery.orderId,
          items: [{ sku: skuOf(row.code), quantity }],
        };
        const { orderId, userErrors } = (await client(ReturnOrderItemsDocument, { input })).returnOrderItems;
        if (orderId === null && existingId(userErrors) === undefined) return userErrors[0]!;
        delivery.left -= quantity;
      }
      return undefined;
    },
  };
}

const toCreateOrder = (
  { number, country, placedAt, lines }: Invoice,
  customerId: string | null,
  skuOf: SkuOf,
) => ({
  idempotencyKey: `import-order-${number}`,
  externalReference: number,
  customerId,
  shippingAddress: { country },
  placedAt,
  lines: lines.map(({ code, quantity, unitPriceMinor }) => ({
    sku: skuOf(code),
    quantity,
    unitPrice: { amountMinor: unitPriceMinor, currency: CURRENCY },
  })),
});

/** The entity that has the reference already: ours, from a run before. */
const existingId = (errors: readonly (UserError & { readonly existingId?: string })[]): string | undefined =>
  errors.find((error) => error.existingId !== undefined)?.existingId;

/** The state that forbids the step is the one that it leads to, or a later one. */
const isDelivered = (errors: readonly (UserError & { readonly state?: string })[]): boolean =>
  errors.some(({ state }) => state === 'DELIVERED' || state === 'RETURNED');
