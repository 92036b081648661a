import { GraphQLError, type GraphQLSchema, type GraphQLUnionType } from 'graphql';

interface Representation {
  readonly __typename?: unknown;
  readonly id?: unknown;
  readonly revision?: unknown;
}

/**
 * Refuses, in place, what `_entities` is asked for together with something that is no entity or has no id. Apollo's
 * resolver throws at the first such thing, and leaves alone what it has begun before that: where this fails in its turn,
 * nobody hears of it, and the process ends.
 */
export function requireEntities(schema: GraphQLSchema): GraphQLSchema {
  const types = new Set<unknown>(
    (schema.getType('_Entity') as GraphQLUnionType).getTypes().map(({ name }) => name),
  );
  const isReference = ({ __typename, id, revision }: Representation): boolean =>
    types.has(__typename) && typeof id === 'string' && typeof (revision ?? '') === 'string';
  const field = schema.getQueryType()!.getFields()['_entities']!;
  const resolve = field.resolve!;
  field.resolve = (source, args, context, info) => {
    const { representations } = args as { readonly representations: readonly Representation[] };
    if (representations.every(isReference)) return resolve(source, args, context, info);
    throw new GraphQLError('representations: each must name an entity and its id', {
      extensions: { code: 'BAD_USER_INPUT', argument: 'representations' },
    });
  };
  return schema;
}
