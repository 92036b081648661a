import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What AWS calls the right to send a command; a batch needs that of a single one. */
const SENT = /new (\w+?)(?:Batch)?Command\(|paginate(\w+)\(/g;

test.each([
  ['relay', ['subgraphs/command/relay/*.ts']],
  ['indexer, images', ['subgraphs/query/{indexer,images}/*.ts']],
  ['`npm run dead-letters`', ['ops/dead-letters/*.ts', 'subgraphs/query/indexer/queue-depth.ts']],
  ['`npm run outbox`', ['ops/outbox.ts', 'subgraphs/query/indexer/queue-depth.ts']],
])('docs/security.md names the rights on AWS of %s, and no others', (who, patterns) => {
  const files = globSync(patterns, { cwd: new URL('../..', import.meta.url) });
  const sent = files
    .filter((file) => !file.includes('.test.'))
    // Its other half, which finds a queue by its name, is for operators.
    .filter((file) => who !== 'indexer, images' || !file.endsWith('queue-depth.ts'))
    .flatMap((file) => [...read(file).matchAll(SENT)].map(([, command, pages]) => command ?? pages));
  const row = read('docs/security.md')
    .split('\n')
    .find((line) => line.startsWith(`| ${who} `))!;
  const named = [...row.matchAll(/s[nq]s:(\w+)/g)].map(([, action]) => action);
  expect(named.toSorted()).toEqual([...new Set(sent)].toSorted());
});
