import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvError, type Info, parse } from 'csv-parse';

/** A row of a file, and the number of its (last) line, from 1. */
export interface Row<T> {
  readonly line: number;
  readonly value: T;
}

/** The file's content, unpacked when its name ends in .gz; a few 64 KiB chunks of it are in memory at a time. */
export function openFile(path: string): Readable {
  const file = createReadStream(path);
  // An error of either stream ends up at whoever reads.
  return path.endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file;
}

/** The lines of a file that are not blank. Not by readline: it breaks lines at U+2028 too, which JSON has in strings. */
export async function* readLines(path: string): AsyncGenerator<Row<string>> {
  let line = 0;
  let rest = '';
  for await (const chunk of openFile(path).setEncoding('utf8')) {
    const parts = (rest + (chunk as string)).split('\n');
    rest = parts.pop()!;
    for (const value of parts) {
      line += 1;
      if (value.trim() !== '') yield { line, value };
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, value: rest };
}

/**
 * The records of a CSV file by the names in its first line. A row with too few fields lacks the last ones. Throws when
 * a column is missing, or when the quotes do not match.
 */
export async function* readCsv<Column extends string>(
  path: string,
  columns: readonly Column[],
): AsyncGenerator<Row<Partial<Record<Column, string>>>> {
  const checkHeader = (header: string[]): string[] => {
    const missing = columns.filter((column) => !header.includes(column));
    if (missing.length > 0) throw new Error(`${path} has no column ${missing.join(', ')}`);
    return header;
  };
  const parser = parse({
    bom: true,
    columns: checkHeader,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const records: AsyncIterable<{ info: Info; record: Partial<Record<Column, string>> }> = pipeline(
    openFile(path),
    parser,
    (_: NodeJS.ErrnoException | CsvError | null) => undefined,
  );
  for await (const { info, record } of records) yield { line: info.lines, value: record };
}

/** Tells files apart by what they hold: 16 hexadecimal digits. */
export async function contentHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of openFile(path)) hash.update(chunk as Buffer);
  return hash.digest('hex').slice(0, 16);
}
