import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { streamKinds, type StreamKind } from './events/event.ts';
import {
  comparePositions,
  decodeRevision,
  decodeToken,
  encodeRevision,
  encodeToken,
  MalformedPosition,
  MAX_TOKEN_STREAMS,
} from './revision.ts';

const position = fc.record({ epoch: fc.nat(999_999_999), revision: fc.nat(999_999_999) });
const kind = fc.constantFrom(...(Object.keys(streamKinds) as StreamKind[]));
const token = (json: string) => Buffer.from(json).toString('base64url');

describe('a revision', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(fc.dictionary(kind, position, { minKeys: 1 }), (revision) => {
        expect(decodeRevision(encodeRevision(revision))).toEqual(revision);
      }),
    );
  });

  test('is the same text whatever order its streams come in', () => {
    const [product, stock] = [
      { epoch: 0, revision: 5 },
      { epoch: 1, revision: 17 },
    ];
    expect(encodeRevision({ product, stock })).toBe('product@0.5+stock@1.17');
    expect(encodeRevision({ stock, product })).toBe('product@0.5+stock@1.17');
  });

  test.each([
    '',
    'product',
    'product@',
    'product@5',
    'product@0.5.5',
    'product@0.5@1',
    'product@-1.5',
    'product@0.-5',
    'product@0.1e3',
    'product@0.5 ',
    'product@0.9999999999999999',
    '+product@0.5',
    'product@0.5+',
    'kettle@0.5',
    'constructor@0.5',
    '__proto__@0.5',
  ])('cannot be %j', (text) => {
    expect(() => decodeRevision(text)).toThrow(MalformedPosition);
  });

  test('is no longer than one of every kind', () => {
    expect(() => decodeRevision(Array(100).fill('product@0.5').join('+'))).toThrow(MalformedPosition);
  });
});

describe('a consistency token', () => {
  const vector = fc.dictionary(
    fc.tuple(kind, fc.uuid()).map(([name, id]) => `${name}-${id}`),
    position,
    { maxKeys: MAX_TOKEN_STREAMS },
  );

  test('is read as it was written, and fits a header', () => {
    fc.assert(
      fc.property(vector, (positions) => {
        const text = encodeToken(positions);
        expect(decodeToken(text)).toEqual(positions);
        expect(text).toMatch(/^[\w-]{1,8192}$/);
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['no base64', '!!!'],
    ['no JSON', token('{')],
    ['null', token('null')],
    ['an array', token('["stock-1"]')],
    ['a number', token('5')],
    ['a stream without an id', token('{"stock":"0.1"}')],
    ['no position', token('{"stock-1":"x"}')],
    ['a position that is an object', token('{"stock-1":{"epoch":0,"revision":1}}')],
    ['a revision past what a number carries', token('{"stock-1":"0.9007199254740993000"}')],
    [
      'too many streams',
      token(JSON.stringify(Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`stock-${i}`, '0.1'])))),
    ],
    ['ten megabytes', 'A'.repeat(10_000_000)],
  ])('cannot be %s', (_, text) => {
    expect(() => decodeToken(text)).toThrow(MalformedPosition);
  });

  test('cannot reach a prototype', () => {
    expect(() => decodeToken(token('{"__proto__":"0.1"}'))).toThrow(MalformedPosition);
  });
});

test('positions are ordered by epoch, then by revision', () => {
  const at = (epoch: number, revision: number) => ({ epoch, revision });
  expect([at(1, 1), at(0, 9), at(0, 2), at(1, 0)].toSorted(comparePositions)).toEqual([
    at(0, 2),
    at(0, 9),
    at(1, 0),
    at(1, 1),
  ]);
});
