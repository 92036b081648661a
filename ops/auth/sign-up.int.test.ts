import { afterAll, beforeAll, expect, test } from 'vitest';
import { documents } from '../test/documents.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';
import { AUTH_VARIABLES, bearer, signToken } from '../test/tokens.ts';

let tandem: Tandem;
beforeAll(async () => void (tandem = await startTandem(AUTH_VARIABLES)));
afterAll(() => tandem[Symbol.asyncDispose]());

test('a customer who signs up is told by a user error, and by nothing else, that the address is taken', async () => {
  const { body } = documents.find(({ name }) => name === 'SignUp')!;
  const input = { name: 'Ann', email: 'ann@example.com' };
  const codes = [];
  for (const sub of ['ann', 'eve']) {
    const token = bearer(await signToken({ sub, roles: ['customer'] }));
    const { data, errors } = await tandem.ask(body, { input }, token);
    expect(errors).toBeUndefined();
    codes.push(data.registerCustomer.userErrors.map(({ code }: { code: string }) => code));
  }
  expect(codes).toEqual([[], ['DUPLICATE_EMAIL']]);
});
