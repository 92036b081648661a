import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentHash, readCsv, readLines, SURPLUS } from './source.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-import-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (name: string, content: string | Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

test('a line separator of Unicode within a string ends no line', async () => {
  const path = await write('a.jsonl', '"a\u2028b"\n\n"c"\r\n"d"');
  expect((await all(readLines(path))).map(({ line, value }) => [line, JSON.parse(value)])).toEqual([
    [1, 'a\u2028b'],
    [3, 'c'],
    [4, 'd'],
  ]);
});

test('reads a gzipped file like one that is not, also its hash', async () => {
  const text = 'x,y\n1,"two, and\na half"\n3\n';
  const [plain, packed] = [await write('a.csv', text), await write('a.csv.gz', gzipSync(text))];
  const rows = await all(readCsv(packed, ['x', 'y']));
  expect(rows).toEqual([
    { line: 3, value: { x: '1', y: 'two, and\na half' } },
    { line: 4, value: { x: '3' } },
  ]);
  expect(await all(readCsv(plain, ['x', 'y']))).toEqual(rows);
  expect(await contentHash(plain)).toBe(await contentHash(packed));
});

test('a record of CSV ends with its line, whatever ends the first one', async () => {
  const lines = ['x,y', '1,"a', 'b"', '2,c', '3,d'];
  for (const [first, other] of [
    ['\n', '\r\n'],
    ['\r\n', '\n'],
  ] as const) {
    const path = await write('a.csv', lines[0] + first + lines.slice(1).join(other));
    expect(await all(readCsv(path, ['x', 'y']))).toEqual([
      { line: 3, value: { x: '1', y: 'a\nb' } },
      { line: 4, value: { x: '2', y: 'c' } },
      { line: 5, value: { x: '3', y: 'd' } },
    ]);
  }
});

test('tells what a row has beyond its columns', async () => {
  const path = await write('a.csv', 'x,y\n1,two, and,a half\n3,\n4,5,\n');
  expect(await all(readCsv(path, ['x', 'y']))).toEqual([
    { line: 2, value: { x: '1', y: 'two', [SURPLUS]: [' and', 'a half'] } },
    { line: 3, value: { x: '3', y: '' } },
    { line: 4, value: { x: '4', y: '5', [SURPLUS]: [''] } },
  ]);
});

test('says what is wrong with a file', async () => {
  await expect(all(readLines(join(folder, 'none.jsonl')))).rejects.toThrow('ENOENT');
  await expect(all(readLines(await write('a.jsonl.gz', 'plain')))).rejects.toThrow('incorrect header');
  await expect(all(readCsv(await write('a.csv', 'x\n1'), ['x', 'y']))).rejects.toThrow('has no column y');
  const cut = gzipSync('x,y\n'.repeat(1_000)).subarray(0, 30);
  await expect(all(readCsv(await write('b.csv.gz', cut), ['x', 'y']))).rejects.toThrow('unexpected end');
});

test('a byte order mark is no part of the text', async () => {
  expect(await all(readLines(await write('a.jsonl', '\ufeff1\n2')))).toEqual([
    { line: 1, value: '1' },
    { line: 2, value: '2' },
  ]);
  expect(await all(readCsv(await write('a.csv', '\ufeffx\n1'), ['x']))).toEqual([
    { line: 2, value: { x: '1' } },
  ]);
});

test('names the line of a file that is not UTF-8', async () => {
  const latin1 = Buffer.from('x\nA\nAé\nAè', 'latin1');
  await expect(all(readLines(await write('a.jsonl', latin1)))).rejects.toThrow('line 3 of ');
  await expect(all(readCsv(await write('a.csv', latin1), ['x']))).rejects.toThrow('a.csv is not UTF-8');
  const utf16 = Buffer.from('\ufeffx\n1\n', 'utf16le');
  await expect(all(readCsv(await write('b.csv', utf16), ['x']))).rejects.toThrow('line 1 of ');
  const long = 'é'.repeat(50_000);
  const path = await write('b.jsonl', Buffer.concat([Buffer.from(`1\n${long}\n\n${long}\n`), latin1]));
  await expect(all(readLines(path))).rejects.toThrow('line 7 of ');
  expect((await all(readLines(await write('c.jsonl', `1\n${long}\n\nx${long}`)))).slice(1)).toEqual([
    { line: 2, value: long },
    { line: 4, value: `x${long}` },
  ]);
});
