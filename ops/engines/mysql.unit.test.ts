import { expect, test } from 'vitest';
import { mysqlBuild } from './mysql.ts';

test('there is an embedded MySQL for Linux on x64 with glibc', () => {
  expect(mysqlBuild('linux', 'x64', 'glibc').name).toBe('mysql-8.0.15-linux-x64');
});

test.each([
  ['linux', 'arm64', 'glibc', 'linux/arm64 (glibc)'],
  ['linux', 'x64', 'musl', 'linux/x64 (musl)'],
  ['win32', 'x64', 'none', 'win32/x64'],
])('on %s %s (%s) the error says what to set', (platform, arch, libc, named) => {
  expect(() => mysqlBuild(platform, arch, libc)).toThrow(
    `MySQL has no embedded build for ${named}. Set MYSQL_URL=mysql://user:password@host:3306/tandem`,
  );
});
