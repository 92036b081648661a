import { type Client, errors } from '@elastic/elasticsearch';
import { expect, it, vi } from 'vitest';
import { productEvent } from '../test/events.ts';
import { project } from './projections/project.ts';
import { createWriteTo, type Tell } from './sink.ts';

type Action = { readonly index?: { readonly if_seq_no: number } };

const stored = (id: string) => project(productEvent(id, 2)).document;
/** An engine that has these documents at sequence number 2, and answers each item of a bulk request with a status. */
const engine = (ids: readonly string[], statusesOf: (actions: readonly Action[]) => number[]) =>
  ({
    mget: async ({ docs }: { docs: { _id: string }[] }) => ({
      docs: docs.map(({ _id }) => ({
        found: ids.includes(_id),
        _source: stored(_id),
        _seq_no: 2,
        _primary_term: 1,
      })),
    }),
    // An action and a document, in turns.
    bulk: async ({ operations }: { operations: Action[] }) => ({
      items: statusesOf(operations.filter((_, i) => i % 2 === 0)).map((status) => ({ index: { status } })),
    }),
  }) as unknown as Client;

it('sends in halves what is too much for the engine at once', async () => {
  const tooLarge = { statusCode: 413, body: '', headers: {}, warnings: null, meta: {} as never };
  const client = engine([], (actions) => {
    if (actions.length > 2) throw new errors.ResponseError(tooLarge);
    return actions.map(() => 201);
  });
  const patches = Array.from({ length: 7 }, (_, i) => project(productEvent(`p${i}`)));
  const outcomes = await createWriteTo(client, (model) => model)(patches);
  expect(outcomes).toEqual(Array(7).fill({ kind: 'stored' }));
});

it('reads again what has changed since it was read ahead', async () => {
  const client = engine(['p'], (actions) => actions.map(({ index }) => (index?.if_seq_no === 2 ? 200 : 409)));
  const ahead = new Map([['products/p', { document: stored('p'), seqNo: 1, primaryTerm: 1 }]]);
  const write = createWriteTo(client, (model) => model, ahead);
  expect(await write([project(productEvent('p', 3))])).toEqual([{ kind: 'stored' }]);
});

it('tells of what is there already too: somebody may wait for it', async () => {
  const tell = vi.fn<Tell>();
  const write = createWriteTo(
    engine(['p'], () => []),
    (model) => model,
    undefined,
    tell,
  );
  await write([project(productEvent('p', 1))]);
  expect(tell.mock.calls).toEqual([[new Map([['products/p', stored('p')]])]]);
});

it('tells of nothing that is not stored: whoever waits for it would be shown what nobody finds after that', async () => {
  const tell = vi.fn<Tell>();
  const statuses = [201, 400, 409, 503];
  const client = engine([], (actions) => (actions.length > 1 ? statuses : [503]));
  const write = createWriteTo(client, (model) => model, undefined, tell);
  const outcomes = await write(statuses.map((status) => project(productEvent(`p${status}`))));
  expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'refused', 'later', 'later']);
  expect(tell.mock.calls.flatMap(([stored]) => [...stored.keys()])).toEqual(['products/p201']);
});
