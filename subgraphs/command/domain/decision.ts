import type { HappeningOf, StateOf, StreamKind } from '../../../schema/events/event.ts';

/** A stream as it was loaded: the state after the event with this revision. */
export interface Entity<K extends StreamKind> {
  readonly kind: K;
  readonly id: string;
  readonly revision: number;
  readonly state: StateOf<K>;
}

/** One event that a command causes: what happened, and the entity after it. */
export type Change<K extends StreamKind = StreamKind> = K extends StreamKind
  ? Entity<K> & { readonly happening: HappeningOf<K> }
  : never;

/** Why a command is refused. `path` leads into the command's input, for example ['lines', '0', 'sku']. */
export type Rejection = { readonly message: string; readonly path: readonly string[] } & (
  | { readonly code: PlainCode }
  | {
      readonly code: 'INSUFFICIENT_STOCK';
      readonly sku: string;
      readonly requested: number;
      readonly available: number;
    }
  | { readonly code: 'STALE_REVISION'; readonly currentRevision: number; readonly kind: StreamKind }
);
type PlainCode =
  | 'INVALID_INPUT'
  | 'PRODUCT_NOT_FOUND'
  | 'DUPLICATE_SKU'
  | 'PRICE_REQUIRED'
  | 'PRODUCT_NOT_PUBLISHED'
  | 'STOCK_BELOW_RESERVED'
  | 'STALE_QUANTITY'
  | 'MIXED_CURRENCIES'
  | 'DUPLICATE_EXTERNAL_REFERENCE';

/**
 * A command is done whole, or refused with at least one reason and changes nothing. `entities` are those it answers
 * for, as they are after it; the changes among them are written.
 */
export type Decision =
  | { readonly accepted: true; readonly entityId: string; readonly entities: readonly (Change | Unchanged)[] }
  | { readonly accepted: false; readonly rejections: readonly Rejection[] };

/** An entity that was already as the command wants it. */
export type Unchanged = Pick<Entity<StreamKind>, 'kind' | 'id' | 'revision'>;

export const accept = (entityId: string, ...entities: readonly (Change | Unchanged)[]): Decision => ({
  accepted: true,
  entityId,
  entities,
});
export const reject = (...rejections: readonly Rejection[]): Decision => ({ accepted: false, rejections });

/** The rejection of a command whose caller saw an older state, if it is one. */
export function stale<K extends StreamKind>(
  entity: Entity<K>,
  expectedRevision: number | undefined,
): Rejection | undefined {
  if (expectedRevision === undefined || expectedRevision === entity.revision) return undefined;
  return {
    code: 'STALE_REVISION',
    message: `the ${entity.kind} has changed since the expected revision`,
    path: ['expectedRevision'],
    kind: entity.kind,
    currentRevision: entity.revision,
  };
}
