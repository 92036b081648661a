import type { ApolloServerPlugin } from '@apollo/server';
import { type Costs, costOf, readCosts } from './cost.ts';
import { refuseNullConditions } from './null-conditions.ts';
import { overflows } from './numbers.ts';
import { refusal } from './refusal.ts';
import { exceeds, refuseMistakes, VARIABLES_LIMITS } from './variables.ts';

/**
 * Refuses operations that cost more than this, or whose variables hold too much, overflow, have too many mistakes or are null
 * where they are conditions, before a subgraph hears of them.
 */
export function operationLimits(maxCost: number): ApolloServerPlugin {
  let costs: Costs = new Map();
  return {
    serverWillStart: () =>
      Promise.resolve({
        schemaDidLoadOrUpdate: ({ coreSupergraphSdl }) => {
          costs = readCosts(coreSupergraphSdl ?? '');
        },
      }),
    requestDidStart: () =>
      Promise.resolve({
        // Rejects rather than throws: the hooks of a request are promises.
        async didResolveOperation({ schema, document, operation, request }) {
          if (operation === undefined || operation === null) return;
          const variables = request.variables ?? {};
          if (exceeds(variables, VARIABLES_LIMITS))
            throw refusal('The variables hold too much', 'VARIABLES_TOO_LARGE', { ...VARIABLES_LIMITS });
          if (overflows(variables)) throw refusal('A number in the variables is too large', 'BAD_USER_INPUT');
          refuseMistakes(schema, operation, variables);
          const cost = costOf(schema, costs, document, operation, variables);
          if (cost > maxCost)
            throw refusal(
              `The operation is too expensive: it costs ${cost}, ${maxCost} are allowed`,
              'COST_ESTIMATED_TOO_EXPENSIVE',
              { allowed: maxCost, found: cost },
            );
          refuseNullConditions(document, operation, variables);
        },
      }),
  };
}
