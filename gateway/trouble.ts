import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';

/** Why there is no answer of a subgraph: the code that the client sees. */
export type TroubleCode =
  'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_INVALID_RESPONSE' | 'SUBGRAPH_REFUSED';

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
/** How long it is left alone the first time, and at most, in milliseconds; then one request tries it. */
const OPEN_MS = 500;
const OPEN_MAX_MS = 10_000;

/** How requests of one subgraph are sent, each of them through one circuit breaker. */
export interface Policies {
  /** Sent up to three times, as long as there is time left to wait for an answer. */
  readonly query: IPolicy;
  /** Sent again only when the subgraph cannot have got it. */
  readonly mutation: IPolicy;
}

/** A subgraph that refuses is well, and would refuse again: one client must not close it to the others. */
const isFailure = (error: unknown): error is SubgraphTrouble =>
  error instanceof SubgraphTrouble && error.code !== 'SUBGRAPH_REFUSED';

/** `report` hears when the breaker opens and closes. */
export function createPolicies(report: (state: 'open' | 'closed') => void): Policies {
  const breaker = circuitBreaker(handleWhen(isFailure), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: OPEN_MS, maxDelay: OPEN_MAX_MS }),
  });
  breaker.onBreak(() => report('open'));
  breaker.onReset(() => report('closed'));
  const backoff = new ExponentialBackoff({ initialDelay: 20, maxDelay: 200 });
  const again = (when: (trouble: SubgraphTrouble) => boolean) =>
    retry(
      handleWhen((error) => isFailure(error) && when(error)),
      { maxAttempts: 2, backoff },
    );
  return {
    // What was too slow once would be so again, and the time is up.
    query: wrap(
      again(({ code }) => code !== 'SUBGRAPH_TIMEOUT'),
      breaker,
    ),
    mutation: wrap(
      again(({ mayHaveRun }) => !mayHaveRun),
      breaker,
    ),
  };
}

/** While the breaker is open, nothing is sent. */
export const isCircuitOpen = (error: unknown): boolean => error instanceof BrokenCircuitError;
