import { type BulkCommand, decideRows } from './domain/bulk.ts';
import {
  type Ancestry,
  type Category,
  type DefineCategory,
  defineCategory,
  type MoveCategory,
  moveCategory,
  type RenameCategory,
  renameCategory,
} from './domain/category.ts';
import { type CreateOrder, createOrder, type OrderContext } from './domain/create-order.ts';
import {
  type ChangeCustomerAddress,
  changeCustomerAddress,
  type Customer,
  type RegisterCustomer,
  registerCustomer,
} from './domain/customer.ts';
import type { Decision } from './domain/decision.ts';
import {
  type CancelOrder,
  cancelOrder,
  type DeliverOrder,
  deliverOrder,
  type Order,
  type OrderAndStocks,
  type PayOrder,
  payOrder,
  type ReturnOrderItems,
  returnOrderItems,
  type ShipOrder,
  shipOrder,
} from './domain/order.ts';
import {
  type AddProductImage,
  addProductImage,
  type CategorizeProduct,
  categorizeProduct,
  type ChangeProductDetails,
  changeProductDetails,
  type ChangeProductPrice,
  changeProductPrice,
  type DiscontinueProduct,
  discontinueProduct,
  type Product,
  type PublishProduct,
  publishProduct,
  type RegisterProduct,
  registerProduct,
  type RemoveProductImage,
  removeProductImage,
  type UnpublishProduct,
  unpublishProduct,
} from './domain/product.ts';
import {
  type ModerateReview,
  moderateReview,
  type Rating,
  type Review,
  type SubmitReview,
  submitReview,
} from './domain/review.ts';
import { type Stock, type UpdateProductStock, updateProductStock } from './domain/stock.ts';
import type { CommandHandler } from './handle-command.ts';
import { ancestry, existingCategories, lockCategory, lockForest } from './mysql/categories.ts';
import type { Connection } from './mysql/connect.ts';
import { holdCustomer, isEmailTaken } from './mysql/customers.ts';
import { findOrder, findReturn, lockOrder } from './mysql/orders.ts';
import { lockProducts, productExists, shareProducts } from './mysql/products.ts';
import { isReviewed, lockRating, lockReview } from './mysql/reviews.ts';
import { findMovements, lockStocks, lockStocksBySku } from './mysql/stocks.ts';

// Every command: what it locks and loads, and which decider judges it. Commands that touch several kinds lock in this
// order: category, product, customer, order, stock, review, rating.

const onProduct = <Command extends { readonly productId: string }>(
  name: string,
  decide: (command: Command, product: Product | undefined) => Decision,
): CommandHandler<Command, Product | undefined> => ({
  name,
  load: async (connection, { productId }) => (await lockProducts(connection, 'id', [productId]))[0],
  decide,
});

const onOrder = <Command extends { readonly orderId: string }>(
  name: string,
  decide: (command: Command, order: Order | undefined) => Decision,
): CommandHandler<Command, Order | undefined> => ({
  name,
  load: (connection, { orderId }) => lockOrder(connection, orderId),
  decide,
});

const loadOrderAndStocks = async (connection: Connection, id: string): Promise<OrderAndStocks> => {
  const order = await lockOrder(connection, id);
  const productIds = new Set(order?.state.lines.map(({ productId }) => productId));
  return { order, stocks: byId(await lockStocks(connection, [...productIds])) };
};

const byId = <E extends { readonly id: string }>(entities: readonly E[]): Map<string, E> =>
  new Map(entities.map((entity) => [entity.id, entity]));

/** Commands on products and categories. */
export const catalogue = {
  registerProducts: {
    name: 'registerProducts',
    load: async (connection, { rows }) => ({
      categories: await existingCategories(
        connection,
        rows.map(({ categoryId }) => categoryId),
      ),
      products: new Map(
        (
          await lockProducts(
            connection,
            'sku',
            rows.map(({ sku }) => sku),
          )
        ).map((product) => [product.state.sku, product]),
      ),
    }),
    decide: (command, { categories, products }) =>
      decideRows(
        command,
        (row) =>
          registerProduct(row, {
            existing: products.get(row.sku),
            categoryExists: row.categoryId === null || categories.has(row.categoryId),
          }),
        (change) => {
          if (change.kind === 'product') products.set(change.state.sku, change);
        },
      ),
  } satisfies CommandHandler<
    BulkCommand<RegisterProduct>,
    { categories: ReadonlySet<string>; products: Map<string, Product> }
  >,
  registerProduct: {
    name: 'registerProduct',
    load: async (connection, { sku, categoryId }) => ({
      categoryExists: categoryId === null || (await existingCategories(connection, [categoryId])).size > 0,
      existing: (await lockProducts(connection, 'sku', [sku]))[0],
    }),
    decide: registerProduct,
  } satisfies CommandHandler<RegisterProduct, { existing: Product | undefined; categoryExists: boolean }>,
  changeProductDetails: onProduct<ChangeProductDetails>('changeProductDetails', changeProductDetails),
  changeProductPrice: onProduct<ChangeProductPrice>('changeProductPrice', changeProductPrice),
  changePrices: {
    name: 'changePrices',
    load: async (connection, { rows }) =>
      byId(
        await lockProducts(
          connection,
          'id',
          rows.map(({ productId }) => productId),
        ),
      ),
    decide: (command, products) =>
      decideRows(
        command,
        (row) => changeProductPrice(row, products.get(row.productId)),
        (change) => {
          if (change.kind === 'product') products.set(change.id, change);
        },
      ),
  } satisfies CommandHandler<BulkCommand<ChangeProductPrice>, Map<string, Product>>,
  addProductImage: onProduct<AddProductImage>('addProductImage', addProductImage),
  removeProductImage: onProduct<RemoveProductImage>('removeProductImage', removeProductImage),
  categorizeProduct: {
    name: 'categorizeProduct',
    load: async (connection, { productId, categoryId }) => ({
      categoryExists: categoryId === null || (await existingCategories(connection, [categoryId])).size > 0,
      product: (await lockProducts(connection, 'id', [productId]))[0],
    }),
    decide: categorizeProduct,
  } satisfies CommandHandler<CategorizeProduct, { product: Product | undefined; categoryExists: boolean }>,
  publishProduct: onProduct<PublishProduct>('publishProduct', publishProduct),
  unpublishProduct: onProduct<UnpublishProduct>('unpublishProduct', unpublishProduct),
  discontinueProduct: onProduct<DiscontinueProduct>('discontinueProduct', discontinueProduct),
  defineCategory: {
    name: 'defineCategory',
    load: (connection, { parentId }) => ancestry(connection, parentId),
    decide: defineCategory,
  } satisfies CommandHandler<DefineCategory, Ancestry>,
  renameCategory: {
    name: 'renameCategory',
    load: (connection, { categoryId }) => lockCategory(connection, categoryId),
    decide: renameCategory,
  } satisfies CommandHandler<RenameCategory, Category | undefined>,
  moveCategory: {
    name: 'moveCategory',
    load: async (connection, { categoryId, parentId }) => {
      await lockForest(connection);
      return {
        category: await lockCategory(connection, categoryId),
        ancestry: await ancestry(connection, parentId),
      };
    },
    decide: moveCategory,
  } satisfies CommandHandler<MoveCategory, { category: Category | undefined; ancestry: Ancestry }>,
};

interface StocksContext {
  readonly stocks: Map<string, Stock>;
  readonly references: Map<string, string>;
}
const loadStocks = async (
  connection: Connection,
  rows: readonly UpdateProductStock[],
): Promise<StocksContext> => {
  const skus = new Set(rows.map(({ sku }) => sku));
  const stocks = await lockStocksBySku(connection, [...skus]);
  const references = rows.map(({ externalReference }) => externalReference);
  return {
    stocks: new Map(stocks.map((stock) => [stock.state.sku, stock])),
    references: new Map(await findMovements(connection, references)),
  };
};
const decideStock = (command: UpdateProductStock, { stocks, references }: StocksContext): Decision =>
  updateProductStock(command, {
    stock: stocks.get(command.sku),
    referencedBy: references.get(command.externalReference ?? ''),
  });

/** Commands on stock. */
export const inventory = {
  updateProductStock: {
    name: 'updateProductStock',
    load: (connection, command) => loadStocks(connection, [command]),
    decide: decideStock,
  } satisfies CommandHandler<UpdateProductStock, StocksContext>,
  updateStocks: {
    name: 'updateStocks',
    load: (connection, { rows }) => loadStocks(connection, rows),
    decide: (command, context) =>
      decideRows(
        command,
        (row) => decideStock(row, context),
        (change) => {
          if (change.kind !== 'stock' || change.happening.type !== 'ProductStockUpdated') return;
          const { externalReference } = change.happening.data;
          context.stocks.set(change.state.sku, change);
          if (externalReference !== null) context.references.set(externalReference, change.id);
        },
      ),
  } satisfies CommandHandler<BulkCommand<UpdateProductStock>, StocksContext>,
};

/** Commands on orders. */
export const orders = {
  createOrder: {
    name: 'createOrder',
    load: async (connection, command) => {
      const referencedBy = await findOrder(connection, command.externalReference);
      const skus = new Set(command.lines.map((line) => line.sku));
      const products = await shareProducts(connection, [...skus]);
      const customer = await holdCustomer(connection, command.customerId, 'SHARE');
      // The contended lock comes last, so that it is held for the shortest time.
      const stocks = byId(
        await lockStocks(
          connection,
          products.map(({ id }) => id),
        ),
      );
      return {
        referencedBy,
        customer,
        products: new Map(
          products.map((product) => [product.state.sku, { product, stock: stocks.get(product.id)! }]),
        ),
      };
    },
    decide: createOrder,
  } satisfies CommandHandler<CreateOrder, OrderContext>,
  payOrder: onOrder<PayOrder>('payOrder', payOrder),
  shipOrder: {
    name: 'shipOrder',
    load: (connection, { orderId }) => loadOrderAndStocks(connection, orderId),
    decide: shipOrder,
  } satisfies CommandHandler<ShipOrder, OrderAndStocks>,
  deliverOrder: onOrder<DeliverOrder>('deliverOrder', deliverOrder),
  cancelOrder: {
    name: 'cancelOrder',
    load: (connection, { orderId }) => loadOrderAndStocks(connection, orderId),
    decide: cancelOrder,
  } satisfies CommandHandler<CancelOrder, OrderAndStocks>,
  returnOrderItems: {
    name: 'returnOrderItems',
    load: async (connection, { orderId, externalReference }) => ({
      ...(await loadOrderAndStocks(connection, orderId)),
      referencedBy: await findReturn(connection, externalReference),
    }),
    decide: returnOrderItems,
  } satisfies CommandHandler<ReturnOrderItems, OrderAndStocks & { referencedBy: string | undefined }>,
};

/** Commands on customers and their reviews. */
export const customers = {
  registerCustomer: {
    name: 'registerCustomer',
    load: (connection, { email }) => isEmailTaken(connection, email),
    decide: registerCustomer,
  } satisfies CommandHandler<RegisterCustomer, boolean>,
  changeCustomerAddress: {
    name: 'changeCustomerAddress',
    load: (connection, { customerId }) => holdCustomer(connection, customerId, 'UPDATE'),
    decide: changeCustomerAddress,
  } satisfies CommandHandler<ChangeCustomerAddress, Customer | undefined>,
  submitReview: {
    name: 'submitReview',
    load: async (connection, { customerId, productId }) => {
      const product = await productExists(connection, productId);
      const customer = (await holdCustomer(connection, customerId, 'SHARE')) !== undefined;
      const reviewedBefore = product && customer && (await isReviewed(connection, customerId, productId));
      return { product, customer, reviewedBefore };
    },
    decide: submitReview,
  } satisfies CommandHandler<SubmitReview, { customer: boolean; product: boolean; reviewedBefore: boolean }>,
  moderateReview: {
    name: 'moderateReview',
    load: async (connection, { reviewId }) => {
      const review = await lockReview(connection, reviewId);
      return { review, rating: review && (await lockRating(connection, review.state.productId)) };
    },
    decide: moderateReview,
  } satisfies CommandHandler<ModerateReview, { review: Review | undefined; rating: Rating | undefined }>,
};
