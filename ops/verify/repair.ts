import type { StreamKind } from '../../schema/events/event.ts';
import { encodeMessage } from '../../schema/events/message.ts';
import { execute } from '../../subgraphs/command/mysql/statements.ts';
import { latestEventsOf } from '../../subgraphs/command/mysql/event-log.ts';
import { saveMessages } from '../../subgraphs/command/mysql/outbox.ts';
import { forceSections } from '../../subgraphs/query/indexer/sink.ts';
import type { Finding } from './compare.ts';
import type { Comparison } from './comparison.ts';

/** Findings mended at once. */
const BATCH = 200;

export interface Repair {
  add(finding: Finding): Promise<void>;
  /** Mends what is left. Answers how many messages were published again, and how many sections were written over. */
  finish(): Promise<{ published: number; forced: number }>;
}

/**
 * Mends findings: what is missing or behind by publishing the latest event again, the usual way; what is different or
 * ahead by writing the section over, under the current epoch, so that nothing that is still on its way from before a
 * restore is newer; what is unknown by taking the section away.
 */
export function createRepair(comparison: Comparison): Repair {
  const waiting: Finding[] = [];
  const done = { published: 0, forced: 0 };
  async function flush(): Promise<void> {
    for (const [kind, ofKind] of Map.groupBy(waiting.splice(0), (finding) => finding.kind)) {
      const isLate = ({ problem }: Finding): boolean => problem === 'missing' || problem === 'behind';
      done.published += await publishAgain(comparison, kind, ofKind.filter(isLate));
      done.forced += await writeOver(
        comparison,
        kind,
        ofKind.filter((finding) => !isLate(finding)),
      );
    }
  }
  return {
    async add(finding) {
      waiting.push(finding);
      if (waiting.length >= BATCH) await flush();
    },
    async finish() {
      await flush();
      return done;
    },
  };
}

async function publishAgain(
  { pool }: Comparison,
  kind: StreamKind,
  findings: readonly Finding[],
): Promise<number> {
  const events = await latestEventsOf(pool, kind, idsOf(findings));
  if (events.length === 0) return 0;
  await execute(pool, saveMessages(events.map((event) => ({ event, message: encodeMessage(event) }))));
  return events.length;
}

async function writeOver(
  { pool, client, indexOf, project, epoch }: Comparison,
  kind: StreamKind,
  findings: readonly Finding[],
): Promise<number> {
  if (findings.length === 0) return 0;
  const events = new Map(
    (await latestEventsOf(pool, kind, idsOf(findings))).map((event) => [event.id, event]),
  );
  const corrections = findings.map(({ model, id, shown }) => {
    const event = events.get(id);
    const written = event && project(model, event)?.document[kind];
    const section = written && { ...written, epoch: Math.max(written.epoch, epoch) };
    return { key: { model, id }, kind, section, shown };
  });
  return await forceSections(client, indexOf, corrections);
}

const idsOf = (findings: readonly Finding[]): string[] => findings.map(({ id }) => id);
