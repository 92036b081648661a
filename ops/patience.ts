import type { IncomingHttpHeaders } from 'node:http';
import { TIMEOUT_HEADER } from '../schema/headers.ts';

/** What an answer takes on its way back, in milliseconds, so that a clear error still arrives. */
const WAY_BACK_MS = 100;
/** The longest that a timer can run. */
const MAX_MS = 2 ** 31 - 1;

/** How many milliseconds a subgraph has to answer; Infinity where nobody says, or what is said is no number. */
export function patienceMs(headers: IncomingHttpHeaders): number {
  const given = Number(headers[TIMEOUT_HEADER]);
  return given > 0 ? Math.min(MAX_MS, Math.max(1, given - WAY_BACK_MS)) : Infinity;
}
