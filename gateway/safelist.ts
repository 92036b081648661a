import { type ASTVisitor, GraphQLError, parse, type ValidationContext } from 'graphql';
import { canonicalText, type Manifest } from '../schema/manifest.ts';

/** Answers nothing but the operations of a manifest: by their ids, or by texts that ask the same. */
export function createSafelist({ operations }: Manifest) {
  const bodies = new Map(operations.map(({ id, body }) => [id, body]));
  // Apollo's own tools write bodies in other forms.
  const known = new Set(operations.map(({ body }) => canonicalText(parse(body))));

  /** In the place of the cache of automatically persisted queries; nobody adds to it. */
  const cache = {
    get: (key: string) => Promise.resolve(bodies.get(key.replace(/^apq:/, ''))),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(),
  };

  /** A validation rule that goes before all others: of what is not on the list no more is said. */
  const rule = (context: ValidationContext): ASTVisitor => ({
    Document(document) {
      if (known.has(canonicalText(document))) return undefined;
      context.reportError(
        new GraphQLError('The operation is not on the list of those that are answered here', {
          extensions: { limit: 'QUERY_NOT_IN_SAFELIST' },
        }),
      );
      return { ...document, definitions: [] };
    },
  });
  return { cache, rule };
}
