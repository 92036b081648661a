// The headers that clients, routers and subgraphs agree on.

/** With a request: what its answer must show. With the answer of the command subgraph: what it has written. */
export const TOKEN_HEADER = 'x-consistency-token';
/** STRONG or EVENTUAL, for all that a request reads. */
export const CONSISTENCY_HEADER = 'x-consistency';
/** How many milliseconds its reads may wait for what was demanded. */
export const BUDGET_HEADER = 'x-consistency-budget-ms';
/** Tells a subgraph how many milliseconds the client still waits, so that nobody works for nobody. */
export const TIMEOUT_HEADER = 'x-timeout-ms';
