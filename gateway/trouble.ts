import { BrokenCircuitError, ExponentialBackoff, handleWhen, retry } from 'cockatiel';

/** Why there is no answer of a subgraph: the code that the client sees. */
export type TroubleCode =
  | 'SUBGRAPH_UNAVAILABLE'
  | 'SUBGRAPH_TIMEOUT'
  | 'SUBGRAPH_INVALID_RESPONSE'
  | 'SUBGRAPH_REFUSED'
  | 'SUBGRAPH_RESPONSE_TOO_LARGE';

const FACTS: Partial<Record<TroubleCode, string>> = {
  SUBGRAPH_REFUSED: 'refuses this request',
  SUBGRAPH_RESPONSE_TOO_LARGE: 'answers with too much: ask for less at once',
};

/** What the client is told of it. */
export const clientMessage = (subgraph: string, code: TroubleCode): string =>
  `The ${subgraph} subgraph ${FACTS[code] ?? 'does not answer'}`;

/** There is no answer of a subgraph. */
export class SubgraphTrouble extends Error {
  override readonly name = 'SubgraphTrouble';
  readonly code: TroubleCode;
  /** Whether the subgraph may have got the request: a mutation is not sent again then. */
  readonly mayHaveRun: boolean;
  constructor(code: TroubleCode, message: string, mayHaveRun: boolean, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.mayHaveRun = mayHaveRun;
  }
}

/** Failures in a row after which a subgraph is left alone for a while. */
const FAILURES_TO_OPEN = 10;
/** The longest that it is left alone the first time, and ever, in milliseconds; then one request tries it. */
const OPEN_MS = 500;
const OPEN_MAX_MS = 10_000;

/**
 * Sends a request, once or again. What finds out whether a subgraph answers again is told that it `isTrial`, and must see
 * it through: the others are refused meanwhile, and an error of another kind than SubgraphTrouble counts as an answer.
 */
type Policy = <Answer>(request: (isTrial: boolean) => Promise<Answer>) => Promise<Answer>;

/** How requests of one subgraph are sent, each of them through one circuit breaker. */
export interface Policies {
  /** Sent up to three times, as long as there is time left to wait for an answer. */
  readonly query: Policy;
  /** Sent again only when the subgraph cannot have got it. */
  readonly mutation: Policy;
}

/** What comes of the request and not of the subgraph would come again: one client must not close it to the others. */
const OF_THE_REQUEST: readonly TroubleCode[] = ['SUBGRAPH_REFUSED', 'SUBGRAPH_RESPONSE_TOO_LARGE'];
const isFailure = (error: unknown): error is SubgraphTrouble =>
  error instanceof SubgraphTrouble && !OF_THE_REQUEST.includes(error.code);

/** `report` hears when the breaker opens and closes. */
export function createPolicies(report: (state: 'open' | 'closed') => void): Policies {
  const once = createBreaker(report);
  const backoff = new ExponentialBackoff({ initialDelay: 20, maxDelay: 200 });
  const again = (when: (trouble: SubgraphTrouble) => boolean) =>
    retry(
      handleWhen((error) => isFailure(error) && when(error)),
      { maxAttempts: 2, backoff },
    );
  // What was too slow once would be so again, and the time is up.
  const query = again(({ code }) => code !== 'SUBGRAPH_TIMEOUT');
  const mutation = again(({ mayHaveRun }) => !mayHaveRun);
  return {
    query: (request) => query.execute(() => once(request)),
    mutation: (request) => mutation.execute(() => once(request)),
  };
}

/** A circuit breaker on the clock of `performance.now()`: cockatiel's own goes by one that may be set back. */
function createBreaker(report: (state: 'open' | 'closed') => void): Policy {
  let failuresInRow = 0;
  /** In a row; 0: it is closed. */
  let openings = 0;
  let openUntil = 0;
  function open(): void {
    const most = Math.min(OPEN_MAX_MS, OPEN_MS * 2 ** openings++);
    openUntil = performance.now() + most * (0.5 + Math.random() / 2);
    report('open');
  }
  function close(): void {
    failuresInRow = openings = 0;
    report('closed');
  }
  return async (request) => {
    const isTrial = openings > 0;
    if (isTrial && performance.now() < openUntil) throw new BrokenCircuitError();
    // The others are refused until the trial is over, which ends in one of the two.
    if (isTrial) openUntil = Infinity;
    try {
      const answer = await request(isTrial);
      failuresInRow = 0;
      if (isTrial) close();
      return answer;
    } catch (error) {
      if (isTrial) (isFailure(error) ? open : close)();
      else if (isFailure(error) && ++failuresInRow >= FAILURES_TO_OPEN && openings === 0) open();
      throw error;
    }
  };
}

/** While the breaker is open, nothing is sent. */
export const isCircuitOpen = (error: unknown): boolean => error instanceof BrokenCircuitError;
