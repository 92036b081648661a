import { expect, test } from 'vitest';
import { openGateway, post } from '../test/gateway.ts';

test.each(['variables', 'extensions'])(
  'a body of lists in lists without end, in %s, is refused before it is parsed',
  async (key) => {
    await using gateway = await openGateway();
    const nested = (levels: number) => `"]\\"${'}'.repeat(99)}",${'['.repeat(levels)}${']'.repeat(levels)}`;
    const body = (levels: number) => `{"query":"{ __typename }","${key}":{"x":[${nested(levels)}]}}`;
    const response = await post(gateway.url, body(100_000));
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        errors: [
          {
            message: 'A body may have 64 levels of lists and objects',
            extensions: { code: 'BODY_TOO_DEEP' },
          },
        ],
      },
    ]);
    expect((await post(gateway.url, body(62))).status).toBe(400);
    if (key === 'extensions') expect((await post(gateway.url, body(61))).status).toBe(200);
  },
  20_000,
);
