import { pino } from 'pino';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { connectSubgraph } from './subgraph.ts';
import { startFakeSubgraph } from './test/fake-subgraph.ts';
import { createPolicies, isCircuitOpen, SubgraphTrouble } from './trouble.ts';

let now = 0;
let reports: string[];
let send: ReturnType<typeof createPolicies>['mutation'];
beforeEach(() => {
  now = 1_000;
  reports = [];
  send = createPolicies((state) => reports.push(state)).mutation;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(Math, 'random').mockReturnValue(1);
  onTestFinished(() => void vi.restoreAllMocks());
});
const trouble = () => new SubgraphTrouble('SUBGRAPH_TIMEOUT', 'no answer', true);
/** What becomes of a request that is answered so. */
const outcome = async (answer: () => Promise<string>): Promise<string> =>
  await send(answer).catch((error: unknown) => (isCircuitOpen(error) ? 'left alone' : 'failed'));
const fail = () => outcome(() => Promise.reject(trouble()));
const succeed = () => outcome(() => Promise.resolve('answered'));
const failTimes = async (times: number) => {
  for (let i = 0; i < times; i++) expect(await fail()).toBe('failed');
};

test('a subgraph is left alone after ten failures in a row, twice as long each time, and ten seconds at most', async () => {
  await failTimes(9);
  expect(await succeed()).toBe('answered');
  await failTimes(10);
  for (const pause of [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
    now += pause - 1;
    expect(await succeed()).toBe('left alone');
    now += 1;
    expect(await fail()).toBe('failed');
  }
  now += 10_000;
  expect(await succeed()).toBe('answered');
  expect(reports).toEqual([...Array<string>(8).fill('open'), 'closed']);
  await failTimes(10);
  now += 500;
  expect(await succeed()).toBe('answered');
});

test('what was under way when it was left alone makes that no longer', async () => {
  const ends = Array.from({ length: 15 }, () => Promise.withResolvers<string>());
  const underWay = ends.map(({ promise }) => outcome(() => promise));
  for (const { reject } of ends) reject(trouble());
  await Promise.all(underWay);
  expect(reports).toEqual(['open']);
  now += 500;
  expect(await succeed()).toBe('answered');
});

test('a trial that ends with a fault of ours is an answer, after which ten more must fail', async () => {
  await failTimes(10);
  now += 500;
  expect(await outcome(() => Promise.reject(new Error('ours')))).toBe('failed');
  expect(reports).toEqual(['open', 'closed']);
  await failTimes(9);
  expect(reports).toEqual(['open', 'closed']);
});

test('others are refused while one tries it', async () => {
  await failTimes(10);
  now += 500;
  const trial = Promise.withResolvers<string>();
  const tried = outcome(() => trial.promise);
  now += 60_000;
  expect(await succeed()).toBe('left alone');
  trial.resolve('answered');
  expect(await tried).toBe('answered');
  expect(await succeed()).toBe('answered');
});

type Source = ReturnType<typeof connectSubgraph>['source'];
const ask = (source: Source, leftMs: number) => {
  const context = { headers: {}, deadline: now + leftMs, over: new AbortController().signal, written: [] };
  return source.process({ request: { query: 'query { product(id: "p1") { name } }' }, context } as never);
};

test('of requests to a subgraph that is left alone nothing is logged but that it is', async () => {
  const query = await startFakeSubgraph('query');
  query.behave('unavailable');
  const write = vi.fn<(line: string) => void>();
  const { source, close } = connectSubgraph('query', query.url, pino({}, { write }));
  for (let i = 0; i < 10; i++) await ask(source, 60_000);
  const said = write.mock.calls.map(([line]) => line);
  expect(said.filter((line) => line.includes('is left alone'))).toHaveLength(1);
  for (let i = 0; i < 10; i++)
    expect((await ask(source, 60_000)).errors).toMatchObject([
      { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
    ]);
  expect(write).toHaveBeenCalledTimes(said.length);
  await close();
  await query.close();
});

test('a subgraph is not left alone for requests that had no time left to ask it', async () => {
  const query = await startFakeSubgraph('query');
  const { source, close } = connectSubgraph('query', query.url, pino({ level: 'silent' }));
  for (let i = 0; i < 10; i++)
    expect((await ask(source, 0)).errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
  expect(query.requests).toEqual([]);
  expect(await ask(source, 1_000)).toEqual({ data: { product: { name: 'Kettle' } } });
  await close();
  await query.close();
});
