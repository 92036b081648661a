import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

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
  /** Writes the file to its end. */
  close(): Promise<Summary>;
}
export interface Summary {
  readonly accepted: number;
  readonly refused: number;
  /** Rows by the code of their reason, the most frequent first. */
  readonly reasons: readonly (readonly [code: string, rows: number])[];
}

/** Writes each refused row to a CSV file as it is told; `told` hears of every row. */
export function createReport(refusedFile: string, told: (rows: number) => void): Report {
  const file = createWriteStream(refusedFile);
  const failed = once(file, 'error').then(([error]: unknown[]) => Promise.reject(error as Error));
  failed.catch(() => undefined);
  file.write('line,reference,reason,message\n');
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
      await Promise.race([once(file, 'close'), failed]);
      return { accepted, refused, reasons: [...reasons].sort(([, a], [, b]) => b - a) };
    },
  };
}

const csvField = (value: string | number): string =>
  /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
