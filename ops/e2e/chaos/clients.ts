import { createCatalogue } from './catalogue.ts';
import { know, type Ledger } from './ledger.ts';
import { createLine } from './line.ts';
import { createOrders, receiveStock } from './orders.ts';
import type { Random } from './random.ts';

/** What all clients order. */
const SKUS = ['sku-0', 'sku-1', 'sku-2', 'sku-3'];

/** Clients that write, read what they wrote, and keep books of what they were told. */
export interface Clients {
  /** Registers the products that all of them order. */
  prepare(): Promise<void>;
  /** Runs one client until `done`; a command under way is sent until it is answered. */
  run(random: Random, done: () => boolean): Promise<void>;
}

export function createClients(url: string, ledger: Ledger, keyPrefix: string): Clients {
  const line = createLine(url, ledger, keyPrefix);
  let clients = 0;
  return {
    async prepare() {
      const price = { amountMinor: 1_000, currency: 'EUR' };
      for (const sku of SKUS) {
        const input = { sku, name: `Kettle ${sku}`, price };
        const { productId } = await line.command('registerProduct', { ...input, publish: true }, 'productId');
        ledger.books.products++;
        know(ledger, `product-${productId as string}`, { ...input, status: 'PUBLISHED' });
        await receiveStock(line, sku, 20, ledger);
      }
    },
    async run(random, done) {
      const catalogue = createCatalogue(
        line,
        `c${clients++}${keyPrefix.replaceAll(/\W/g, '')}`,
        ledger,
        random,
      );
      const orders = createOrders(line, SKUS, ledger, random);
      while (!done()) {
        const dice = random.next();
        if (dice < 0.45) await catalogue.act();
        else if (dice < 0.52) await receiveStock(line, random.pick(SKUS), 1 + random.below(10), ledger);
        else if (dice < 0.75) await orders.place(random.next() < 0.7 ? catalogue.customer() : undefined);
        else await orders.move();
      }
    },
  };
}
