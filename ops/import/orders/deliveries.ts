import type { Reason } from '../report.ts';
import { customerAndProduct } from './survey.ts';

/** Units of one product that a customer got with one order. */
export interface Delivery {
  readonly orderId: string;
  readonly invoice: string;
  /** Units that have not come back. */
  left: number;
}
/** A part of a return: units out of one delivery. */
export interface Part {
  readonly delivery: Delivery;
  readonly quantity: number;
}

/** What customers have got and may send back. */
export interface Deliveries {
  /** Remembers what was delivered of the products that its customer returns some time. */
  deliver(
    customer: string,
    order: { readonly orderId: string; readonly invoice: string },
    lines: readonly { readonly code: string; readonly quantity: number }[],
  ): void;
  /** Finds the units in the customer's latest deliveries, the latest first, without taking them; else tells why not. */
  find(customer: string, code: string, quantity: number): readonly Part[] | Reason;
}

/** `returned` names, by customerAndProduct, all that is ever looked for. */
export function createDeliveries(returned: ReadonlySet<string>): Deliveries {
  const deliveries = new Map<string, Delivery[]>();
  return {
    deliver: (customer, order, lines) => {
      const units = new Map<string, number>();
      for (const { code, quantity } of lines) units.set(code, (units.get(code) ?? 0) + quantity);
      for (const [code, left] of units) {
        const key = customerAndProduct(customer, code);
        if (customer === '' || !returned.has(key)) continue;
        deliveries.set(key, [...(deliveries.get(key) ?? []), { ...order, left }]);
      }
    },
    find: (customer, code, quantity) => {
      if (customer === '') return { code: 'NO_CUSTOMER', message: 'a return of nobody finds no order' };
      const parts = takeLatest(deliveries.get(customerAndProduct(customer, code)) ?? [], quantity);
      const found = parts.reduce((sum, part) => sum + part.quantity, 0);
      if (found === quantity) return parts;
      if (found === 0)
        return {
          code: 'NOTHING_DELIVERED',
          message: `the customer has no delivered ${code} that is not back`,
        };
      return {
        code: 'NOT_ENOUGH_DELIVERED',
        message: `${quantity} units of ${code} would come back, the customer has ${found}`,
      };
    },
  };
}

function takeLatest(deliveries: readonly Delivery[], quantity: number): Part[] {
  let missing = quantity;
  return deliveries.toReversed().flatMap((delivery): Part[] => {
    const taken = Math.min(missing, delivery.left);
    missing -= taken;
    return taken > 0 ? [{ delivery, quantity: taken }] : [];
  });
}
