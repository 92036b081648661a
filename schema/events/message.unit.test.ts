import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type DomainEvent, eventVersion, parseEvent, UnreadableEvent } from './event.ts';
import { decodeMessage, encodeMessage, MAX_MESSAGE_BYTES } from './message.ts';

const envelope = { id: '0197', epoch: 0, revision: 3, version: 1, occurredAt: '2026-01-01T00:00:00.000Z' };
const stock: DomainEvent = {
  ...envelope,
  kind: 'stock',
  type: 'ProductStockUpdated',
  data: { delta: 5, reason: '🚲 counted\n"twice"', externalReference: null },
  state: { productId: '0197', sku: 'KETTLE', onHand: 15, reserved: 4 },
};
const batch = (streams: number): DomainEvent => ({
  ...envelope,
  kind: 'batch',
  type: 'BatchCommitted',
  data: {},
  state: {
    positions: Object.fromEntries(
      Array.from({ length: streams }, () => [
        `stock-${randomBytes(16).toString('hex')}`,
        { epoch: 0, revision: 1 },
      ]),
    ),
  },
});

describe('a message', () => {
  test('is read as it was written', () => {
    const traced: DomainEvent = { ...stock, traceparent: `00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-00` };
    expect(decodeMessage(encodeMessage(stock))).toEqual(stock);
    expect(decodeMessage(encodeMessage(traced))).toEqual(traced);
  });

  test('of up to 64 KiB is JSON, so that people can read it', () => {
    expect(JSON.parse(encodeMessage(stock))).toEqual(stock);
  });

  test('has no characters that a queue may refuse', () => {
    const event = { ...stock, id: '🚲\ud83d\ufffe\uffff' };
    expect(encodeMessage(event)).toContain('\\ud83d\\udeb2\\ud83d\\ufffe\\uffff');
    expect(decodeMessage(encodeMessage(event))).toEqual(event);
  });

  test('of more is compressed, and read as it was written', () => {
    const event = batch(2_001);
    const body = encodeMessage(event);
    expect(JSON.stringify(event).length).toBeGreaterThan(65_536);
    expect(body).not.toMatch(/^\{/);
    expect(Buffer.byteLength(body)).toBeLessThan(MAX_MESSAGE_BYTES);
    expect(decodeMessage(body)).toEqual(event);
  });
});

describe('a message that no retry makes readable', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', 'kettle'],
    ['half a message', encodeMessage(stock).slice(0, -20)],
    ['half a gzip', gzipSync(JSON.stringify(stock)).subarray(0, 40).toString('base64')],
    ['gzip of no JSON', gzipSync('kettle').toString('base64')],
    ['null', gzipSync('null').toString('base64')],
    ['an SNS envelope', JSON.stringify({ Type: 'Notification', Message: '{}' })],
    ['an unknown kind', JSON.stringify({ ...stock, kind: 'kettle' })],
    ['an unknown type', JSON.stringify({ ...stock, type: 'StockStolen' })],
    ['a type of Object', JSON.stringify({ ...stock, type: 'constructor' })],
    ['another kind of type', JSON.stringify({ ...stock, type: 'OrderCreated' })],
    ['a newer version', JSON.stringify({ ...stock, version: 2 })],
    ['no state', JSON.stringify({ ...stock, state: undefined })],
    ['a state of the wrong type', JSON.stringify({ ...stock, state: { ...stock.state, onHand: '15' } })],
    ['revision 0', JSON.stringify({ ...stock, revision: 0 })],
  ])('%s', (_, body) => {
    expect(() => decodeMessage(body)).toThrow(UnreadableEvent);
  });

  test('one that would unpack to more than 64 MiB', () => {
    const bomb = gzipSync(JSON.stringify(stock) + ' '.repeat(65 * 1024 * 1024)).toString('base64');
    expect(Buffer.byteLength(bomb)).toBeLessThan(MAX_MESSAGE_BYTES);
    expect(() => decodeMessage(bomb)).toThrow(UnreadableEvent);
  });

  test('says which event and which field, in one line', () => {
    expect(() => parseEvent({ ...stock, state: { ...stock.state, onHand: 'many' } })).toThrow(
      /^stock event ProductStockUpdated v1: state: .*onHand$/,
    );
  });

  test.each([
    [{ kind: 'kettle' }, 'kettle event ProductStockUpdated v1: unknown kind'],
    [{ type: 'StockStolen' }, 'stock event StockStolen v1: unknown type'],
    [{ version: 2 }, 'stock event ProductStockUpdated v2: unknown version'],
    [{ data: 'none' }, expect.stringContaining('stock event ProductStockUpdated v1: data: ')],
  ])('says of %o which event it is', (change, message) => {
    const event = { ...stock, ...change };
    const { kind, id, epoch, revision } = event;
    let caught: unknown;
    try {
      parseEvent(event);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ message, header: { kind, id, epoch, revision } });
  });
});

test('an event of an unknown type cannot be written', () => {
  expect(() => eventVersion('stock', 'StockStolen')).toThrow('no event type StockStolen');
});

test('fields that a newer writer added are left out', () => {
  expect(decodeMessage(JSON.stringify({ ...stock, state: { ...stock.state, shelf: 'B7' } }))).toEqual(stock);
});
