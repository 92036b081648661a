import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { UnusableFile } from './source.ts';

/** Why a row was refused: a code of ours or of the command, and words. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** Counts what became of the rows, each of which is told once. */
export interface Report {
  accept(rows: number): void;
  /** `reference` is the row's own identity, as far as it has one. */
  refuse(row: { readonly line: number; readonly reference: string }, reason: Reason): void;
  /** Writes the file to its end; that it cannot be is in the summary. */
  close(): Promise<Summary>;
}
export interface Summary {
  readonly accepted: number;
  readonly refused: number;
  /** Rows by the code of their reason, the most frequent first. */
  readonly reasons: readonly (readonly [code: string, rows: number])[];
  /** Why the file has not every refused row. */
  readonly unwritten: Error | undefined;
}

/** Begins the CSV file of the refused rows. Throws UnusableFile, and has changed nothing, where it is the imported one. */
export async function openRefused(refusedFile: string, imported: string): Promise<Writable> {
  const elsewhere = '--refused FILE puts the refused rows elsewhere';
  if (await isSame(refusedFile, imported))
    throw new UnusableFile(`${refusedFile} is the file that is imported: ${elsewhere}`);
  try {
    await mkdir(dirname(refusedFile), { recursive: true });
    const file = createWriteStream(refusedFile);
    await new Promise<void>((resolve, reject) => {
      // Listened to from now on: what fails later is told at the end.
      file.on('error', reject);
      file.write('line,reference,reason,message\n', (error) => (error ? reject(error) : resolve()));
    });
    return file;
  } catch (cause) {
    const { message } = cause as Error;
    throw new UnusableFile(`${refusedFile} cannot be written: ${message}; ${elsewhere}`, { cause });
  }
}

/** Also by another name, or through a link. */
async function isSame(...paths: [string, string]): Promise<boolean> {
  const [one, other] = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

/** Writes each refused row to the file as it is told; `told` hears of every row. */
export function createReport(file: Writable, told: (rows: number) => void): Report {
  const reasons = new Map<string, number>();
  let accepted = 0;
  let refused = 0;
  return {
    accept: (rows) => {
      accepted += rows;
      told(rows);
    },
    refuse: ({ line, reference }, { code, message }) => {
      refused += 1;
      reasons.set(code, (reasons.get(code) ?? 0) + 1);
      file.write(`${[line, reference, code, message].map(csvField).join(',')}\n`);
      told(1);
    },
    close: async () => {
      file.end();
      const unwritten = await finished(file).then(
        () => undefined,
        (error: unknown) => error as Error,
      );
      return { accepted, refused, reasons: [...reasons].sort(([, a], [, b]) => b - a), unwritten };
    },
  };
}

const csvField = (value: string | number): string =>
  /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
