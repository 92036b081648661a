import { type BulkCommand, decideRows, validRows } from '../domain/bulk.ts';
import {
  type Ancestry,
  type Category,
  type DefineCategory,
  defineCategory,
  type MoveCategory,
  moveCategory,
  type RenameCategory,
  renameCategory,
} from '../domain/category.ts';
import type { Decision } from '../domain/decision.ts';
import * as product from '../domain/product.ts';
import type { CategorizeProduct, ChangeProductPrice, Product, RegisterProduct } from '../domain/product.ts';
import type { CommandHandler } from '../handle-command.ts';
import { ancestry, existingCategories, height, lockCategory, lockForest } from '../mysql/categories.ts';
import { lockProducts } from '../mysql/products.ts';
import { byId } from './by-id.ts';

const onProduct = <Command extends { readonly productId: string }>(
  decide: (command: Command, product: Product | undefined) => Decision,
): CommandHandler<Command, Product | undefined> => ({
  load: async (connection, { productId }) => (await lockProducts(connection, 'id', [productId]))[0],
  decide,
});

/** Commands on products and categories. */
export const catalogue = {
  registerProducts: {
    load: async (connection, { rows }) => {
      const valid = validRows(rows);
      const [categories, products] = await Promise.all([
        existingCategories(
          connection,
          valid.map(({ categoryId }) => categoryId),
        ),
        lockProducts(
          connection,
          'sku',
          valid.map(({ sku }) => sku),
        ),
      ]);
      return { categories, products: new Map(products.map((product) => [product.state.sku, product])) };
    },
    decide: (command, { categories, products }) =>
      decideRows(
        command,
        (row) =>
          product.registerProduct(row, {
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
    load: async (connection, { sku, categoryId }) => {
      const [categories, [existing]] = await Promise.all([
        existingCategories(connection, [categoryId]),
        lockProducts(connection, 'sku', [sku]),
      ]);
      return { categoryExists: categoryId === null || categories.size > 0, existing };
    },
    decide: product.registerProduct,
  } satisfies CommandHandler<RegisterProduct, { existing: Product | undefined; categoryExists: boolean }>,
  changeProductDetails: onProduct(product.changeProductDetails),
  changeProductPrice: onProduct(product.changeProductPrice),
  changePrices: {
    load: async (connection, { rows }) =>
      byId(
        await lockProducts(
          connection,
          'id',
          validRows(rows).map(({ productId }) => productId),
        ),
      ),
    decide: (command, products) =>
      decideRows(
        command,
        (row) => product.changeProductPrice(row, products.get(row.productId)),
        (change) => {
          if (change.kind === 'product') products.set(change.id, change);
        },
      ),
  } satisfies CommandHandler<BulkCommand<ChangeProductPrice>, Map<string, Product>>,
  addProductImage: onProduct(product.addProductImage),
  removeProductImage: onProduct(product.removeProductImage),
  categorizeProduct: {
    load: async (connection, { productId, categoryId }) => {
      const [categories, [product]] = await Promise.all([
        existingCategories(connection, [categoryId]),
        lockProducts(connection, 'id', [productId]),
      ]);
      return { categoryExists: categoryId === null || categories.size > 0, product };
    },
    decide: product.categorizeProduct,
  } satisfies CommandHandler<CategorizeProduct, { product: Product | undefined; categoryExists: boolean }>,
  publishProduct: onProduct(product.publishProduct),
  unpublishProduct: onProduct(product.unpublishProduct),
  discontinueProduct: onProduct(product.discontinueProduct),
  defineCategory: {
    load: async (connection, { parentId }) => {
      const [, ancestors] = await Promise.all([lockForest(connection), ancestry(connection, parentId)]);
      return ancestors;
    },
    decide: defineCategory,
  } satisfies CommandHandler<DefineCategory, Ancestry>,
  renameCategory: {
    load: (connection, { categoryId }) => lockCategory(connection, categoryId),
    decide: renameCategory,
  } satisfies CommandHandler<RenameCategory, Category | undefined>,
  moveCategory: {
    load: async (connection, { categoryId, parentId }) => {
      const [, category, ancestors, levels] = await Promise.all([
        lockForest(connection),
        lockCategory(connection, categoryId),
        ancestry(connection, parentId),
        height(connection, categoryId),
      ]);
      return { category, ancestry: ancestors, height: levels };
    },
    decide: moveCategory,
  } satisfies CommandHandler<
    MoveCategory,
    { category: Category | undefined; ancestry: Ancestry; height: number }
  >,
};
