import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { eventually } from '../test/world.ts';
import { waitingRecord } from './record.ts';
import type { Change, ImageStore, StoredImage } from './store.ts';
import { startWorker } from './worker.ts';

const due: StoredImage = { record: waitingRecord('https://cdn.test/a', 0), seqNo: 0, primaryTerm: 1 };
const replace: ImageStore['replace'] = async (changes: readonly Change[]) =>
  changes.map(({ record }) => ({ ...due, record }));
const log = pino({ level: 'silent' });

it('begins no image that it claimed while it was stopped, and gives it back', async () => {
  const found = Promise.withResolvers<StoredImage[]>();
  const make = vi.fn(() => new Promise<never>(() => {}));
  const written = vi.fn(replace);
  const store = { findDue: () => found.promise, replace: written };
  const stopped = startWorker({ store, make, firstWaitMs: 1, log }).stop();
  found.resolve([due]);
  await stopped;
  expect(make).not.toHaveBeenCalled();
  expect(written.mock.lastCall?.[0][0]?.record).toEqual(due.record);
});

it('goes on when the index did not answer', async () => {
  const thumbnails = { large: Buffer.from('L'), small: Buffer.from('S'), placeholder: 'data:,' };
  const make = vi.fn(async () => thumbnails);
  const findDue = vi.fn(async (): Promise<StoredImage[]> => []);
  findDue.mockRejectedValueOnce(new Error('away')).mockResolvedValueOnce([due]);
  const worker = startWorker({ store: { findDue, replace }, make, firstWaitMs: 1, log });
  await eventually(() => {
    worker.wake();
    expect(make).toHaveBeenCalledOnce();
  });
  await worker.stop();
});

it('tells that what it made came too late to be recorded', async () => {
  const thumbnails = { large: Buffer.from('L'), small: Buffer.from('S'), placeholder: 'data:,' };
  const lines: string[] = [];
  const telling = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  const findDue = vi.fn(async (): Promise<StoredImage[]> => []).mockResolvedValueOnce([due]);
  const overtaken = vi.fn(replace).mockImplementationOnce(replace).mockResolvedValue([undefined]);
  const store = { findDue, replace: overtaken };
  const worker = startWorker({ store, make: async () => thumbnails, firstWaitMs: 1, log: telling });
  await eventually(() => expect(lines).toHaveLength(1));
  expect(JSON.parse(lines[0]!)).toMatchObject({ url: due.record.url, state: 'READY', tries: 1 });
  await worker.stop();
});

it('is stopped when what it broke off is given back, and not before', async () => {
  const givenBack = Promise.withResolvers<void>();
  const make = vi.fn(
    (_url: string, stop: AbortSignal) =>
      new Promise<never>((_, reject) => {
        stop.addEventListener('abort', () => reject(stop.reason as Error));
      }),
  );
  const written = vi.fn(replace);
  const findDue = vi.fn(async (): Promise<StoredImage[]> => []).mockResolvedValueOnce([due]);
  const worker = startWorker({ store: { findDue, replace: written }, make, firstWaitMs: 1, log });
  await eventually(() => expect(make).toHaveBeenCalledOnce());
  written.mockImplementationOnce(async (changes) => (await givenBack.promise, replace(changes)));
  let isStopped = false;
  const stopped = worker.stop().then(() => (isStopped = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([isStopped, written.mock.lastCall?.[0][0]?.record]).toEqual([false, due.record]);
  givenBack.resolve();
  await stopped;
});

it('goes on when what it made could not be recorded, and tells of it', async () => {
  const thumbnails = { large: Buffer.from('L'), small: Buffer.from('S'), placeholder: 'data:,' };
  const telling = pino({ level: 'silent' });
  const told = vi.spyOn(telling, 'warn');
  const findDue = vi.fn(async (): Promise<StoredImage[]> => []).mockResolvedValueOnce([due]);
  let failures = 1;
  const written = vi.fn(async (changes: readonly Change[]) => {
    if (changes[0]?.record.state === 'READY' && failures-- > 0) throw new Error('away');
    return await replace(changes);
  });
  const store = { findDue, replace: written };
  const worker = startWorker({ store, make: async () => thumbnails, firstWaitMs: 1, log: telling });
  await eventually(() => expect(told).toHaveBeenCalledOnce());
  findDue.mockResolvedValueOnce([due]);
  worker.wake();
  await eventually(() => expect(failures).toBe(-1));
  await worker.stop();
});
