import { z } from 'zod';

/** The state of the stream `batch-<id>`: where every stream stood that one large command wrote. */
export const BatchState = z.object({
  positions: z.record(z.string(), z.object({ epoch: z.int(), revision: z.int() })),
});
export type BatchState = z.infer<typeof BatchState>;

export const batchEvents = {
  BatchCommitted: { version: 1, data: z.object({}) },
} as const;

/** The state of the stream `heartbeat-relay`, whose revision is MySQL's time in milliseconds: all that was committed before `publishedThrough` has left the outbox. */
export const HeartbeatState = z.object({ publishedThrough: z.iso.datetime() });
export type HeartbeatState = z.infer<typeof HeartbeatState>;

export const heartbeatEvents = {
  RelayBeat: { version: 1, data: z.object({}) },
} as const;
