import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TAIL = 100;

/** What happened, in a file; and the last of it. */
export interface History {
  readonly file: string;
  tell(line: string): void;
  tail(): string;
}

/** `run` names the file. */
export function createHistory(run: string): History {
  const file = join(tmpdir(), `tandem-chaos-${run}.log`);
  const whole = createWriteStream(file);
  const last: string[] = [];
  return {
    file,
    tell(line) {
      whole.write(`${line}\n`);
      last.push(line);
      if (last.length > TAIL) last.shift();
    },
    tail: () => [...last, `All that happened is in ${file}`].join('\n'),
  };
}
