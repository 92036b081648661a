import type { Stamp } from '../indexer/projections/document.ts';

/** When the latest of these sections changed. */
export function latest(...sections: readonly (Stamp | undefined)[]): string {
  const times = sections.flatMap((section) => (section ? [Date.parse(section.occurredAt)] : []));
  return new Date(Math.max(...times)).toISOString();
}
