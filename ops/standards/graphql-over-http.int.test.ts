import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEndpoints, type Endpoints } from '../test/endpoints.ts';
import { asker } from '../test/tandem.ts';

// GraphQL over HTTP, by the audits of graphql-http: 58 pass, and 3 are refused on purpose. Those send a GET that any
// web page could send, without a header of its own; answering it is what CSRF prevention prevents.

const REFUSED_FOR_CSRF = ['5A70', 'D6D5', '6A70'];

const MAX_BODY_BYTES = 9 * 1024 * 1024;

let endpoints: Endpoints;
beforeAll(async () => void (endpoints = await startEndpoints({ MAX_BODY_BYTES: String(MAX_BODY_BYTES) })));
afterAll(() => endpoints[Symbol.asyncDispose]());

const audits = serverAudits({ url: 'http://127.0.0.1' });
test('there are 61 audits', () => expect(audits).toHaveLength(61));

describe.each(['gateway', 'command', 'query'] as const)('the %s', (role) => {
  test.each(audits.map(({ id, name }) => [id, name]))('%s %s', async (id) => {
    const audit = serverAudits({ url: endpoints[role] }).find((each) => each.id === id)!;
    const { status, reason } = { reason: undefined, ...(await audit.fn()) };
    expect([status, reason && `${reason}`]).toEqual(
      REFUSED_FOR_CSRF.includes(id) ? ['notice', expect.anything()] : ['ok', undefined],
    );
  });
});

test.each(['gateway', 'command', 'query'] as const)('the %s takes a body of MAX_BODY_BYTES', async (role) => {
  const x = 'x'.repeat(MAX_BODY_BYTES - 1_000);
  expect((await asker(endpoints[role])('{ __typename }', { x })).errors).toBeUndefined();
});
