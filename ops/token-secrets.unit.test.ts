import { chown, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenSecrets } from './token-secrets.ts';

test('roles that start together on one data folder sign with the same secret, which others cannot read', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'tandem-secret-'));
  const config = { dataDir: join(parent, 'data'), tokenSecrets: undefined };
  try {
    const found = await Promise.all(Array.from({ length: 8 }, () => tokenSecrets(config)));
    expect(new Set(found.flat()).size).toBe(1);
    expect(found[0]![0]).toHaveLength(43);
    expect((await stat(join(config.dataDir, 'token-secret'))).mode & 0o077).toBe(0);
    expect(await tokenSecrets({ ...config, tokenSecrets: ['configured'] })).toEqual(['configured']);
  } finally {
    await rm(parent, { recursive: true });
  }
});

test.runIf(process.getuid?.() === 0)(
  'one that root has made can be read by the owner of the data folder',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tandem-secret-'));
    try {
      await chown(dataDir, 12_345, 12_345);
      await tokenSecrets({ dataDir, tokenSecrets: undefined });
      expect((await stat(join(dataDir, 'token-secret'))).uid).toBe(12_345);
    } finally {
      await rm(dataDir, { recursive: true });
    }
  },
);
