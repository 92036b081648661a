import type { Resolvers } from '../../../schema/generated/command.ts';
import type { Dependencies } from '../handle-command.ts';
import { catalogueMutations } from './catalogue.ts';
import { customersMutations } from './customers.ts';
import { inventoryMutations } from './inventory.ts';
import type { RequestContext, Sources } from './mutation.ts';
import { ordersMutations } from './orders.ts';
import { DateTime, Revision, SafeInt } from './scalars.ts';
import { typeOfUserError } from './user-errors.ts';

/** The resolvers of the command subgraph: input -> command -> outcome -> payload. */
export const createResolvers = (dependencies: Dependencies, sources: Sources): Resolvers<RequestContext> => ({
  DateTime,
  Revision,
  SafeInt,
  UserError: { __resolveType: typeOfUserError },
  Mutation: {
    ...catalogueMutations(dependencies, sources),
    ...inventoryMutations(dependencies, sources),
    ...ordersMutations(dependencies, sources),
    ...customersMutations(dependencies, sources),
  },
});
