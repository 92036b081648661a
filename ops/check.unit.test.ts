import { expect, test } from 'vitest';
import { registryAddresses } from './check.ts';

test('a lock file names no registry', () => {
  const packages = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0', resolved: 'https://registry.example/b.tgz' },
  };
  expect(registryAddresses(JSON.stringify({ packages }))).toEqual([
    expect.stringContaining('node_modules/b has a "resolved" address'),
  ]);
});
