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

/** An entity that was already as the command wants it. */
export type Unchanged = Pick<Entity<StreamKind>, 'kind' | 'id' | 'revision'>;

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
  | { readonly code: 'WRONG_STATE'; readonly state: string }
  | { readonly code: 'DUPLICATE_EXTERNAL_REFERENCE'; readonly existingId: string }
  | { readonly code: 'DUPLICATE_EMAIL'; readonly customerId: string }
);
type PlainCode =
  | 'INVALID_INPUT'
  | `${'PRODUCT' | 'CATEGORY' | 'ORDER' | 'CUSTOMER' | 'REVIEW' | 'IMAGE'}_NOT_FOUND`
  | `DUPLICATE_${'SKU' | 'REVIEW' | 'IMAGE'}`
  | 'PRICE_REQUIRED'
  | 'PRODUCT_NOT_PUBLISHED'
  | 'STOCK_BELOW_RESERVED'
  | 'STALE_QUANTITY'
  | 'WRONG_CURRENCY'
  | 'WRONG_AMOUNT'
  | 'RETURN_EXCEEDS_DELIVERED'
  | 'CATEGORY_CYCLE'
  | 'IDEMPOTENCY_KEY_REUSED';

/**
 * A command is done whole, or refused with at least one reason and changes nothing. `entities` are those it answers
 * for, as they are after it; the changes among them are written. `subjects` are the ids that the answer tells: one,
 * or one for each row of a bulk command, whose refused rows are null and have their reasons in `skipped`.
 */
export type Decision =
  | {
      readonly accepted: true;
      readonly subjects: readonly (string | null)[];
      readonly entities: readonly (Change | Unchanged)[];
      readonly skipped: readonly Rejection[];
    }
  | { readonly accepted: false; readonly rejections: readonly Rejection[] };

export const accept = (subject: string, ...entities: readonly (Change | Unchanged)[]): Decision => ({
  accepted: true,
  subjects: [subject],
  entities,
  skipped: [],
});
export const acceptUnchanged = ({ kind, id, revision }: Unchanged): Decision =>
  accept(id, { kind, id, revision });
export const reject = (...rejections: readonly Rejection[]): Decision => ({ accepted: false, rejections });

/** The next event of a stream, whose revision is one higher; of a new stream when there is no entity. */
export function happen<K extends StreamKind>(
  kind: K,
  entity: Entity<K> | undefined,
  id: string,
  happening: HappeningOf<K>,
  evolve: (state: StateOf<K> | undefined, happening: HappeningOf<K>) => StateOf<K>,
): Change<K> {
  const state = evolve(entity?.state, happening);
  return { kind, id, revision: (entity?.revision ?? 0) + 1, state, happening } as unknown as Change<K>;
}

/** A command that changes an existing entity, and may say which revision of it the caller saw. */
export interface OnExisting {
  readonly expectedRevision: number | undefined;
}

/** Refuses when the entity is not there or has changed since the expected revision; else decides. */
export function onExisting<K extends 'product' | 'category' | 'order' | 'customer' | 'review'>(
  kind: K,
  command: OnExisting & { readonly [id in `${K}Id`]: string },
  entity: Entity<K> | undefined,
  decide: (entity: Entity<K>) => Decision,
): Decision {
  const field: `${K}Id` = `${kind}Id`;
  if (entity === undefined) return reject(notFound(kind, command[field], [field]));
  if (command.expectedRevision === undefined || command.expectedRevision === entity.revision)
    return decide(entity);
  return reject(stale(entity));
}

export const notFound = (
  kind: 'product' | 'category' | 'order' | 'customer' | 'review',
  id: string,
  path: readonly string[],
): Rejection => ({
  code: `${kind.toUpperCase() as Uppercase<typeof kind>}_NOT_FOUND`,
  message: `there is no ${kind} ${id}`,
  path,
});

export const noSku = (sku: string, path: readonly string[]): Rejection => ({
  code: 'PRODUCT_NOT_FOUND',
  message: `there is no product with SKU ${sku}`,
  path,
});

export const duplicateReference = (
  what: string,
  { externalReference }: { readonly externalReference: string | null },
  existingId: string,
): Rejection => ({
  code: 'DUPLICATE_EXTERNAL_REFERENCE',
  message: `another ${what} has the external reference ${externalReference}`,
  path: ['externalReference'],
  existingId,
});

export const stale = <K extends StreamKind>({ kind, revision }: Entity<K>): Rejection => ({
  code: 'STALE_REVISION',
  message: `the ${kind} has changed since the expected revision`,
  path: ['expectedRevision'],
  kind,
  currentRevision: revision,
});
