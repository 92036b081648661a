import { expect, test } from 'vitest';
import { createDeliveries, type Part } from './deliveries.ts';
import { customerAndProduct } from './survey.ts';

const shopOf = () => {
  const deliveries = createDeliveries(new Set([customerAndProduct('7', 'A'), customerAndProduct('7', 'B')]));
  const deliver = (invoice: string, ...lines: { code: string; quantity: number }[]) =>
    deliveries.deliver('7', { orderId: `order-${invoice}`, invoice }, lines);
  const take = (code: string, quantity: number) => {
    const found = deliveries.find('7', code, quantity);
    if ('code' in found) return found.code;
    for (const part of found) part.delivery.left -= part.quantity;
    return found.map((part: Part) => [part.delivery.invoice, part.quantity]);
  };
  return { deliveries, deliver, take };
};

test('takes units of the latest delivery first, of several where one has too few', () => {
  const { deliver, take } = shopOf();
  deliver('1', { code: 'A', quantity: 5 });
  deliver('2', { code: 'A', quantity: 2 }, { code: 'B', quantity: 9 }, { code: 'A', quantity: 1 });
  expect(take('A', 1)).toEqual([['2', 1]]);
  expect(take('A', 4)).toEqual([
    ['2', 2],
    ['1', 2],
  ]);
  expect(take('A', 3)).toEqual([['1', 3]]);
  expect(take('A', 1)).toBe('NOTHING_DELIVERED');
});

test('a return of more than there is takes nothing', () => {
  const { deliver, take } = shopOf();
  deliver('1', { code: 'A', quantity: 5 });
  expect(take('A', 6)).toBe('NOT_ENOUGH_DELIVERED');
  expect(take('A', 5)).toEqual([['1', 5]]);
});

test('nobody returns nothing, and nobody what another one got', () => {
  const { deliveries, deliver } = shopOf();
  deliver('1', { code: 'A', quantity: 5 });
  expect(deliveries.find('', 'A', 1)).toMatchObject({ code: 'NO_CUSTOMER' });
  expect(deliveries.find('8', 'A', 1)).toMatchObject({ code: 'NOTHING_DELIVERED' });
});
