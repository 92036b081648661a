import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type EventContract, parseEvent, type RawEvent, streamKinds, upcast } from './event.ts';
import { brokenShapes, currentShapes, incompatibilities, publishedShapes, type Shape } from './published.ts';

const folder = new URL('recorded/', import.meta.url);
const recorded = (name: string): RawEvent =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as RawEvent;

describe('published events', () => {
  test('keep their shape: whoever reads them notices nothing', () => {
    expect(brokenShapes(publishedShapes(), currentShapes())).toEqual([]);
  });

  test('are written down as they are today; else run npm run events', () => {
    expect(publishedShapes()).toEqual(currentShapes());
  });

  test.each(
    Object.entries(streamKinds).flatMap(([kind, { events }]) =>
      Object.entries(events as Record<string, EventContract>).flatMap(([type, { version }]) =>
        Array.from({ length: version }, (_, index) => `${kind}.${type}.v${index + 1}.json`),
      ),
    ),
  )('%s was recorded, and can still be read', (name) => {
    const event = recorded(name);
    expect(`${event.kind}.${event.type}.v${event.version}.json`).toBe(name);
    expect(parseEvent(event)).toMatchObject({ id: event.id, revision: event.revision, type: event.type });
  });

  test('of no type have been forgotten', () => {
    for (const name of readdirSync(folder)) expect(() => parseEvent(recorded(name))).not.toThrow();
  });
});

describe('a change of a shape', () => {
  const shape = (properties: Record<string, Shape>, required = Object.keys(properties)): Shape => ({
    type: 'object',
    properties,
    required,
  });
  const text = { type: 'string' };
  const status = (...values: string[]) => ({ type: 'string', enum: values });
  test.each<[string, Shape, Shape, string[]]>([
    ['that adds an optional field is none', shape({ a: text }), shape({ a: text, b: text }, ['a']), []],
    ['that adds a choice is none', shape({ a: status('X') }), shape({ a: status('X', 'Y') }), []],
    [
      'that takes a field away',
      shape({ a: text, b: text }),
      shape({ a: text }),
      ['e.b may be missing now', 'e.b went away'],
    ],
    [
      'that adds a required field',
      shape({ a: text }),
      shape({ a: text, b: text }),
      ['e.b is newly required'],
    ],
    ['that makes a field optional', shape({ a: text }), shape({ a: text }, []), ['e.a may be missing now']],
    ['of a type', shape({ a: text }), shape({ a: { type: 'integer' } }), ['e.a was string, is integer']],
    [
      'that takes a choice away',
      shape({ a: status('X', 'Y') }),
      shape({ a: status('X') }),
      ['e.a is never "Y" any more'],
    ],
    [
      'that leaves only some values',
      shape({ a: text }),
      shape({ a: status('X') }),
      ['e.a takes only some values now'],
    ],
    [
      'of a limit',
      shape({ a: { type: 'string', maxLength: 5 } }),
      shape({ a: { type: 'string', maxLength: 4 } }),
      ['e.a has another maxLength'],
    ],
    [
      'of a pattern',
      shape({ a: text }),
      shape({ a: { type: 'string', format: 'date-time' } }),
      ['e.a has another format'],
    ],
    ['of a default', { default: null }, { default: 1 }, ['e has another default']],
    [
      'that adds to a tuple',
      { type: 'array', prefixItems: [text] },
      { type: 'array', prefixItems: [text, text] },
      ['e has another length'],
    ],
    [
      'that takes no unknown fields any more',
      shape({}),
      { ...shape({}), additionalProperties: false },
      ['e.* is false now'],
    ],
    [
      'deep inside',
      { type: 'array', items: shape({ a: text }) },
      { type: 'array', items: shape({}) },
      ['e[].a may be missing now', 'e[].a went away'],
    ],
  ])('%s', (_, before, after, found) => {
    expect(incompatibilities(before, after, 'e')).toEqual(found);
  });
});

test('an older version is brought to today, one version after the other', () => {
  const event: RawEvent = { ...recorded('stock.StockReserved.v1.json'), version: 1, data: { units: '3' } };
  const contract: EventContract = {
    version: 3,
    data: streamKinds.stock.events.StockReserved.data,
    upcasts: {
      1: ({ data, state }) => ({ data: { amount: Number((data as { units: string }).units) }, state }),
      2: ({ data, state }) => ({
        data: { orderId: 'o', quantity: (data as { amount: number }).amount },
        state,
      }),
    },
  };
  expect(upcast(event, contract, 'it')).toMatchObject({ version: 3, data: { orderId: 'o', quantity: 3 } });
  expect(() => upcast({ ...event, version: 4 }, contract, 'it')).toThrow('it: unknown version');
});
