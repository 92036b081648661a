import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  readonly advance: (rows: number) => void;
  readonly stop: () => void;
}

/** How often a line is written where there is no terminal, in milliseconds. */
const LINE_INTERVAL_MS = 5_000;

/**
 * Shows how far `total` rows, or other things, are: a bar on a terminal, elsewhere a line every 5 s and one at the end.
 * What comes while they are counted makes the total larger.
 */
export const createProgress = (label: string, total: number, things = 'rows'): Progress =>
  process.stderr.isTTY ? bar(label, total, things) : lines(label, total, things);

function bar(label: string, total: number, things: string): Progress {
  const started = performance.now();
  let done = 0;
  const single = new SingleBar(
    {
      format: `${label} {bar} {percentage}% of {total} ${things}, {rate}/s, {left} left`,
      // Hidden, it would stay so after Ctrl-C.
      hideCursor: false,
      etaAsynchronousUpdate: false,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  single.start(total, 0, { rate: '0', left: '?' });
  return {
    advance: (rows) => {
      done += rows;
      single.setTotal(Math.max(done, total));
      single.increment(rows, pace(done, total, performance.now() - started));
    },
    stop: () => single.stop(),
  };
}

function lines(label: string, total: number, things: string): Progress {
  const started = performance.now();
  let done = 0;
  const write = (): void => {
    const { rate, left } = pace(done, total, performance.now() - started);
    const all = Math.max(done, total);
    const percentage = all === 0 ? 100 : Math.floor((100 * done) / all);
    console.error(`${label} ${percentage}%: ${done} of ${all} ${things}, ${rate}/s, ${left} left`);
  };
  const timer = setInterval(write, LINE_INTERVAL_MS);
  return {
    advance: (rows) => {
      done += rows;
    },
    stop: () => {
      clearInterval(timer);
      write();
    },
  };
}

/** The rate in rows a second, and the time left at that rate. */
export function pace(done: number, total: number, elapsedMs: number): { rate: string; left: string } {
  const rate = done / Math.max(elapsedMs / 1_000, 0.001);
  const left = rate === 0 ? '?' : duration(Math.max(0, total - done) / rate);
  return { rate: Math.round(rate).toString(), left };
}

/** 75 becomes 1 min 15 s. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
