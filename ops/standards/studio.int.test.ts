import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { Report } from '@apollo/usage-reporting-protobuf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEndpoints } from '../test/endpoints.ts';
import { asker } from '../test/tandem.ts';

// Apollo Studio, as far as it can be known here: a stand-in takes the reports and decodes them.

const received: { headers: IncomingHttpHeaders; report: Report }[] = [];
const standIn = createServer(async (request, response) => {
  const body = await buffer(request);
  received.push({ headers: request.headers, report: Report.decode(gunzipSync(body)) });
  response.end('{}');
});
beforeAll(() => new Promise<void>((resolve) => void standIn.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => standIn.close(resolve)));

test('with a key, it hears of operations, clients and what each field took in which subgraph, and of no value', async () => {
  const { port } = standIn.address() as AddressInfo;
  const endpoints = await startEndpoints({
    APOLLO_KEY: 'service:tandem:secret',
    APOLLO_GRAPH_REF: 'tandem@test',
    APOLLO_REPORTING_URL: `http://127.0.0.1:${port}`,
  });
  const { data } = await asker(endpoints.gateway.url)(
    'query Named($name: ID!) { __typename product(id: $name) { name } }',
    { name: 'a-private-value' },
    {
      'apollographql-client-name': 'shop',
      'apollographql-client-version': '1.2',
      authorization: 'Bearer a-private-token',
    },
  );
  expect(data?.__typename).toBe('Query');
  // The last report is sent when the gateway stops.
  await endpoints[Symbol.asyncDispose]();

  expect(received.length).toBeGreaterThan(0);
  const { headers, report } = received.at(-1)!;
  expect(headers['x-api-key']).toBe('service:tandem:secret');
  expect(report.header).toMatchObject({
    graphRef: 'tandem@test',
    agentVersion: expect.stringContaining('@apollo/server'),
  });
  const [signature, { trace: traces = [] }] = Object.entries(report.tracesPerQuery)[0]! as [
    string,
    { trace?: unknown[] },
  ];
  expect(signature).toBe('# Named\nquery Named($name:ID!){__typename product(id:$name){name}}');
  const text = JSON.stringify(traces);
  expect(traces[0]).toMatchObject({ clientName: 'shop', clientVersion: '1.2' });
  expect(text).toContain('"serviceName":"query"');
  expect(text).toContain('"responseName":"product"');
  expect(text).not.toMatch(/a-private-value|a-private-token/);
});
