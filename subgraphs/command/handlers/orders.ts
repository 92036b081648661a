import { type CreateOrder, createOrder, type OrderContext } from '../domain/create-order.ts';
import type { Decision } from '../domain/decision.ts';
import * as order from '../domain/order.ts';
import type { CancelOrder, Order, OrderAndStocks, ReturnOrderItems, ShipOrder } from '../domain/order.ts';
import type { CommandHandler } from '../handle-command.ts';
import type { Connection } from '../mysql/connect.ts';
import { holdCustomer } from '../mysql/customers.ts';
import { findOrder, findReturn, lockOrder } from '../mysql/orders.ts';
import { shareProducts } from '../mysql/products.ts';
import { lockStocks } from '../mysql/stocks.ts';
import { byId } from './by-id.ts';

const onOrder = <Command extends { readonly orderId: string }>(
  decide: (command: Command, order: Order | undefined) => Decision,
): CommandHandler<Command, Order | undefined> => ({
  load: (connection, { orderId }) => lockOrder(connection, orderId),
  decide,
});

const loadOrderAndStocks = async (connection: Connection, id: string): Promise<OrderAndStocks> => {
  const order = await lockOrder(connection, id);
  const skus = new Set(order?.state.lines.map(({ sku }) => sku));
  return { order, stocks: byId(await lockStocks(connection, skus)) };
};

/** Commands on orders. */
export const orders = {
  createOrder: {
    load: async (connection, command) => {
      const skus = new Set(command.lines.map((line) => line.sku));
      const [referencedBy, products, customer, stocks] = await Promise.all([
        findOrder(connection, command.externalReference),
        shareProducts(connection, skus),
        holdCustomer(connection, command.customerId, 'SHARE'),
        // The contended lock comes last, so that it is held for the shortest time.
        lockStocks(connection, skus),
      ]);
      const stockOf = byId(stocks);
      return {
        referencedBy,
        customer,
        products: new Map(
          products.map((product) => [product.state.sku, { product, stock: stockOf.get(product.id)! }]),
        ),
      };
    },
    decide: createOrder,
  } satisfies CommandHandler<CreateOrder, OrderContext>,
  payOrder: onOrder(order.payOrder),
  shipOrder: {
    load: (connection, { orderId }) => loadOrderAndStocks(connection, orderId),
    decide: order.shipOrder,
  } satisfies CommandHandler<ShipOrder, OrderAndStocks>,
  deliverOrder: onOrder(order.deliverOrder),
  cancelOrder: {
    load: (connection, { orderId }) => loadOrderAndStocks(connection, orderId),
    decide: order.cancelOrder,
  } satisfies CommandHandler<CancelOrder, OrderAndStocks>,
  returnOrderItems: {
    load: async (connection, { orderId, externalReference }) => {
      const [loaded, referencedBy] = await Promise.all([
        loadOrderAndStocks(connection, orderId),
        findReturn(connection, externalReference),
      ]);
      return { ...loaded, referencedBy };
    },
    decide: order.returnOrderItems,
  } satisfies CommandHandler<ReturnOrderItems, OrderAndStocks & { referencedBy: string | undefined }>,
};
