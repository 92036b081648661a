import type { GraphqlClient } from '../client.ts';
import type { Lanes } from './lanes.ts';
import type { Report } from './report.ts';

/** What an import works with. */
export interface ImportContext {
  readonly client: GraphqlClient;
  readonly lanes: Lanes;
  readonly report: Report;
  /** Ends the import after what is under way. */
  readonly signal: AbortSignal;
}
