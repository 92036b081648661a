import { createAsk } from './demand.ts';
import {
  know,
  type Ledger,
  type LedgerOrder,
  PRICE_MINOR,
  receive,
  shownStatus,
  totalMinor,
  violate,
} from './ledger.ts';
import type { Data, Line } from './line.ts';
import type { Random } from './random.ts';
import { sight, SIGHTED } from './readers.ts';
import { watch } from './watch.ts';

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

/** An order is nobody else's. */
type MyOrder = LedgerOrder & { readonly customerId: string | null; token: string };

const ANSWERED = 'answered';
const ORDER = 'id revision status customerId lines { sku quantity returned }';

export function createOrders(line: Line, skus: readonly string[], ledger: Ledger, random: Random): Orders {
  const mine: MyOrder[] = [];
  const ask = createAsk(line, ledger, random);

  /** What a read shows of it, which is what was written last. */
  function compare(what: string, order: MyOrder, found: Data, tokens: readonly string[]): void {
    sightOrder(ledger, found, tokens, what === ANSWERED);
    line.compare(`order ${order.id}, ${what}`, asShown(order), found && linesOf(found));
  }

  const selected = (): string => `orderId ${random.next() < 0.5 ? `it: order { ${ORDER} }` : ''}`;

  /** In one of the ways there are. */
  async function read(order: MyOrder): Promise<void> {
    const way = random.next();
    if (way < 0.4) await byId(order);
    else if (way < 0.6) await inList(order);
    else if (way < 0.9) await readStock(line, order.lines[0]!.sku, order.token, ledger, random);
    else await inReport();
  }
  async function byId(order: MyOrder): Promise<void> {
    const answer = await ask('order', 'order', { id: ['ID!', order.id] }, ORDER, [order.token]);
    if (answer !== undefined) compare('by id', order, answer.it, [order.token]);
  }
  async function inList(order: MyOrder): Promise<void> {
    const filter = order.customerId === null ? {} : { customerId: order.customerId };
    const variables = { filter: ['OrderFilter', filter], first: ['Int', 100] } as const;
    const answer = await ask('orders', 'orders', variables, `edges { node { ${ORDER} } }`, [order.token]);
    const nodes = answer?.it.edges.map(({ node }: Data) => node) as Data[] | undefined;
    const found = nodes?.find(({ id }) => id === order.id);
    // Of all orders, a hundred later ones may stand before it.
    if (nodes !== undefined && (found !== undefined || nodes.length < 100))
      compare('in a list', order, found, [order.token]);
  }
  /** Those whose tokens are given are counted, besides others'. */
  async function inReport(): Promise<void> {
    const some = mine.slice(-8);
    const tokens = some.map(({ token }) => token);
    const answer = await ask('salesReport', 'salesReport', reportVariables, 'totals { orders }', tokens);
    if (answer !== undefined && (answer.it.totals[0]?.orders ?? 0) < some.length)
      line.compare(`a sales report counts ${some.length} orders`, some.length, answer.it.totals);
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
      const selection = selected();
      const payload = await line.command('createOrder', input, selection, ['INSUFFICIENT_STOCK']);
      if (payload.userErrors.length > 0) return;
      const id = payload.orderId as string;
      if (ledger.books.orders.has(id)) violate(ledger, `order ${id} was given for two keys`);
      const token = payload.consistencyToken as string;
      const order = {
        id,
        customerId,
        lines,
        status: 'PLACED' as const,
        returned: new Map(),
        paidMinor: 0,
        refundedMinor: 0,
        token,
      };
      ledger.books.orders.set(id, order);
      know(ledger, `order-${id}`, { customerId, shippingAddress: customer?.address ?? null });
      mine.push(order);
      if (payload.it) compare(ANSWERED, order, payload.it, [token]);
      await read(order);
    },
    async move() {
      if (mine.length === 0) return;
      const order = random.pick(mine);
      const step = nextStep(order, random);
      if (step === undefined) return;
      const unwatch = random.next() < 0.3 ? watch(line.url, ledger, order.id) : undefined;
      const input = { orderId: order.id, ...step.more };
      const payload = await line.command(step.field, input, selected());
      step.book();
      order.token = payload.consistencyToken as string;
      if (payload.it) compare(ANSWERED, order, payload.it, [order.token]);
      await read(order);
      unwatch?.();
    },
  };
}

/** All time, by product. */
export const reportVariables = {
  from: ['DateTime!', '2026-01-01T00:00:00Z'],
  to: ['DateTime!', '2035-01-01T00:00:00Z'],
  groupBy: ['SalesGroup!', 'PRODUCT'],
} as const;

/** As the API shows it. */
const asShown = (order: MyOrder): object => ({
  status: shownStatus(order),
  customerId: order.customerId,
  lines: order.lines.map((each) => ({ ...each, returned: order.returned.get(each.sku) ?? 0 })),
});
const linesOf = ({ status, customerId, lines }: Data): object => ({ status, customerId, lines });

function sightOrder({ books }: Ledger, it: Data, tokens: readonly string[], orNewer: boolean): void {
  if (it === undefined || it === null) return;
  const { id, revision, status, customerId } = it;
  books.sightings.push({ id, revision, orNewer, tokens, shown: { order: { status, customerId } } });
}

/** Reads a product that all clients order. It may have changed since, but must be as new as the token. */
async function readStock(
  line: Line,
  sku: string,
  token: string,
  ledger: Ledger,
  random: Random,
): Promise<void> {
  const variables = { sku: ['String', sku] } as const;
  const ask = createAsk(line, ledger, random);
  const answer = await ask('stock of a product', 'product', variables, SIGHTED, [token]);
  if (answer === undefined) return;
  if (answer.it === null) violate(ledger, `${sku}, which is for sale, is not shown`);
  sight(ledger, answer.it, [token]);
}

/** Units of a product that all clients order, and a look at them. */
export async function receiveStock(
  line: Line,
  sku: string,
  delta: number,
  ledger: Ledger,
  random: Random,
): Promise<void> {
  const selection = `productId ${random.next() < 0.5 ? `it: product { ${SIGHTED} }` : ''}`;
  const payload = await line.command('updateProductStock', { sku, delta }, selection);
  receive(ledger, sku, delta);
  const token = payload.consistencyToken as string;
  sight(ledger, payload.it, [token], true);
  await readStock(line, sku, token, ledger, random);
}

/** What may come next for the order, and how it is booked once it is acknowledged. */
function nextStep(order: LedgerOrder, random: Random) {
  const to = (status: LedgerOrder['status'], money: Partial<LedgerOrder> = {}) => {
    return () => void Object.assign(order, { status, ...money });
  };
  const cancel = () => ({
    field: 'cancelOrder',
    more: {},
    book: to('CANCELLED', { refundedMinor: order.paidMinor }),
  });
  switch (order.status) {
    case 'PLACED':
      return random.next() < 0.3
        ? cancel()
        : { field: 'payOrder', more: {}, book: to('PAID', { paidMinor: totalMinor(order) }) };
    case 'PAID':
      return random.next() < 0.15 ? cancel() : { field: 'shipOrder', more: {}, book: to('SHIPPED') };
    case 'SHIPPED':
      return { field: 'deliverOrder', more: {}, book: to('DELIVERED') };
    case 'DELIVERED': {
      const left = order.lines.filter(({ sku, quantity }) => (order.returned.get(sku) ?? 0) < quantity);
      if (left.length === 0) return undefined;
      const { sku } = random.pick(left);
      const book = () => {
        order.returned.set(sku, (order.returned.get(sku) ?? 0) + 1);
        order.refundedMinor += PRICE_MINOR;
      };
      return { field: 'returnOrderItems', more: { items: [{ sku, quantity: 1 }] }, book };
    }
    case 'CANCELLED':
      return undefined;
  }
}
