import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NoAnswer, RequestRefused } from '../client.ts';
import { importFile } from './import-file.ts';

test.each([
  ['where no gateway has ever answered, none is waited for', ['nothing'], NoAnswer],
  ['one that has answered, were it an error, is waited for', [503, 'nothing', 404], RequestRefused],
] as const)('%s', async (_, answers, thrown) => {
  let asked = 0;
  const gateway = createServer((_request, response) => {
    const status = answers[asked++] ?? 'nothing';
    if (status === 'nothing') response.destroy();
    else response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await once(gateway.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/graphql`;
  const folder = await mkdtemp(join(tmpdir(), 'tandem-import-'));
  const file = join(folder, 'products.jsonl');
  await writeFile(file, '{ "sku": "1", "name": "A", "priceMinor": 1, "currency": "EUR" }');
  const options = { file, url, refusedFile: join(folder, 'refused.csv'), concurrency: 1 };
  await expect(
    importFile({ ...options, kind: 'products' }, new AbortController().signal),
  ).rejects.toBeInstanceOf(thrown);
  expect(asked).toBe(answers.length);
  gateway.close();
  await rm(folder, { recursive: true });
});
