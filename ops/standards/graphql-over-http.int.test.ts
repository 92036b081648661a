import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEndpoints, type Endpoints } from '../test/endpoints.ts';

// GraphQL over HTTP, by the audits of graphql-http: 58 pass, and 3 are refused on purpose. Those send a GET that any
// web page could send, without a header of its own; answering it is what CSRF prevention prevents.

const REFUSED_FOR_CSRF = ['5A70', 'D6D5', '6A70'];

let endpoints: Endpoints;
beforeAll(async () => void (endpoints = await startEndpoints()));
afterAll(() => endpoints[Symbol.asyncDispose]());

const audits = serverAudits({ url: 'http://127.0.0.1' });
test('there are 61 audits', () => expect(audits).toHaveLength(61));

describe.each(['gateway', 'command', 'query'] as const)('the %s', (role) => {
  test.each(audits.map(({ id, name }) => [id, name]))('%s %s', async (id) => {
    const { url, headers } = endpoints[role];
    const fetchFn = (input: string, init: RequestInit = {}) =>
      fetch(input, { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } });
    const audit = serverAudits({ url, fetchFn }).find((each) => each.id === id)!;
    const { status, reason } = { reason: undefined, ...(await audit.fn()) };
    expect([status, reason && `${reason}`]).toEqual(
      REFUSED_FOR_CSRF.includes(id) ? ['notice', expect.anything()] : ['ok', undefined],
    );
  });
});
