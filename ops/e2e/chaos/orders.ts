import { know, type Ledger, type LedgerOrder, receive, shownStatus } from './ledger.ts';
import type { Line } from './line.ts';
import type { Random } from './random.ts';

/** What one client does with orders of products that all clients order. */
export interface Orders {
  /** Places one, for this customer if there is any, and reads it. */
  place(customer?: Customer): Promise<void>;
  /** Brings one a step further, and reads it. */
  move(): Promise<void>;
}

export interface Customer {
  readonly id: string;
  readonly address: object | null;
}

export function createOrders(line: Line, skus: readonly string[], ledger: Ledger, random: Random): Orders {
  const mine: (LedgerOrder & { customerId: string | null })[] = [];

  /** Reads with the token: what was written must be seen, or it must be told that it cannot be. */
  async function read(order: (typeof mine)[number], asOf: string): Promise<void> {
    const data = await line.read(
      'order',
      'query ($id: ID!, $asOf: String) { order(id: $id, asOf: $asOf) { status customerId lines { returned } } }',
      { id: order.id, asOf },
    );
    if (data === undefined) return;
    const lines = (data.order?.lines ?? []) as { returned: number }[];
    line.compare(
      `order ${order.id}`,
      [shownStatus(order), order.customerId, sum([...order.returned.values()])],
      [data.order?.status, data.order?.customerId, sum(lines.map(({ returned }) => returned))],
    );
    if (order.customerId !== null && random.next() < 0.5) await list(order, asOf);
  }

  /** Searches for it, among its customer's. */
  async function list(order: (typeof mine)[number], asOf: string): Promise<void> {
    const data = await line.read(
      'orders',
      `query ($filter: OrderFilter, $asOf: String) {
        orders(filter: $filter, first: 100, asOf: $asOf) { edges { node { id status } } } }`,
      { filter: { customerId: order.customerId }, asOf },
    );
    if (data === undefined) return;
    const nodes = (data.orders.edges as { node: { id: string; status: string } }[]).map(({ node }) => node);
    const found = nodes.find(({ id }) => id === order.id);
    line.compare(`order ${order.id} in a list`, shownStatus(order), found?.status);
  }

  return {
    async place(customer) {
      const chosen = skus.filter(() => random.next() < 0.4).slice(0, 3);
      const lines = (chosen.length > 0 ? chosen : [skus[0]!]).map((sku) => ({
        sku,
        quantity: 1 + random.below(3),
      }));
      const customerId = customer?.id ?? null;
      const input = { lines, customerId };
      const payload = await line.command('createOrder', input, 'orderId', ['INSUFFICIENT_STOCK']);
      if (payload.userErrors.length > 0) return;
      const id = payload.orderId as string;
      if (ledger.books.orders.has(id)) ledger.violations.push(`order ${id} was given for two keys`);
      const order = { id, customerId, lines, status: 'PLACED' as const, returned: new Map() };
      ledger.books.orders.set(id, order);
      know(ledger, `order-${id}`, { customerId, shippingAddress: customer?.address ?? null });
      mine.push(order);
      await read(order, payload.consistencyToken as string);
    },
    async move() {
      if (mine.length === 0) return;
      const order = random.pick(mine);
      const step = nextStep(order, random);
      if (step === undefined) return;
      const payload = await line.command(step.field, { orderId: order.id, ...step.more }, 'orderId');
      step.book();
      await read(order, payload.consistencyToken as string);
    },
  };
}

/** Units of a product that all clients order. */
export async function receiveStock(line: Line, sku: string, delta: number, ledger: Ledger): Promise<void> {
  await line.command('updateProductStock', { sku, delta }, 'productId');
  receive(ledger, sku, delta);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** What may come next for the order, and how it is booked once it is acknowledged. */
function nextStep(order: LedgerOrder, random: Random) {
  const to = (status: LedgerOrder['status']) => () => void (order.status = status);
  switch (order.status) {
    case 'PLACED':
      return random.next() < 0.3
        ? { field: 'cancelOrder', more: {}, book: to('CANCELLED') }
        : { field: 'payOrder', more: {}, book: to('PAID') };
    case 'PAID':
      return random.next() < 0.15
        ? { field: 'cancelOrder', more: {}, book: to('CANCELLED') }
        : { field: 'shipOrder', more: {}, book: to('SHIPPED') };
    case 'SHIPPED':
      return { field: 'deliverOrder', more: {}, book: to('DELIVERED') };
    case 'DELIVERED': {
      const left = order.lines.filter(({ sku, quantity }) => (order.returned.get(sku) ?? 0) < quantity);
      if (left.length === 0) return undefined;
      const { sku } = random.pick(left);
      const book = () => void order.returned.set(sku, (order.returned.get(sku) ?? 0) + 1);
      return { field: 'returnOrderItems', more: { items: [{ sku, quantity: 1 }] }, book };
    }
    case 'CANCELLED':
      return undefined;
  }
}
