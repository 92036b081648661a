import fastify from 'fastify';
import { expect, test } from 'vitest';
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
