import type { Dependencies } from '../handle-command.ts';
import { inventory } from '../handlers/inventory.ts';
import * as inputs from './inputs.ts';
import { asGiven, createMutation, type Sources } from './mutation.ts';
import { toBulk, toProduct } from './payload.ts';

/** The mutations on stock. */
export function inventoryMutations(dependencies: Dependencies, { clock }: Sources) {
  const mutation = createMutation(dependencies, clock);
  return {
    updateProductStock: mutation(inputs.updateProductStock, inventory.updateProductStock, asGiven, toProduct),
    updateStocks: mutation(inputs.updateStocks, inventory.updateStocks, asGiven, toBulk),
  };
}
