import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiSchema } from '../check/breaking.ts';
import { documents, setStage, type Stage, variablesFor } from '../test/documents.ts';
import { createRandom } from '../e2e/chaos/random.ts';
import { randomOperation } from '../test/random-operation.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';

// Whatever is sent, the answer is one of GraphQL's: no 5xx, no fault of ours, no hang, nothing of the inside. Bounded
// and seeded: FUZZ_SEED and FUZZ_RUNS look further.

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_124);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 150);
const LIMIT_MS = 8_000;
const parameters = { seed: SEED, numRuns: RUNS, endOnFailure: true };
/** Paths, stacks, engines and their addresses, SQL. */
const INSIDE =
  /node_modules|\.ts:|\n {4}at |127\.0\.0\.1|ECONN|mysql|elastic|_search|SELECT |INSERT |errno|\bSQS\b/i;

let tandem: Tandem;
let stage: Stage;
beforeAll(async () => {
  tandem = await startTandem();
  stage = await setStage(tandem.ask);
});
afterAll(() => tandem[Symbol.asyncDispose]());

async function send(init: RequestInit, path = ''): Promise<{ status: number; text: string }> {
  const response = await fetch(`${tandem.urls.gateway}${path}`, {
    ...init,
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  // A stream that was opened has no end.
  if (response.headers.get('content-type')?.startsWith('text/event-stream') && response.body !== null) {
    for await (const part of response.body.pipeThrough(new TextDecoderStream()))
      if (part.includes('event:')) return { status: response.status, text: part };
  }
  return { status: response.status, text: await response.text() };
}

/** What is wrong with the answer, or nothing. What was sent may stand in it. */
function wrong({ status, text }: { status: number; text: string }, sent: string): string | undefined {
  if (status >= 500) return `status ${status}: ${text}`;
  if (text.includes('INTERNAL_SERVER_ERROR')) return `a fault of ours: ${text.slice(0, 2_000)}`;
  const leaked = INSIDE.exec(text)?.[0];
  return leaked !== undefined && !sent.includes(leaked) ? `${leaked} in ${text.slice(0, 2_000)}` : undefined;
}

test('generated operations', async () => {
  const schema = apiSchema(readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'));
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const query = randomOperation(schema, createRandom(seed).next);
      const answer = await send({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      if (answer.text.includes('"data":{')) answered += 1;
      expect([wrong(answer, query), query]).toEqual([undefined, query]);
    }),
    parameters,
  );
  // Otherwise it would be the validation that was tested.
  expect(answered).toBeGreaterThan(RUNS / 8);
}, 120_000);

/** A part of the body is replaced, doubled or left out. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 40 }),
  put: fc.oneof(
    fc.string(),
    fc.constantFrom(
      '"',
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '\\',
      '\u0000',
      '$',
      '...',
      '@',
      'null',
      '1e999',
      '"""',
      '#',
    ),
  ),
});

test('mutated bodies, headers and methods', async () => {
  const valid = documents.map(({ name, body }) =>
    JSON.stringify({
      query: body,
      operationName: name,
      variables: variablesFor(name, stage, `fuzz-${name}`),
    }),
  );
  const type = fc.constantFrom(
    'application/json',
    'application/json; charset=utf-16',
    'application/graphql',
    'text/plain',
    '',
    'x',
  );
  const accept = fc.constantFrom(
    '*/*',
    'application/json',
    'application/graphql-response+json',
    'multipart/mixed',
    'text/event-stream',
    'text/html',
    'x',
  );
  const target = fc.constantFrom('GET', 'POST', 'stream');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...valid),
      fc.array(mutation, { maxLength: 3 }),
      type,
      accept,
      target,
      async (base, mutations, contentType, accepted, to) => {
        const body = mutations.reduce((text, { at, length, put }) => {
          const index = Math.floor(at * text.length);
          return text.slice(0, index) + put + text.slice(index + length);
        }, base);
        const headers = {
          accept: accepted,
          'apollo-require-preflight': 'true',
          ...(contentType !== '' && { 'content-type': contentType }),
        };
        const isGet = to === 'GET';
        const query = isGet
          ? `?query=${encodeURIComponent(body.toWellFormed())}&variables=${encodeURIComponent(body.slice(0, 50).toWellFormed())}`
          : '';
        const answer = await send(
          isGet ? { headers: { ...headers } } : { method: 'POST', headers, body },
          to === 'stream' ? '/stream' : query,
        );
        // The landing page is a page.
        if (!/^\s*<!doctype html/.test(answer.text))
          expect([wrong(answer, body), body]).toEqual([undefined, body]);
      },
    ),
    parameters,
  );
}, 120_000);

test('and after all that, everything still works', async () => {
  for (const { name, body } of documents.filter(({ type }) => type === 'query')) {
    const { errors } = await tandem.ask(body, variablesFor(name, stage, 'after'));
    expect(errors).toBeUndefined();
  }
  expect((await fetch(new URL('/health/ready', tandem.urls.gateway))).status).toBe(200);
});
