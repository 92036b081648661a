import { MultiBar, Presets } from 'cli-progress';

export interface Task {
  advance(bytes: number): void;
  finish(): void;
}

export interface Progress {
  /** `bytes` are expected in all, of which `done` are there already. */
  begin(label: string, bytes: number, done: number): Task;
  stop(): void;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

/** Bars on a terminal; elsewhere one plain line at the start and one at the end of each download. */
export function createProgress(report: (line: string) => void, terminal: boolean): Progress {
  return terminal ? bars() : lines(report);
}

function lines(report: (line: string) => void): Progress {
  return {
    begin(label, bytes) {
      const started = performance.now();
      report(`Downloading ${label} (${megabytes(bytes)} MB)`);
      return {
        advance: () => undefined,
        finish: () => report(`Downloaded ${label} in ${((performance.now() - started) / 1000).toFixed(1)} s`),
      };
    },
    stop: () => undefined,
  };
}

function bars(): Progress {
  const multi = new MultiBar(
    {
      format: 'Downloading {label} {bar} {percentage}% of {megabytes} MB',
      clearOnComplete: false,
      // Hidden, it would stay so after Ctrl-C.
      hideCursor: false,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  return {
    begin(label, bytes, done) {
      const bar = multi.create(bytes, done, { label, megabytes: megabytes(bytes) });
      return { advance: (more) => bar.increment(more), finish: () => bar.stop() };
    },
    stop: () => multi.stop(),
  };
}
