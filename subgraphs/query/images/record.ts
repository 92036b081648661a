import { createHash } from 'node:crypto';
import type { Thumbnails } from './thumbnails.ts';

/** What is known of the image at one URL, as it is stored. */
export interface ImageRecord {
  readonly url: string;
  /** FAILED is final: it was tried as often as an image is. */
  readonly state: 'WAITING' | 'READY' | 'FAILED';
  /** How often a worker began to fetch it. */
  readonly tries: number;
  /** When a worker may take it, while WAITING: after the wait between tries, or when a worker that took it must be dead. */
  readonly dueAt?: string;
  readonly changedAt: string;
  /** Why the last try failed. */
  readonly reason?: string;
  readonly placeholder?: string;
  /** Base64 of WebP. */
  readonly large?: string;
  readonly small?: string;
}

/** Longer than any try takes: 10 s to fetch, 30 to shrink after seven pairs of others, and the rest for the engine. */
const LEASE_MS = 300_000;
const MAX_TRIES = 5;
const MAX_REASON_LENGTH = 300;

/** The id of an image: of its URL, so that all products that show it share it. */
export const imageKey = (url: string): string => createHash('sha256').update(url).digest('hex');

const iso = (time: number): string => new Date(time).toISOString();

export const waitingRecord = (url: string, now: number): ImageRecord => ({
  url,
  state: 'WAITING',
  tries: 0,
  dueAt: iso(now),
  changedAt: iso(now),
});

/** Taken by a worker, for the time of the lease. Counted before the fetch, so that an image that kills its worker is given up too. */
export const claimed = (record: ImageRecord, now: number): ImageRecord => ({
  ...record,
  tries: record.tries + 1,
  dueAt: iso(now + LEASE_MS),
  changedAt: iso(now),
});

export const isExhausted = ({ tries }: ImageRecord): boolean => tries >= MAX_TRIES;

/** The lasting state of an image that was fetched. */
export const ready = (
  { url, tries }: ImageRecord,
  { large, small, placeholder }: Thumbnails,
  now: number,
): ImageRecord => ({
  ...{ url, tries, placeholder },
  state: 'READY',
  changedAt: iso(now),
  large: large.toString('base64'),
  small: small.toString('base64'),
});

/** To be tried again after a wait that is four times the one before, each shortened by up to half by `random` (0 to 1); at last, given up. */
export function failed(
  record: ImageRecord,
  reason: string,
  { now, random, firstWaitMs }: { now: number; random: number; firstWaitMs: number },
): ImageRecord {
  const { url, tries } = record;
  const tried = { url, tries, changedAt: iso(now), reason: reason.slice(0, MAX_REASON_LENGTH) };
  if (isExhausted(record)) return { ...tried, state: 'FAILED' };
  const waitMs = firstWaitMs * 4 ** Math.max(0, tries - 1) * (1 - random / 2);
  return { ...tried, state: 'WAITING', dueAt: iso(now + waitMs) };
}
