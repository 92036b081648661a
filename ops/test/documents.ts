import manifest from '../../schema/persisted-operations.json' with { type: 'json' };
import { order, sell } from './shopping.ts';
import type { Ask } from './tandem.ts';

/** What the documents are run on: everything that they need to do something. */
export interface Stage {
  readonly sku: string;
  readonly productId: string;
  readonly orderId: string;
  readonly customerId: string;
}

/** The documents of schema/operations, with the fragments that each spreads. */
export const documents = manifest.operations;
export type DocumentName = string;

const price = { amountMinor: 1_999, currency: 'EUR' };

/** Variables for each document; `tag` keeps what one run writes apart from another's. Add a line with each document. */
const variables: Record<DocumentName, (stage: Stage, tag: string) => Record<string, unknown>> = {
  CreateOrder: ({ sku, customerId }) => ({ input: { customerId, lines: [{ sku, quantity: 1 }] } }),
  FulfilOrder: ({ orderId }, tag) => ({
    pay: { orderId, idempotencyKey: `${tag}-pay` },
    ship: { orderId, idempotencyKey: `${tag}-ship`, trackingNumber: 'T-1' },
    deliver: { orderId, idempotencyKey: `${tag}-deliver` },
  }),
  GetOrderDetails: ({ orderId }) => ({ id: orderId }),
  GetProduct: ({ productId }) => ({ id: productId }),
  GetReadModel: () => ({}),
  ListAllProducts: () => ({ first: 5 }),
  PlaceOrder: ({ sku }) => ({ input: { lines: [{ sku, quantity: 2 }] } }),
  PublishProduct: ({ productId }) => ({ input: { productId } }),
  RegisterCustomer: (_, tag) => ({ input: { name: 'Ann', email: `${tag}@example.com` } }),
  RegisterProduct: (_, tag) => ({ input: { sku: tag, name: 'Kettle', price } }),
  RegisterProducts: (_, tag) => ({
    input: { rows: [1, 2].map((i) => ({ sku: `${tag}-${i}`, name: 'Kettle' })) },
  }),
  ReturnOrderItems: ({ orderId, sku }) => ({ input: { orderId, items: [{ sku, quantity: 1 }] } }),
  UpdateProductStock: ({ sku }) => ({ input: { sku, delta: 1 } }),
  UpdateStocks: ({ sku }) => ({ input: { rows: [{ sku, delta: 2 }] } }),
};

/** The variables of a document. Throws when nobody has added any. Commands with one input have the tag as their key. */
export function variablesFor(name: DocumentName, stage: Stage, tag: string): Record<string, unknown> {
  const given = variables[name];
  if (given === undefined) throw new Error(`ops/test/documents.ts has no variables for ${name}`);
  const { input, ...rest } = given(stage, tag);
  return input === undefined ? rest : { ...rest, input: { idempotencyKey: tag, ...(input as object) } };
}

export async function setStage(ask: Ask): Promise<Stage> {
  const { sku, id } = await sell(ask, 100);
  const { data } = await ask(
    'mutation ($input: RegisterCustomerInput!) { registerCustomer(input: $input) { customerId } }',
    { input: { name: 'Bo', email: `${sku}@example.com` } },
  );
  const { customerId } = data.registerCustomer;
  const placed = await order(ask, sku, 3, { customerId });
  return { sku, productId: id, customerId, orderId: placed.data.createOrder.orderId };
}
