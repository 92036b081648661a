import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import { measure } from './measure.ts';

/** The most that a document may have; OWASP's list for GraphQL, and what our own clients need several times over. */
export interface DocumentLimits {
  /** Punctuation, names and values; checked while parsing, before all else. */
  readonly tokens: number;
  readonly depth: number;
  /** More than fields may have: fragments count. Planning an operation recurses into each, several calls deep. */
  readonly nesting: number;
  readonly aliases: number;
  /** Introspection costs nothing else, and no tool renames anything in it; by hand a few types may be asked for. */
  readonly introspectionAliases: number;
  readonly rootFields: number;
  /** Commands in one mutation; each is a transaction. */
  readonly commands: number;
  readonly selections: number;
  readonly directives: number;
  /** Apollo's planner goes twice through each list for each one around it: thirty would keep it for minutes. */
  readonly valueDepth: number;
}

/** The introspection of GraphiQL is 15 deep; the largest of our own documents has 60 root fields and 300 selections, the deepest input 5 levels. */
export const DOCUMENT_LIMITS: DocumentLimits = {
  tokens: 5_000,
  depth: 16,
  nesting: 64,
  aliases: 100,
  introspectionAliases: 4,
  rootFields: 100,
  commands: 10,
  selections: 2_000,
  directives: 50,
  valueDepth: 8,
};

/** The codes of Apollo Router, where it has one. */
const CODES = {
  depth: 'MAX_DEPTH_LIMIT',
  nesting: 'MAX_NESTING_LIMIT',
  aliases: 'MAX_ALIASES_LIMIT',
  introspectionAliases: 'MAX_INTROSPECTION_LIMIT',
  rootFields: 'MAX_ROOT_FIELDS_LIMIT',
  commands: 'MAX_COMMANDS_LIMIT',
  selections: 'MAX_SELECTIONS_LIMIT',
  directives: 'MAX_DIRECTIVES_LIMIT',
  valueDepth: 'MAX_VALUE_DEPTH_LIMIT',
} as const;

/**
 * A validation rule that measures the document before any other rule has looked at it, because some take long over
 * documents of this kind; those that are too large are not validated any further.
 */
export const documentLimits =
  (limits: DocumentLimits) =>
  (context: ValidationContext): ASTVisitor => ({
    Document(document) {
      const exceeded = Object.entries(measure(document)).filter(
        ([name, value]) => value > limits[name as keyof typeof CODES],
      );
      for (const [name, value] of exceeded)
        context.reportError(limitExceeded(name as keyof typeof CODES, value, limits));
      // An empty document in its place: visit goes on with what is returned.
      return exceeded.length > 0 ? { ...document, definitions: [] } : undefined;
    },
  });

function limitExceeded(name: keyof typeof CODES, found: number, limits: DocumentLimits): GraphQLError {
  const allowed = limits[name];
  // A document of many fragments may count up to more than JSON can say.
  const count = Number.isSafeInteger(found) ? found : Number.MAX_SAFE_INTEGER;
  return new GraphQLError(`The operation is too large: ${name} ${count}, allowed is ${allowed}`, {
    extensions: { limit: CODES[name], allowed, found: count },
  });
}
