import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readModelNames } from '../indexer/projections/document.ts';
import { latestVersion } from '../indexer/projections/versions.ts';
import { mappingOf } from './mappings.ts';

/** The projection that each mapping was made for, and the mapping. */
const MADE_FOR: Record<string, [version: number, mapping: string]> = {
  products: [1, 'f4308896'],
  insights: [1, '609f8897'],
  categories: [1, '6945d611'],
  orders: [1, '159a7f97'],
  customers: [1, 'b3e04e9b'],
  reviews: [1, '76cb7425'],
  batches: [1, '7cd31da4'],
  status: [1, '80192123'],
};

test.each(readModelNames)('the mapping of %s is another one with another version only', (model) => {
  const mapping = createHash('sha256')
    .update(JSON.stringify(mappingOf(model)))
    .digest('hex')
    .slice(0, 8);
  expect(
    [latestVersion(model), mapping],
    `an index that was made with the mapping of before refuses what is new in it: ${model} needs a further version of its projection (docs/read-models.md); then state both here`,
  ).toEqual(MADE_FOR[model]);
});
