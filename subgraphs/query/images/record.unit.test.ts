import { describe, expect, it } from 'vitest';
import { claimed, failed, type ImageRecord, imageKey, isExhausted, ready, waitingRecord } from './record.ts';

const NOW = Date.UTC(2026, 0, 1);
const url = 'https://cdn.example/a.jpg';
const waits = (record: ImageRecord) => Date.parse(record.dueAt!) - NOW;
const fail = (record: ImageRecord, random = 0) =>
  failed(record, 'answered 404', { now: NOW, random, firstWaitMs: 1_000 });

describe('the record of an image', () => {
  it('has a key that fits a path, the same for the same URL only', () => {
    expect(imageKey(url)).toMatch(/^[0-9a-f]{64}$/);
    expect(imageKey(url)).toBe(imageKey(url));
    expect(imageKey(url)).not.toBe(imageKey(`${url}?w=1`));
  });

  it('is due at once, and while it is claimed not before the lease ends', () => {
    const waiting = waitingRecord(url, NOW);
    expect(waits(waiting)).toBe(0);
    expect(claimed(waiting, NOW)).toMatchObject({ state: 'WAITING', tries: 1 });
    expect(waits(claimed(waiting, NOW))).toBe(300_000);
  });

  it('waits four times longer after each failure, and is given up after five', () => {
    let record = waitingRecord(url, NOW);
    const waited: number[] = [];
    while (record.state === 'WAITING') {
      record = fail(claimed(record, NOW));
      if (record.dueAt !== undefined) waited.push(waits(record));
    }
    expect(waited).toEqual([1_000, 4_000, 16_000, 64_000]);
    expect(record).toMatchObject({ state: 'FAILED', tries: 5, reason: 'answered 404' });
    expect(isExhausted(record)).toBe(true);
  });

  it('spreads what failed together over half of the wait', () => {
    expect(waits(fail(claimed(waitingRecord(url, NOW), NOW), 1))).toBe(500);
  });

  it('forgets the failures and the time once the thumbnails are there', () => {
    const thumbnails = { large: Buffer.from('L'), small: Buffer.from('S'), placeholder: 'data:,' };
    const record = ready(claimed(fail(claimed(waitingRecord(url, NOW), NOW)), NOW), thumbnails, NOW);
    expect(record).toEqual({
      ...{ url, state: 'READY', tries: 2, changedAt: '2026-01-01T00:00:00.000Z' },
      ...{ placeholder: 'data:,', large: 'TA==', small: 'Uw==' },
    });
  });
});
