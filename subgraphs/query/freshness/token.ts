import { badUserInput, wellFormed } from '../../../schema/freshness.ts';
import { decodeRevision, type EntityRevision } from '../../../schema/revision.ts';

/** Reads the `revision` of an entity reference whose streams may be only of these kinds. Throws BAD_USER_INPUT. */
export function readRevision(
  revision: string | null | undefined,
  kinds: readonly (keyof EntityRevision)[],
): EntityRevision {
  if (revision === null || revision === undefined) return {};
  const positions = wellFormed('revision', () => decodeRevision(revision));
  const foreign = Object.keys(positions).some((kind) => !(kinds as readonly string[]).includes(kind));
  if (foreign) throw badUserInput('revision', 'of another type');
  return positions;
}
