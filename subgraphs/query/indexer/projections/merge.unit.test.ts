import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../../schema/events/event.ts';
import { productEvent, stockEvent } from '../../test/events.ts';
import type { Document } from './document.ts';
import { merge } from './merge.ts';
import { project } from './project.ts';

/** What a position's event says is fixed by the position, as in a stream: two different states never share one. */
const position = { epoch: fc.integer({ min: 0, max: 2 }), revision: fc.integer({ min: 1, max: 5 }) };
const event: fc.Arbitrary<DomainEvent> = fc.oneof(
  fc
    .record(position)
    .map(({ epoch, revision }) =>
      productEvent('p', revision, { epoch, state: { name: `name ${epoch}.${revision}` } }),
    ),
  fc
    .record(position)
    .map(({ epoch, revision }) => stockEvent('p', revision, { epoch, onHand: epoch * 100 + revision })),
);
const document = fc.array(event, { maxLength: 6 }).map((events) => fold(events));

const fold = (events: readonly DomainEvent[]): Document =>
  events.reduce<Document>((state, next) => merge(state, project(next).document), {});

describe('merging documents', () => {
  it('is commutative', () => {
    fc.assert(fc.property(document, document, (a, b) => void expect(merge(a, b)).toEqual(merge(b, a))));
  });

  it('is associative', () => {
    fc.assert(
      fc.property(
        document,
        document,
        document,
        (a, b, c) => void expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c))),
      ),
    );
  });

  it('is idempotent, and says that there is nothing to write by returning the very document', () => {
    fc.assert(fc.property(document, (a) => void expect(merge(a, a)).toBe(a)));
    fc.assert(
      fc.property(document, document, (a, b) => {
        const merged = merge(a, b);
        expect(merge(merged, b)).toBe(merged);
      }),
    );
  });
});

describe('a document', () => {
  const events = fc.array(event, { minLength: 1, maxLength: 12 });

  it('is the same in any order of its events', () => {
    const orders = events.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(fc.property(orders, ([some, shuffled]) => void expect(fold(shuffled)).toEqual(fold(some))));
  });

  it('is the same with any of its events delivered again, at any time', () => {
    const again = events.chain((some) => fc.tuple(fc.constant(some), fc.array(fc.constantFrom(...some))));
    fc.assert(
      fc.property(
        again,
        ([some, copies]) => void expect(fold([...copies, ...some, ...copies])).toEqual(fold(some)),
      ),
    );
  });

  it('shows the highest position of each section, the epoch before the revision', () => {
    const highest = (some: readonly DomainEvent[], kind: DomainEvent['kind']) =>
      Math.max(...some.filter((e) => e.kind === kind).map((e) => e.epoch * 1_000 + e.revision));
    fc.assert(
      fc.property(events, (some) => {
        const { product, stock } = fold(some);
        if (product) expect(product.epoch * 1_000 + product.revision).toBe(highest(some, 'product'));
        if (stock) expect(stock.epoch * 1_000 + stock.revision).toBe(highest(some, 'stock'));
        expect(product !== undefined).toBe(some.some(({ kind }) => kind === 'product'));
      }),
    );
  });
});
