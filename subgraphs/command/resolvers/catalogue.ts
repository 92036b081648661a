import type { z } from 'zod';
import type { Dependencies } from '../handle-command.ts';
import { catalogue } from '../handlers/catalogue.ts';
import * as inputs from './inputs.ts';
import { asGiven, createMutation, omitKey, type Sources } from './mutation.ts';
import { toBulk, toCategory, toProduct } from './payload.ts';

/** The mutations on products and categories. */
export function catalogueMutations(dependencies: Dependencies, { clock, newId }: Sources) {
  const mutation = createMutation(dependencies, clock);
  const newProduct = (
    input: Omit<z.output<typeof inputs.registerProduct>, 'idempotencyKey'>,
    now: string,
  ) => ({
    ...input,
    productId: newId(),
    now,
  });
  return {
    registerProduct: mutation(inputs.registerProduct, catalogue.registerProduct, newProduct, toProduct),
    registerProducts: mutation(
      inputs.registerProducts,
      catalogue.registerProducts,
      ({ rows, ...input }, now) => ({ ...input, rows: rows.map((row) => newProduct(omitKey(row), now)) }),
      toBulk,
    ),
    changeProductDetails: mutation(
      inputs.changeProductDetails,
      catalogue.changeProductDetails,
      asGiven,
      toProduct,
    ),
    changeProductPrice: mutation(inputs.changeProductPrice, catalogue.changeProductPrice, asGiven, toProduct),
    changePrices: mutation(inputs.changePrices, catalogue.changePrices, asGiven, toBulk),
    addProductImage: mutation(inputs.addProductImage, catalogue.addProductImage, asGiven, toProduct),
    removeProductImage: mutation(inputs.removeProductImage, catalogue.removeProductImage, asGiven, toProduct),
    categorizeProduct: mutation(inputs.categorizeProduct, catalogue.categorizeProduct, asGiven, toProduct),
    publishProduct: mutation(inputs.publishProduct, catalogue.publishProduct, asGiven, toProduct),
    unpublishProduct: mutation(inputs.unpublishProduct, catalogue.unpublishProduct, asGiven, toProduct),
    discontinueProduct: mutation(inputs.discontinueProduct, catalogue.discontinueProduct, asGiven, toProduct),
    defineCategory: mutation(
      inputs.defineCategory,
      catalogue.defineCategory,
      ({ name, parentId }) => ({ name, parentId, categoryId: newId() }),
      toCategory,
    ),
    renameCategory: mutation(inputs.renameCategory, catalogue.renameCategory, asGiven, toCategory),
    moveCategory: mutation(inputs.moveCategory, catalogue.moveCategory, asGiven, toCategory),
  };
}
