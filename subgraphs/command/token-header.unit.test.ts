import { HeaderMap } from '@apollo/server';
import { expect, test } from 'vitest';
import type { PositionVector } from '../../schema/revision.ts';
import { TOKEN_HEADER } from '../../schema/headers.ts';
import { createTokens } from '../../schema/token.ts';
import { tokenHeader } from './token-header.ts';

const tokens = createTokens(['a secret of some length']);
const at = (revision: number) => ({ epoch: 0, revision });
const streams = (prefix: string, revision: number): PositionVector =>
  Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`stock-${prefix}${i}`, at(revision)]));

/** What a router is told by a request that has written this, oldest first. */
async function told(...written: PositionVector[]): Promise<string | undefined> {
  const headers = new HeaderMap();
  const listener = await tokenHeader(tokens).requestDidStart!({} as never);
  const request = { contextValue: { written: written.map(tokens.sign) }, response: { http: { headers } } };
  await (listener as { willSendResponse: (given: unknown) => Promise<void> }).willSendResponse(request);
  return headers.get(TOKEN_HEADER);
}

test('what one request wrote is told in as few tokens as hold it', async () => {
  expect(await told()).toBeUndefined();
  expect(await told({ 'order-1': at(1) })).toBe(tokens.sign({ 'order-1': at(1) }));
  const commands = Array.from({ length: 20 }, (_, i) => ({ 'stock-7': at(i), [`order-${i}`]: at(1) }));
  const one = (await told(...commands))!;
  expect(one).not.toContain(',');
  expect(tokens.read(one)).toEqual(Object.assign({}, ...commands));
});

test('what two hundred streams wrote is told of the newest hundred and fifty, in headers that Node takes', async () => {
  const all = ['a', 'b', 'c', 'd'].map((prefix, i) => streams(prefix, i));
  const three = (await told(...all))!;
  expect(three.split(',')).toHaveLength(3);
  expect(three.length).toBeLessThan(12_288);
  expect(tokens.read(three)).toEqual({ ...all[1], ...all[2], ...all[3] });
});
