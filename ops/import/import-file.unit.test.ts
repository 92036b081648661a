import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NoAnswer } from '../client.ts';
import { importFile } from './import-file.ts';

test('where no gateway has ever answered, none is waited for', async () => {
  let tries = 0;
  const nobody = createServer((socket) => {
    tries += 1;
    socket.destroy();
  });
  await once(nobody.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(nobody.address() as AddressInfo).port}/graphql`;
  const folder = await mkdtemp(join(tmpdir(), 'tandem-import-'));
  const file = join(folder, 'products.jsonl');
  await writeFile(file, '{ "sku": "1", "name": "A", "priceMinor": 1, "currency": "EUR" }');
  const options = { file, url, refusedFile: join(folder, 'refused.csv'), concurrency: 1 };
  await expect(
    importFile({ ...options, kind: 'products' }, new AbortController().signal),
  ).rejects.toBeInstanceOf(NoAnswer);
  expect(tries).toBe(1);
  nobody.close();
  await rm(folder, { recursive: true });
});
