import { type Change, type Decision, reject, type Rejection, type Unchanged } from './decision.ts';

export type ErrorPolicy = 'REJECT_ALL' | 'SKIP_FAILED';
type Accepted = Decision & { readonly accepted: true };

export interface BulkCommand<Row> {
  readonly errorPolicy: ErrorPolicy;
  readonly rows: readonly (Row | InvalidRow)[];
}

/** A row that is no command at all, and why; refused like any other. */
export interface InvalidRow {
  readonly invalid: readonly Rejection[];
}

export const validRows = <Row extends object>(rows: readonly (Row | InvalidRow)[]): Row[] =>
  rows.filter((row): row is Row => !('invalid' in row));

/**
 * Decides row after row, each on what the rows before it left; a row is done whole or not at all. `decideRow` sees the
 * entities as they are by then. With REJECT_ALL one refused row refuses all; with SKIP_FAILED it is left out.
 */
export function decideRows<Row extends object>(
  { errorPolicy, rows }: BulkCommand<Row>,
  decideRow: (row: Row) => Decision,
  remember: (entity: Change) => void,
): Decision {
  const subjects: (string | null)[] = [];
  const entities: (Change | Unchanged)[] = [];
  const skipped: Rejection[] = [];
  rows.forEach((row, index) => {
    const decision = 'invalid' in row ? reject(...row.invalid) : decideRow(row);
    if (!decision.accepted) {
      subjects.push(null);
      skipped.push(
        ...decision.rejections.map((rejection) => ({
          ...rejection,
          path: ['rows', String(index), ...rejection.path],
        })),
      );
      return;
    }
    subjects.push(...decision.subjects);
    for (const entity of decision.entities) {
      entities.push(entity);
      if ('happening' in entity) remember(entity);
    }
  });
  return decided(errorPolicy, { accepted: true, subjects, entities, skipped });
}

/** Refuses the rows about these entities after all, each for its reason. */
export function refuseRows(
  errorPolicy: ErrorPolicy,
  { subjects, entities, skipped }: Accepted,
  reasons: ReadonlyMap<string, Rejection>,
): Decision {
  const isRefused = (id: string): boolean => reasons.has(id);
  return decided(errorPolicy, {
    accepted: true,
    subjects: subjects.map((id) => (id === null || isRefused(id) ? null : id)),
    entities: entities.filter(({ id }) => !isRefused(id)),
    skipped: [...skipped, ...reasons.values()],
  });
}

const decided = (errorPolicy: ErrorPolicy, decision: Accepted): Decision =>
  decision.skipped.length > 0 && (errorPolicy === 'REJECT_ALL' || decision.entities.length === 0)
    ? reject(...decision.skipped)
    : decision;
