import { watchOrder } from '../../test/watching.ts';
import { type Books, count, type Ledger, shownStatus, violate } from './ledger.ts';
import { judgeError } from './line.ts';

const query = 'subscription ($id: ID!) { orderChanged(id: $id) { id revision status customerId } }';
const AT_REST = 10;

/** At rest, a stream begins with the order as it was written last. */
export async function watchSome(gatewayUrl: string, { orders }: Books): Promise<string[]> {
  const some = [...orders.values()].slice(-AT_REST);
  const wrong = some.map(async (order) => {
    const watched = watchOrder(gatewayUrl, order.id, { query });
    const { data, errors } = await watched.come(1).finally(() => watched.leave());
    const status = data?.['orderChanged']?.status;
    return status === shownStatus(order)
      ? []
      : [`watched at rest, ${order.id} is ${status} ${JSON.stringify(errors)}, not ${shownStatus(order)}`];
  });
  return (await Promise.all(wrong)).flat();
}

/**
 * Watches an order until it is told to stop: whatever came is a state that the order had, and none comes after a newer
 * one. A stream may break off, and nothing says when a state comes.
 */
export function watch(gatewayUrl: string, ledger: Ledger, id: string): () => void {
  const watched = watchOrder(gatewayUrl, id, { query });
  return () => {
    watched.leave();
    let last = 0;
    for (const { data, errors } of watched.results) {
      for (const error of errors ?? []) judgeError(ledger, `orderChanged ${id}`, error);
      const order = data?.['orderChanged'];
      if (order === null || order === undefined) continue;
      count(ledger, 'states of orders watched');
      const { revision, status, customerId } = order;
      ledger.books.sightings.push({
        ...{ id, revision, orNewer: false, tokens: [], shown: { order: { status, customerId } } },
      });
      const at = Number(revision.split('.').at(-1));
      if (at <= last) violate(ledger, `orderChanged ${id}: ${revision} came after ${last}`);
      last = at;
    }
  };
}
