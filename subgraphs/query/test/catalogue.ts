import { expect } from 'vitest';
import type { Query } from '../../../schema/generated/query.ts';
import { startQuery } from '../main.ts';
import { categoryEvent, productEvent, ratingEvent, stockEvent } from './events.ts';
import { ask, createWorld } from './world.ts';

/** A small shop, for the tests of searching and browsing. */

type State = NonNullable<NonNullable<Parameters<typeof productEvent>[2]>['state']>;

export const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
export const product = (id: string, name: string, state: State = {}) =>
  productEvent(id, 1, {
    state: {
      name,
      description: null,
      brand: null,
      model: null,
      attributes: [],
      price: euros(1_000),
      ...state,
    },
  });
const colour = (value: string) => [{ name: 'colour', value }];

export const catalogue = [
  product('shoe', 'Running shoe', {
    categoryId: 'sport',
    price: euros(5_000),
    brand: 'Fleet',
    attributes: colour('red'),
  }),
  product('boot', 'Rain boots', {
    categoryId: 'sport',
    price: euros(9_000),
    brand: 'Fleet',
    attributes: colour('blue'),
  }),
  product('cafe', 'Café table', { categoryId: 'home', price: euros(20_000), attributes: colour('red') }),
  product('tv', 'Television 39.6 cm (15.6")', {
    model: 'TV-156/X',
    eans: ['4006381333931'],
    price: euros(30_000),
  }),
  product('watch', 'Smart watch', { brand: 'Tempo', price: euros(15_000), attributes: colour('red') }),
  product('phone', 'Headset with a microphone', {
    description: `${'Long talk. '.repeat(40)}Made for watch owners.`,
  }),
  product('gone', 'Discontinued shoe', { status: 'DISCONTINUED', brand: 'Fleet' }),
  product('hidden', 'Unpublished shoe', { status: 'UNPUBLISHED' }),
];
const others = [
  categoryEvent('home', 'Home'),
  categoryEvent('outdoor', 'Outdoor'),
  categoryEvent('sport', 'Sportswear', 'outdoor'),
  stockEvent('shoe', 1, { onHand: 5, reserved: 0 }),
  stockEvent('boot', 1, { onHand: 2, reserved: 2 }),
  stockEvent('tv', 1, { onHand: 9, reserved: 0 }),
  ratingEvent('shoe', 1, [0, 0, 0, 1, 1]),
  ratingEvent('boot', 1, [0, 0, 0, 1, 0]),
  // Its only review was approved, and then rejected.
  ratingEvent('watch', 2, [0, 0, 0, 0, 0]),
];

/** What the queries ask for. */
type Shown = { readonly [F in keyof Query]-?: NonNullable<Query[F]> };

/** The shop in a world of its own, with a query subgraph over it. */
export async function openCatalogue() {
  const world = await createWorld();
  await world.ensureIndices();
  await world.index(...catalogue, ...others);
  await world.refresh();
  const query = await startQuery(world.config, world.log);
  return {
    world,
    query,
    answer: async <T = Shown>(
      fields: string,
      variables: Record<string, unknown> = {},
      declared = '',
    ): Promise<T> => {
      const { data, errors } = await ask(query.url, `query ${declared} { ${fields} }`, variables);
      expect(errors).toBeUndefined();
      return data as T;
    },
    close: async () => {
      await query.stop();
      await world.destroy();
    },
  };
}
export type Catalogue = Awaited<ReturnType<typeof openCatalogue>>;
