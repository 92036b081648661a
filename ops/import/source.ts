import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type InfoRecord, parse } from 'csv-parse';

/** A row of a file, and the number of its (last) line, from 1. */
export interface Row<T> {
  readonly line: number;
  readonly value: T;
}

/** Thrown for a file that cannot be read, or that is not of the format that was promised. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

/** The file's content, unpacked when its name ends in .gz; a few 64 KiB chunks of it are in memory at a time. */
function openFile(path: string): Readable {
  const file = createReadStream(path);
  // An error of either stream ends up at whoever reads.
  return path.endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file;
}

/**
 * The file's text without a byte order mark, some whole lines at a time. Throws UnusableFile, also at a line that is not
 * UTF-8: read with replacement characters, different SKUs would become one.
 */
async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  const decode = (bytes: Buffer, stream: boolean): string => {
    try {
      const text = decoder.decode(bytes, { stream });
      line += text.split('\n').length - 1;
      return text;
    } catch (cause) {
      const lines = bytes.toString('latin1').split('\n');
      const good = lines.findIndex((each) => !isUtf8(Buffer.from(each, 'latin1')));
      throw new UnusableFile(`line ${line + good} of ${path} is not UTF-8`, { cause });
    }
  };
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of openFile(path)) {
      const bytes = Buffer.concat([rest, chunk as Buffer]);
      const end = bytes.lastIndexOf('\n') + 1;
      yield decode(bytes.subarray(0, end), true);
      rest = bytes.subarray(end);
    }
    yield decode(rest, false);
  } catch (error) {
    throw unusable(path, error);
  }
}

const unusable = (path: string, cause: unknown): UnusableFile =>
  cause instanceof UnusableFile
    ? cause
    : new UnusableFile(`${path} cannot be read: ${(cause as Error).message}`, { cause });

/**
 * The lines of a file that are not blank. Not by readline: it breaks lines at U+2028 too, which JSON has in strings.
 * Throws UnusableFile.
 */
export async function* readLines(path: string): AsyncGenerator<Row<string>> {
  let line = 1;
  for await (const text of readText(path)) {
    for (const [index, value] of text.split('\n').entries()) {
      if (index > 0) line += 1;
      if (value.trim() !== '') yield { line, value };
    }
  }
}

/** The parser would take the end of the first line for that of all lines, and count one within quotes twice. */
async function* withUnixLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield text.replaceAll('\r\n', '\n');
}

/** The fields that a row has beyond the first line's, as after a comma without quotes. */
export const SURPLUS = Symbol('surplus');
export type CsvRecord<Column extends string> = Readonly<
  Partial<Record<Column, string>> & { [SURPLUS]?: readonly string[] }
>;

/**
 * The records of a CSV file by the names in its first line. A row with too few fields lacks the last ones. Throws
 * UnusableFile, also when a column is missing or when the quotes do not match.
 */
export async function* readCsv<Column extends string>(
  path: string,
  columns: readonly Column[],
): AsyncGenerator<Row<CsvRecord<Column>>> {
  let width = 0;
  const checkHeader = (header: string[]): string[] => {
    width = header.length;
    const missing = columns.filter((column) => !header.includes(column));
    if (missing.length > 0) throw new UnusableFile(`${path} has no column ${missing.join(', ')}`);
    return header;
  };
  const parser = parse({
    columns: checkHeader,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const records: AsyncIterable<{ info: InfoRecord; record: CsvRecord<Column> }> = pipeline(
    withUnixLines(readText(path)),
    parser,
    () => undefined,
  );
  try {
    for await (const { info, record } of records) {
      const surplus = (info.error?.['record'] as string[] | undefined)?.slice(width) ?? [];
      yield { line: info.lines, value: surplus.length > 0 ? { ...record, [SURPLUS]: surplus } : record };
    }
  } catch (error) {
    throw unusable(path, error);
  }
}

/** Tells files apart by what they hold: 16 hexadecimal digits. */
export async function contentHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of openFile(path)) hash.update(chunk as Buffer);
  return hash.digest('hex').slice(0, 16);
}
