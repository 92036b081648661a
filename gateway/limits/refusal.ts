import { type ASTNode, GraphQLError } from 'graphql';

/** A request that is refused with 400 before a subgraph hears of it; `nodes` are where in the document. */
export const refusal = (message: string, code: string, details: object = {}, nodes?: ASTNode): GraphQLError =>
  new GraphQLError(message, { nodes, extensions: { code, ...details, http: { status: 400 } } });
