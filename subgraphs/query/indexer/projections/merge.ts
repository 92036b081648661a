import { comparePositions, type Position } from '../../../../schema/revision.ts';
import type { Document, Sections, Stamp } from './document.ts';

/**
 * Keeps the newer of each section, by (epoch, revision). Commutative, associative and idempotent, since a position names
 * one state of its stream: duplicates, reordering and replays all end in the same document. Returns `a` itself when `b`
 * has nothing newer.
 */
export function merge(a: Document, b: Document): Document {
  const newer = sectionsOf(b).filter(([kind, section]) => isNewer(section, a[kind]));
  return newer.length === 0 ? a : { ...a, ...(Object.fromEntries(newer) as Document) };
}

/** The sections that have arrived, with their kinds. */
export const sectionsOf = (document: Document): [keyof Sections, Stamp][] =>
  Object.entries(document) as [keyof Sections, Stamp][];

const isNewer = (candidate: Position, present: Position | undefined): boolean =>
  present === undefined || comparePositions(candidate, present) > 0;
