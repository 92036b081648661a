import { describe, expect, test } from 'vitest';
import { decideRows, type InvalidRow } from './bulk.ts';
import { type Category, defineCategory, MAX_LEVELS, moveCategory, renameCategory } from './category.ts';
import { changeCustomerAddress, type Customer, registerCustomer } from './customer.ts';
import { accept, reject } from './decision.ts';
import { moderateReview, type Rating, type Review, submitReview } from './review.ts';
import { accepted, product, rejections } from './test/given.ts';

describe('a category', () => {
  const bikes: Category = {
    kind: 'category',
    id: 'bikes',
    revision: 1,
    state: { categoryId: 'bikes', name: 'Bikes', parentId: null },
  };
  const move = (parentId: string | null, ancestry: readonly string[], height = 1) =>
    moveCategory(
      { categoryId: 'bikes', expectedRevision: undefined, parentId },
      { category: bikes, ancestry, height },
    );

  test('is defined below one that exists, or as a root', () => {
    const command = { categoryId: 'x', name: 'X' };
    expect(accepted(defineCategory({ ...command, parentId: null }, []))).toMatchObject([
      { state: { parentId: null } },
    ]);
    expect(accepted(defineCategory({ ...command, parentId: 'bikes' }, ['bikes']))).toHaveLength(1);
    expect(rejections(defineCategory({ ...command, parentId: 'none' }, []))).toMatchObject([
      { code: 'CATEGORY_NOT_FOUND', path: ['parentId'] },
    ]);
  });

  test('is renamed', () => {
    const rename = (name: string) =>
      renameCategory({ categoryId: 'bikes', expectedRevision: 1, name }, bikes);
    expect(accepted(rename('Bicycles'))).toMatchObject([{ revision: 2, state: { name: 'Bicycles' } }]);
    expect(accepted(rename('Bikes'))).toEqual([]);
  });

  test('is moved, but never below itself', () => {
    expect(accepted(move('shop', ['shop', 'root']))).toMatchObject([{ state: { parentId: 'shop' } }]);
    expect(accepted(move(null, []))).toEqual([]);
    expect(rejections(move('bikes', ['bikes']))).toMatchObject([
      { code: 'CATEGORY_CYCLE', path: ['parentId'] },
    ]);
    expect(rejections(move('child', ['child', 'bikes']))).toMatchObject([{ code: 'CATEGORY_CYCLE' }]);
    expect(rejections(move('none', []))).toMatchObject([{ code: 'CATEGORY_NOT_FOUND' }]);
  });

  test('stands at most 50 levels deep, with all that moves along', () => {
    const levels = (count: number) => Array.from({ length: count }, (_, i) => `level ${count - i}`);
    const define = (above: number) =>
      defineCategory({ categoryId: 'x', name: 'X', parentId: `level ${above}` }, levels(above));
    expect(accepted(define(MAX_LEVELS - 1))).toHaveLength(1);
    expect(rejections(define(MAX_LEVELS))).toMatchObject([{ code: 'INVALID_INPUT', path: ['parentId'] }]);
    expect(accepted(move('level 47', levels(47), 3))).toHaveLength(1);
    expect(rejections(move('level 48', levels(48), 3))).toMatchObject([
      { code: 'INVALID_INPUT', path: ['parentId'] },
    ]);
  });
});

describe('a customer', () => {
  const address = { recipient: null, street: null, postalCode: null, city: 'Bonn', country: 'DE' };
  const command = {
    customerId: 'c1',
    now: '2026-01-01T00:00:00.000Z',
    email: 'a@b',
    name: 'A',
    address: null,
  };

  test('is registered once per e-mail address', () => {
    expect(accepted(registerCustomer(command, undefined))).toMatchObject([{ state: { email: 'a@b' } }]);
    expect(rejections(registerCustomer(command, 'c0'))).toMatchObject([
      { code: 'DUPLICATE_EMAIL', path: ['email'] },
    ]);
  });

  test('moves, and does not move to where they are', () => {
    const [registered] = accepted(registerCustomer(command, undefined)) as unknown as [Customer];
    const change = (found: Customer) =>
      changeCustomerAddress({ customerId: 'c1', expectedRevision: undefined, address }, found);
    const [moved] = accepted(change(registered)) as unknown as [Customer];
    expect(moved).toMatchObject({ revision: 2, state: { address } });
    expect(accepted(change(moved))).toEqual([]);
  });
});

describe('a review', () => {
  const known = { customer: true, product: true, reviewedBefore: false };
  const command = {
    reviewId: 'v1',
    now: '2026-01-01T00:00:00.000Z',
    customerId: 'c1',
    productId: 'p1',
    stars: 4,
    title: null,
    text: null,
  };
  const [pending] = accepted(submitReview(command, known)) as unknown as [Review];
  const rating: Rating = {
    kind: 'rating',
    id: 'p1',
    revision: 3,
    state: { productId: 'p1', count: 2, sum: 6, histogram: [1, 0, 0, 0, 1] },
  };
  const judge = (review: Review, status: 'APPROVED' | 'REJECTED') =>
    moderateReview({ reviewId: 'v1', expectedRevision: undefined, status }, { review, rating });
  const as = (status: Review['state']['status']): Review => ({
    ...pending,
    state: { ...pending.state, status },
  });

  test('waits to be approved', () => expect(pending.state.status).toBe('PENDING'));

  test('is refused twice, and of what is not there', () => {
    expect(
      rejections(submitReview(command, { customer: false, product: false, reviewedBefore: true })),
    ).toMatchObject([
      { code: 'CUSTOMER_NOT_FOUND' },
      { code: 'PRODUCT_NOT_FOUND' },
      { code: 'DUPLICATE_REVIEW', path: ['productId'] },
    ]);
  });

  test('counts when it is approved, and no longer when it is rejected after all', () => {
    expect(accepted(judge(pending, 'APPROVED'))).toMatchObject([
      { kind: 'review', state: { status: 'APPROVED' } },
      { kind: 'rating', revision: 4, state: { count: 3, sum: 10, histogram: [1, 0, 0, 1, 1] } },
    ]);
    const counted = {
      ...rating,
      state: {
        ...rating.state,
        count: 3,
        sum: 10,
        histogram: [1, 0, 0, 1, 1] as Rating['state']['histogram'],
      },
    };
    const undone = moderateReview(
      { reviewId: 'v1', expectedRevision: undefined, status: 'REJECTED' },
      { review: as('APPROVED'), rating: counted },
    );
    expect(accepted(undone)[1]).toMatchObject({ state: rating.state });
  });

  test('that is rejected never counted', () => {
    expect(accepted(judge(pending, 'REJECTED'))).toHaveLength(1);
    expect(accepted(judge(as('APPROVED'), 'APPROVED'))).toEqual([]);
  });
});

describe('rows of a bulk command', () => {
  const bad = { code: 'INVALID_INPUT', message: 'bad', path: ['sku'] } as const;
  const decide = (errorPolicy: 'REJECT_ALL' | 'SKIP_FAILED', rows: readonly string[]) => {
    const seen: string[] = [];
    const decision = decideRows(
      {
        errorPolicy,
        rows: rows.map((name): { name: string } | InvalidRow =>
          name === 'invalid' ? { invalid: [bad] } : { name },
        ),
      },
      ({ name: row }) =>
        row === 'bad'
          ? reject(bad)
          : accept(row, {
              ...product({ productId: row }),
              happening: { type: 'ProductPublished', data: {} },
            }),
      ({ id }) => seen.push(id),
    );
    return { decision, seen };
  };

  test('are all refused for one with REJECT_ALL', () => {
    expect(rejections(decide('REJECT_ALL', ['a', 'bad', 'c', 'bad']).decision)).toMatchObject([
      { path: ['rows', '1', 'sku'] },
      { path: ['rows', '3', 'sku'] },
    ]);
  });

  test('are done without the refused ones with SKIP_FAILED, each on what those before left', () => {
    const { decision, seen } = decide('SKIP_FAILED', ['a', 'bad', 'c']);
    expect(decision).toMatchObject({
      accepted: true,
      subjects: ['a', null, 'c'],
      skipped: [{ path: ['rows', '1', 'sku'] }],
    });
    expect(accepted(decision)).toHaveLength(2);
    expect(seen).toEqual(['a', 'c']);
  });

  test('that are no command at all are refused like the others', () => {
    const { decision } = decide('SKIP_FAILED', ['invalid', 'b']);
    expect(decision).toMatchObject({ subjects: [null, 'b'], skipped: [{ path: ['rows', '0', 'sku'] }] });
    expect(rejections(decide('REJECT_ALL', ['invalid', 'bad', 'c']).decision)).toHaveLength(2);
  });

  test('are refused when none is good', () => {
    expect(rejections(decide('SKIP_FAILED', ['bad']).decision)).toHaveLength(1);
  });
});
