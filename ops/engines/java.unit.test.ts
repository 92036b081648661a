import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findJava, parseJavaProperties } from './java.ts';
import { testFolder } from './test/folder.ts';

/** A `java` that answers like one of that version. */
async function fakeJava(home: string, specification: string): Promise<string> {
  await mkdir(join(home, 'bin'), { recursive: true });
  const script = `#!/bin/sh\necho '    java.home = ${home}' >&2\necho '    java.specification.version = ${specification}' >&2\n`;
  await writeFile(join(home, 'bin', 'java'), script, { mode: 0o755 });
  return home;
}

describe('the version of a Java', () => {
  test.each([
    ['17', 17],
    ['21', 21],
    ['1.8', 8],
  ])('%s is %i', (specification, major) => {
    const output = `Property settings:\n    java.home = /opt/a b\n    java.specification.version = ${specification}\n    java.vm.specification.version = 99\n`;
    expect(parseJavaProperties(output)).toEqual({ home: '/opt/a b', major });
  });

  test('is unknown if the output is none of a Java', () => {
    expect(parseJavaProperties('command not found')).toBeUndefined();
  });
});

describe('finding a Java', () => {
  test('ES_JAVA_HOME goes before JAVA_HOME, and that before PATH', async () => {
    await using folder = await testFolder();
    const [first, second, third] = await Promise.all(
      ['a', 'b', 'c'].map((name) => fakeJava(join(folder.path, name), '17')),
    );
    const path = join(third as string, 'bin');
    expect((await findJava({ ES_JAVA_HOME: first, JAVA_HOME: second, PATH: path })).home).toBe(first);
    expect((await findJava({ JAVA_HOME: second, PATH: path })).home).toBe(second);
    expect((await findJava({ PATH: `/nowhere:${path}` })).home).toBe(third);
  });

  test('one that is too old is passed over', async () => {
    await using folder = await testFolder();
    const old = await fakeJava(join(folder.path, 'old'), '11');
    const good = await fakeJava(join(folder.path, 'good'), '21');
    expect(await findJava({ JAVA_HOME: old, PATH: join(good, 'bin') })).toEqual({ home: good, major: 21 });
  });

  test('the error names what was found where, and what to do', async () => {
    await using folder = await testFolder();
    const old = await fakeJava(join(folder.path, 'old'), '1.8');
    const found = findJava({ ES_JAVA_HOME: '/nowhere', JAVA_HOME: old, PATH: '' });
    await expect(found).rejects.toThrow(`JAVA_HOME has Java 8 at ${old}/bin/java`);
    await expect(found).rejects.toThrow('ES_JAVA_HOME has no Java at /nowhere/bin/java');
    await expect(found).rejects.toThrow(
      /needs Java 17 or newer.*Install it.*ES_JAVA_HOME.*ELASTICSEARCH_URL/,
    );
  });

  test('the error says so if there is none at all', async () => {
    await expect(findJava({ PATH: '/nowhere' })).rejects.toThrow('none in ES_JAVA_HOME, JAVA_HOME or PATH');
  });
});
