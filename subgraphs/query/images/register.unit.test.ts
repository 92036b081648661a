import { expect, it, vi } from 'vitest';
import { encodeMessage } from '../../../schema/events/message.ts';
import { productEvent, stockEvent } from '../test/events.ts';
import { messageOf } from '../test/world.ts';
import { registerBatch } from './register.ts';

const image = (url: string) => ({ url, alt: null });
const messages = [
  productEvent('a', 1, { state: { images: [image('1'), image('2')] } }),
  productEvent('b', 2, { state: { images: [image('2')] } }),
  productEvent('c', 1, { state: { images: [] } }),
  stockEvent('a'),
].map((event) => messageOf(encodeMessage(event)));

const kinds = async (register: (urls: readonly string[]) => Promise<unknown>) => {
  const indexed = await registerBatch([...messages, messageOf('{}')], register);
  return indexed.map(({ outcome }) => outcome.kind);
};

it('records each image of a batch once, and is done with every message that can be read', async () => {
  const register = vi.fn(async () => 2);
  expect(await kinds(register)).toEqual(['stored', 'stored', 'stored', 'stored', 'refused']);
  expect(register.mock.calls).toEqual([[['1', '2']]]);
});

it('leaves the messages whose images could not be recorded, and no others', async () => {
  const register = vi.fn(async () => {
    throw new Error('away');
  });
  expect(await kinds(register)).toEqual(['later', 'later', 'stored', 'stored', 'refused']);
});

it('tells of a message of an unknown version which event it is', async () => {
  const newer = messageOf(JSON.stringify({ ...productEvent('a', 3), version: 99 }));
  const [indexed] = await registerBatch([newer], async () => {});
  expect(indexed).toMatchObject({
    outcome: { kind: 'refused', reason: expect.stringContaining('unknown version') },
    header: { kind: 'product', id: 'a', epoch: 0, revision: 3 },
  });
});
