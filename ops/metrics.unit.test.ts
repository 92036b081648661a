import fastify from 'fastify';
import { expect, test, vi } from 'vitest';
import { serveMetrics } from './metrics.ts';

test('figures are those of the moment, and what cannot be read is left out', async () => {
  let waiting: number | undefined = 3;
  const read = async () => {
    if (waiting === undefined) throw new Error('MySQL is away');
    return waiting;
  };
  const app = fastify();
  serveMetrics(app, [
    { name: 'one', help: 'Of one value.', read },
    { name: 'several', help: 'Of several.', label: 'state', read: async () => ({ a: await read(), b: 0 }) },
  ]);
  const told = async () => {
    const { headers, body } = await app.inject('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    return body.split('\n').filter((line) => line !== '');
  };
  const described = (values: readonly string[][]) => [
    ...['# HELP one Of one value.', '# TYPE one gauge', ...values[0]!],
    ...['# HELP several Of several.', '# TYPE several gauge', ...values[1]!],
  ];
  expect(await told()).toEqual(described([['one 3'], ['several{state="a"} 3', 'several{state="b"} 0']]));
  waiting = undefined;
  expect(await told()).toEqual(described([[], []]));
  waiting = 0;
  expect(await told()).toEqual(described([['one 0'], ['several{state="a"} 0', 'several{state="b"} 0']]));
});

test('figures that are asked for twice at once are those of each answer', async () => {
  const reads: PromiseWithResolvers<Record<string, number>>[] = [];
  const app = fastify();
  serveMetrics(app, [
    {
      ...{ name: 'several', help: 'Of several.', label: 'state' },
      read: () => (reads.push(Promise.withResolvers()), reads.at(-1)!.promise),
    },
  ]);
  const [first, second] = [app.inject('/metrics'), app.inject('/metrics')].map(
    async (answer) => (await answer).body,
  );
  await vi.waitFor(() => expect(reads).toHaveLength(2));
  reads[0]!.resolve({ a: 1 });
  expect(await first).toContain('several{state="a"} 1');
  reads[1]!.reject(new Error('MySQL is away'));
  expect(await second).not.toContain('several{');
});

test('one that does not come is waited for no longer than Prometheus waits, and the others are told', async () => {
  const app = fastify();
  const never = { name: 'never', help: 'Never.', read: () => new Promise<number>(() => undefined) };
  serveMetrics(app, [never, { name: 'one', help: 'Of one value.', read: () => Promise.resolve(1) }], 50);
  const { body } = await app.inject('/metrics');
  expect(body).toMatch(/^one 1$/m);
  expect(body).not.toMatch(/^never/m);
});
