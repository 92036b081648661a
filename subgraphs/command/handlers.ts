import { type CreateOrder, createOrder, type OrderContext } from './domain/order.ts';
import {
  type Product,
  type PublishProduct,
  publishProduct,
  type RegisterProduct,
  registerProduct,
} from './domain/product.ts';
import { type Stock, type UpdateProductStock, updateProductStock } from './domain/stock.ts';
import type { CommandHandler } from './handle-command.ts';
import { isReferenceTaken } from './mysql/orders.ts';
import { lockProduct, shareProducts } from './mysql/products.ts';
import { lockStock, lockStocks } from './mysql/stocks.ts';

// Every command: what it locks and loads, and which decider judges it.

export const registerProductHandler: CommandHandler<RegisterProduct, Product | undefined> = {
  name: 'registerProduct',
  load: (connection, { sku }) => lockProduct(connection, { sku }),
  decide: registerProduct,
};

export const publishProductHandler: CommandHandler<PublishProduct, Product | undefined> = {
  name: 'publishProduct',
  load: (connection, { productId }) => lockProduct(connection, { id: productId }),
  decide: publishProduct,
};

export const updateProductStockHandler: CommandHandler<UpdateProductStock, Stock | undefined> = {
  name: 'updateProductStock',
  load: (connection, { sku }) => lockStock(connection, sku),
  decide: updateProductStock,
};

export const createOrderHandler: CommandHandler<CreateOrder, OrderContext> = {
  name: 'createOrder',
  load: async (connection, command) => {
    const externalReferenceTaken = await isReferenceTaken(connection, command.externalReference);
    const skus = [...new Set(command.lines.map((line) => line.sku))];
    const products = await shareProducts(connection, skus);
    // The contended lock comes last, so that it is held for the shortest time.
    const stocks = await lockStocks(
      connection,
      products.map((product) => product.id),
    );
    const stockOf = new Map(stocks.map((stock) => [stock.id, stock]));
    return {
      externalReferenceTaken,
      products: new Map(
        products.map((product) => [product.state.sku, { product, stock: stockOf.get(product.id)! }]),
      ),
    };
  },
  decide: createOrder,
};
