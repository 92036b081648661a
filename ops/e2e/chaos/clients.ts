import { createCatalogue } from './catalogue.ts';
import { know, type Ledger, PRICE_MINOR, violate } from './ledger.ts';
import { createLine, Unanswered } from './line.ts';
import { createOrders, receiveStock } from './orders.ts';
import { createRandom, inTurns, type Random } from './random.ts';

/** What all clients order. */
const SKUS = ['sku-0', 'sku-1', 'sku-2', 'sku-3'];

/** Clients that write, read what they wrote, and keep books of what they were told. */
export interface Clients {
  /** Registers the products that all of them order. */
  prepare(): Promise<void>;
  /** Runs one client until `done`; a command under way is sent until it is answered, or given up. */
  run(random: Random, done: () => boolean): Promise<void>;
}

/** `keyPrefix` sets the keys of this run apart; `wasDown` tells whether the gateway may have been dead since then. */
export function createClients(
  url: string,
  ledger: Ledger,
  keyPrefix: string,
  wasDown: (since: number) => boolean,
): Clients {
  const lineOf = (client: string) => createLine(url, ledger, `${keyPrefix}-${client}`, wasDown);
  let clients = 0;
  return {
    async prepare() {
      const line = lineOf('first');
      const price = { amountMinor: PRICE_MINOR, currency: 'EUR' };
      for (const sku of SKUS) {
        const input = { sku, name: `Kettle ${sku}`, price };
        const { productId } = await line.command('registerProduct', { ...input, publish: true }, 'productId');
        ledger.books.products++;
        know(ledger, `product-${productId as string}`, { ...input, status: 'PUBLISHED' });
        await receiveStock(line, sku, 20, ledger, createRandom(0));
      }
    },
    async run(life, done) {
      const client = `c${clients++}`;
      const line = lineOf(client);
      const random = inTurns(life);
      const stem = `${client}${keyPrefix.replaceAll(/\W/g, '')}`;
      const catalogue = createCatalogue(line, stem, ledger, random);
      const orders = createOrders(line, SKUS, ledger, random);
      async function turn(): Promise<void> {
        const dice = random.next();
        if (dice < 0.45) await catalogue.act();
        else if (dice < 0.52)
          await receiveStock(line, random.pick(SKUS), 1 + random.below(10), ledger, random);
        else if (dice < 0.75) await orders.place(random.next() < 0.7 ? catalogue.customer() : undefined);
        else await orders.move();
      }
      try {
        for (; !done(); random.turn()) await turn();
      } catch (error) {
        // What it made of that is not known: this client knows nothing any more.
        if (!(error instanceof Unanswered)) throw error;
        violate(ledger, error.message);
      }
    },
  };
}
