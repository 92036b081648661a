import { setTimeout as sleep } from 'node:timers/promises';
import { count, type Ledger, type LedgerOrder, note, shownStatus } from './ledger.ts';
import type { Random } from './random.ts';

/** What a reader may be told instead of an answer. */
const DOCUMENTED = ['READ_MODEL_BEHIND', 'SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'NOT_FOUND'];
const REQUEST_TIMEOUT_MS = 10_000;
/** Rows of a bulk command: a large one takes long enough for others to overtake it. */
const MANY = [20, 20, 300];
const ERRORS = 'consistencyToken userErrors { code message }';

interface Reply {
  // oxlint-disable-next-line typescript/no-explicit-any -- whoever asks knows the shape
  readonly data?: any;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

interface Command {
  readonly field: string;
  readonly type: string;
  readonly selection: string;
  readonly input: Record<string, unknown>;
}

/** Clients that write, read what they wrote, and keep books of what they were told. */
export interface Clients {
  /** Registers the products. */
  prepare(): Promise<void>;
  /** Runs the client until `done`; a command under way is sent until it is answered. */
  run(random: Random, done: () => boolean): Promise<void>;
}

export function createClients(
  url: string,
  skus: readonly string[],
  ledger: Ledger,
  epochKey: string,
): Clients {
  let keys = 0;

  async function post(query: string, variables: object): Promise<Reply | undefined> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      return (await response.json()) as Reply;
    } catch {
      return undefined;
    }
  }

  /** Sends a command, under one key, until it is answered. The answer's payload. */
  async function command({ field, type, selection, input }: Command): Promise<Reply['data']> {
    const idempotencyKey = `${epochKey}-${keys++}`;
    const query = `mutation ($input: ${type}!) { answer: ${field}(input: $input) { ${selection} ${ERRORS} } }`;
    for (let tries = 1; ; tries++) {
      const reply = await post(query, { input: { ...input, idempotencyKey } });
      const payload = reply?.data?.answer;
      if (payload !== undefined && payload !== null) {
        count(ledger, `${field}${payload.userErrors.length > 0 ? ` refused` : ''}`);
        note(
          ledger,
          `${field} ${idempotencyKey} after ${tries} tries: ${JSON.stringify(payload).slice(0, 500)}`,
        );
        return payload;
      }
      count(ledger, 'command sent again');
      for (const error of reply?.errors ?? []) judge(`${field} ${idempotencyKey}`, error);
      await sleep(Math.min(1_000, 50 * tries));
    }
  }

  function judge(what: string, { message, extensions }: NonNullable<Reply['errors']>[number]): void {
    if (DOCUMENTED.includes(extensions?.code ?? '')) return count(ledger, extensions!.code!);
    ledger.violations.push(`${what} met an error that is not documented: ${extensions?.code} ${message}`);
  }

  async function receive(sku: string, delta: number): Promise<string> {
    const payload = await command({
      field: 'updateProductStock',
      type: 'UpdateProductStockInput',
      selection: 'productId',
      input: { sku, delta },
    });
    refuseNone('updateProductStock', payload);
    ledger.received.set(sku, (ledger.received.get(sku) ?? 0) + delta);
    return payload.consistencyToken as string;
  }

  function refuseNone(field: string, payload: Reply['data']): void {
    if (payload.userErrors.length > 0)
      ledger.violations.push(`${field} was refused: ${JSON.stringify(payload.userErrors)}`);
  }

  async function place(random: Random): Promise<[LedgerOrder, string] | undefined> {
    const chosen = skus.filter(() => random.next() < 0.4).slice(0, 3);
    const lines = (chosen.length > 0 ? chosen : [skus[0]!]).map((sku) => ({
      sku,
      quantity: 1 + random.below(3),
    }));
    const payload = await command({
      field: 'createOrder',
      type: 'CreateOrderInput',
      selection: 'orderId',
      input: { lines },
    });
    if (payload.userErrors.length > 0) return undefined; // out of stock
    const id = payload.orderId as string;
    if (ledger.orders.has(id)) ledger.violations.push(`order ${id} was given for two keys`);
    const order: LedgerOrder = { id, lines, status: 'PLACED', returned: new Map() };
    ledger.orders.set(id, order);
    return [order, payload.consistencyToken as string];
  }

  /** One large transaction, beside which smaller ones overtake it. */
  async function registerMany(random: Random): Promise<void> {
    const stem = `many-${keys}-${random.below(1e9)}`;
    const rows = Array.from({ length: random.pick(MANY) }, (_, i) => ({
      sku: `${stem}-${i}`,
      name: `One of many ${i}`,
    }));
    const payload = await command({
      field: 'registerProducts',
      type: 'RegisterProductsInput',
      selection: 'rows { productId }',
      input: { rows },
    });
    refuseNone('registerProducts', payload);
    ledger.products += payload.rows.length;
  }

  async function move(order: LedgerOrder, random: Random): Promise<string | undefined> {
    const step = nextStep(order, random);
    if (step === undefined) return undefined;
    const payload = await command({
      field: step.field,
      type: `${step.field[0]!.toUpperCase()}${step.field.slice(1)}Input`,
      selection: 'orderId',
      input: { orderId: order.id, ...step.more },
    });
    refuseNone(`${step.field} ${order.id}`, payload);
    step.book();
    return payload.consistencyToken as string;
  }

  /** Reads with the token: what was written must be seen, or it must be told that it cannot be. */
  async function read(order: LedgerOrder, token: string): Promise<void> {
    const reply = await post(
      'query ($id: ID!, $asOf: String) { order(id: $id, asOf: $asOf) { id status lines { returned } } }',
      { id: order.id, asOf: token },
    );
    if (reply === undefined) return count(ledger, 'read without an answer');
    for (const error of reply.errors ?? []) judge(`order ${order.id}`, error);
    if (reply.errors !== undefined) return;
    const returned = [...order.returned.values()].reduce((sum, n) => sum + n, 0);
    const seen = reply.data.order as { status: string; lines: { returned: number }[] } | null;
    const back = seen?.lines.reduce((sum, line) => sum + line.returned, 0);
    count(ledger, 'read with a token');
    if (seen?.status !== shownStatus(order) || back !== returned)
      ledger.violations.push(
        `order ${order.id} is ${shownStatus(order)} with ${returned} back, and was read as ${JSON.stringify(seen)}`,
      );
  }

  return {
    async prepare() {
      for (const sku of skus) {
        const price = { amountMinor: 1_000, currency: 'EUR' };
        const payload = await command({
          field: 'registerProduct',
          type: 'RegisterProductInput',
          selection: 'productId',
          input: { sku, name: `Kettle ${sku}`, price, publish: true },
        });
        refuseNone('registerProduct', payload);
        ledger.products++;
        await receive(sku, 20);
      }
    },
    async run(random, done) {
      const mine: LedgerOrder[] = [];
      while (!done()) {
        const dice = random.next();
        if (dice < 0.04) await registerMany(random);
        else if (dice < 0.15) await receive(random.pick(skus), 1 + random.below(10));
        else if (dice < 0.55 || mine.length === 0) {
          const placed = await place(random);
          if (placed !== undefined) mine.push(placed[0]);
          if (placed !== undefined) await read(...placed);
        } else {
          const order = random.pick(mine);
          const token = await move(order, random);
          if (token !== undefined) await read(order, token);
        }
      }
    },
  };
}

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
