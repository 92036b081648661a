import { describe, expect, test } from 'vitest';
import { fromRejection, toRejection, typeOfUserError } from './user-errors.ts';

describe('a reason for refusal', () => {
  test('leads into the argument', () => {
    expect(
      fromRejection({ code: 'PRODUCT_NOT_FOUND', message: 'none', path: ['lines', '0', 'sku'] }),
    ).toEqual({
      code: 'PRODUCT_NOT_FOUND',
      message: 'none',
      path: ['input', 'lines', '0', 'sku'],
    });
  });

  test('tells how much stock there is', () => {
    const stock = { sku: 'KETTLE', requested: 3, available: 2 };
    const error = fromRejection({ code: 'INSUFFICIENT_STOCK', message: 'too few', path: [], ...stock });
    expect(error).toMatchObject(stock);
    expect(typeOfUserError(error)).toBe('InsufficientStock');
  });

  test('tells the revision now, in the form that expectedRevision takes', () => {
    const error = fromRejection({
      code: 'STALE_REVISION',
      message: 'changed',
      path: ['expectedRevision'],
      kind: 'product',
      currentRevision: 4,
    });
    expect(error).toMatchObject({ current: 'product@0.4' });
    expect(typeOfUserError(error)).toBe('StaleRevision');
  });

  test.each(['INVALID_INPUT', 'DUPLICATE_SKU', 'IDEMPOTENCY_KEY_REUSED'] as const)('%s is plain', (code) => {
    expect(typeOfUserError({ code })).toBe('InvalidInput');
  });

  test('of the input names the field and the place', () => {
    const issue = {
      code: 'custom',
      message: 'must not be blank',
      input: '',
      path: ['lines', 3, 'sku'],
    } as const;
    expect(fromRejection(toRejection({ ...issue, path: [...issue.path] }))).toEqual({
      code: 'INVALID_INPUT',
      message: 'lines.3.sku must not be blank',
      path: ['input', 'lines', '3', 'sku'],
    });
  });
});
