import { type Change, type Decision, reject, type Rejection, type Unchanged } from './decision.ts';

export interface BulkCommand<Row> {
  readonly errorPolicy: 'REJECT_ALL' | 'SKIP_FAILED';
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
  const refused = skipped.length > 0 && (errorPolicy === 'REJECT_ALL' || entities.length === 0);
  return refused ? reject(...skipped) : { accepted: true, subjects, entities, skipped };
}
