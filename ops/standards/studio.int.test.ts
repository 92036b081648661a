import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { Report, type Trace } from '@apollo/usage-reporting-protobuf';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { type Endpoints, startEndpoints } from '../test/endpoints.ts';
import { asker } from '../test/tandem.ts';

// Apollo Studio, as far as it can be known here: a stand-in takes the reports and decodes them.

interface SchemaReport {
  readonly variables: { readonly report: Record<string, string>; readonly coreSchema: string | null };
}
const usage: { headers: IncomingHttpHeaders; report: Report }[] = [];
const schemas: { headers: IncomingHttpHeaders; body: SchemaReport }[] = [];
const standIn = createServer(async (request, response) => {
  const body = await buffer(request);
  const { headers } = request;
  if (request.url === '/schema') {
    schemas.push({ headers, body: JSON.parse(body.toString()) as SchemaReport });
    // The schema itself is wanted once its hash is known.
    const reportSchema = { __typename: 'ReportSchemaResponse', inSeconds: 1, withCoreSchema: true };
    response.setHeader('content-type', 'application/json');
    return void response.end(JSON.stringify({ data: { reportSchema } }));
  }
  usage.push({ headers, report: Report.decode(gunzipSync(body)) });
  response.end('{}');
});
let variables: Record<string, string>;
beforeAll(async () => {
  await new Promise<void>((resolve) => void standIn.listen(0, '127.0.0.1', resolve));
  const { port } = standIn.address() as AddressInfo;
  variables = {
    APOLLO_KEY: 'service:tandem:secret',
    APOLLO_GRAPH_REF: 'tandem@test',
    APOLLO_REPORTING_URL: `http://127.0.0.1:${port}`,
    APOLLO_SCHEMA_REPORTING_URL: `http://127.0.0.1:${port}/schema`,
  };
});
afterAll(() => new Promise((resolve) => standIn.close(resolve)));
beforeEach(() => {
  usage.length = 0;
  schemas.length = 0;
});

const PRIVATE = { name: 'a-private-value' };
const client = {
  'apollographql-client-name': 'shop',
  'apollographql-client-version': '1.2',
  authorization: 'Bearer a-private-token',
  'x-private': 'a-private-header',
};
/** What is reported of these operations. The last report is sent when the gateway stops. */
async function reported(run: (endpoints: Endpoints) => Promise<void>) {
  const endpoints = await startEndpoints(variables);
  await run(endpoints);
  await endpoints[Symbol.asyncDispose]();
  expect(usage.length).toBeGreaterThan(0);
  const { headers, report } = usage.at(-1)!;
  const operations = Object.entries(report.tracesPerQuery).map(([signature, { trace = [] }]) => ({
    signature,
    traces: JSON.parse(JSON.stringify(trace)) as Record<string, unknown>[],
  }));
  return { headers, header: report.header, operations };
}

test('with a key, it hears of operations, clients and what each field took in which subgraph, and of no value', async () => {
  const { headers, header, operations } = await reported(async ({ gateway }) => {
    const { data } = await asker(gateway)(
      'query Named($name: ID!) { __typename product(id: $name) { name } readModel { behindMs } }',
      PRIVATE,
      client,
    );
    expect(data?.__typename).toBe('Query');
  });
  expect(headers['x-api-key']).toBe('service:tandem:secret');
  expect(header).toMatchObject({
    graphRef: 'tandem@test',
    agentVersion: expect.stringContaining('@apollo/server'),
  });
  const [{ signature, traces }] = operations as [(typeof operations)[number]];
  expect(signature).toBe(
    '# Named\nquery Named($name:ID!){__typename product(id:$name){name}readModel{behindMs}}',
  );
  const text = JSON.stringify(traces);
  expect(traces[0]).toMatchObject({ clientName: 'shop', clientVersion: '1.2' });
  expect(text).toContain('"serviceName":"query"');
  // A field of a field: only the subgraph knows what that took.
  expect(fieldsTimed(traces[0]!)).toEqual(expect.arrayContaining(['ReadModel.behindMs', 'Query.product']));
  expect(text).not.toMatch(/a-private/);
});

test('commands too are told field by field, and their errors without a word of the message', async () => {
  const { operations } = await reported(async ({ gateway }) => {
    const { errors } = await asker(gateway)(
      `mutation Define($name: String!) {
        defineCategory(input: { name: $name }) { categoryId userErrors { message } category { name } } }`,
      PRIVATE,
      { ...client, 'x-consistency-budget-ms': '10' },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'READ_MODEL_BEHIND' } }]);
  });
  const [{ traces }] = operations as [(typeof operations)[number]];
  const text = JSON.stringify(traces);
  expect(text).toContain('"serviceName":"command"');
  expect(fieldsTimed(traces[0]!)).toEqual(
    expect.arrayContaining(['Mutation.defineCategory', 'DefineCategoryPayload.categoryId']),
  );
  expect(text).not.toMatch(/a-private|has not arrived/);
});

test('errors of the gateway are told without their messages', async () => {
  const { operations } = await reported(async ({ gateway }) => {
    const { errors } = await asker(gateway)('query Large { products(first: 100000) { edges { cursor } } }');
    expect(errors![0]!.message).toContain('too expensive');
  });
  const text = JSON.stringify(operations);
  expect(text).toContain('<masked>');
  expect(text).not.toContain('too expensive');
});

/** The fields of a trace that have a time, as `Type.field`. */
function fieldsTimed(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { parentType, responseName, endTime } = node as Partial<Trace.Node>;
  const own = parentType && Number(endTime) > 0 ? [`${parentType}.${responseName}`] : [];
  return [...own, ...Object.values(node).flatMap(fieldsTimed)];
}

test('with APOLLO_SCHEMA_REPORTING it hears of the supergraph that is served, from the gateway alone', async () => {
  // What Apollo's own code would find, were it asked in a subgraph.
  vi.stubEnv('APOLLO_KEY', variables['APOLLO_KEY']);
  vi.stubEnv('APOLLO_GRAPH_REF', variables['APOLLO_GRAPH_REF']);
  vi.stubEnv('APOLLO_SCHEMA_REPORTING', 'true');
  Object.assign(variables, { APOLLO_SCHEMA_REPORTING: 'true' });
  await using _ = await startEndpoints(variables).finally(() => vi.unstubAllEnvs());
  // It begins within ten seconds, so that gateways do not begin all at once.
  await vi.waitFor(() => expect(schemas.length).toBeGreaterThan(1), { timeout: 15_000, interval: 50 });
  const [{ headers, body }, second] = schemas as [(typeof schemas)[number], (typeof schemas)[number]];
  expect(headers['x-api-key']).toBe('service:tandem:secret');
  expect(body.variables).toMatchObject({ report: { graphRef: 'tandem@test' }, coreSchema: null });
  expect(second.body.variables.coreSchema?.trim()).toBe(
    readFileSync('schema/supergraph.graphql', 'utf8').trim(),
  );
}, 30_000);

test('the schema is not reported without a key', () => {
  expect(() => readConfig({ APOLLO_SCHEMA_REPORTING: 'true' })).toThrow(
    'APOLLO_SCHEMA_REPORTING: goes together',
  );
});
