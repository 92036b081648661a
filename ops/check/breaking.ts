import { type Change, CriticalityLevel, diff, validate } from '@graphql-inspector/core';
import { buildASTSchema, type GraphQLSchema, Kind, parse, Source, visit } from 'graphql';

/** A break that was decided on: exactly this change at exactly this place. */
export interface AcceptedBreak {
  /** As the report names it: `FIELD_REMOVED Product.brand`. */
  readonly change: string;
  /** Written by hand, so it may be missing. */
  readonly reason?: string;
}

const OWN_DIRECTIVES = new Set(['deprecated', 'specifiedBy', 'oneOf']);
const MACHINERY = /^(join|link|core|federation)__|^(link|join|core|cost|listSize)$/;

/** What clients see of a supergraph: without what tells a router where things are. */
export function apiSchema(supergraphSdl: string): GraphQLSchema {
  const document = visit(parse(supergraphSdl, { noLocation: true }), {
    Directive: ({ name }) => (OWN_DIRECTIVES.has(name.value) ? undefined : null),
    enter: (node) =>
      'name' in node && node.kind.endsWith('Definition') && MACHINERY.test(node.name?.value ?? '')
        ? null
        : undefined,
  });
  const definitions = document.definitions.filter((node) => node.kind !== Kind.DIRECTIVE_DEFINITION);
  return buildASTSchema({ ...document, definitions }, { assumeValidSDL: true });
}

const nameOf = ({ type, path }: Change): string => `${type} ${path ?? ''}`.trim();

/**
 * Breaks of the schema against the released one that nobody has accepted, and acceptances of what is no break (any
 * more), so that none lies in wait for a later one.
 */
export async function unacceptedBreaks(
  released: GraphQLSchema,
  current: GraphQLSchema,
  accepted: readonly AcceptedBreak[],
): Promise<string[]> {
  const changes = await diff(released, current);
  const breaks = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const names = new Set(breaks.map(nameOf));
  const acceptedNames = new Set(accepted.map(({ change }) => change));
  return [
    ...breaks
      .filter((change) => !acceptedNames.has(nameOf(change)))
      .map((change) => `BREAKING ${nameOf(change)}: ${change.message}`),
    ...accepted
      .filter(({ change }) => !names.has(change))
      .map(({ change }) => `${change} is accepted, but is no break: take it off the list`),
    ...accepted
      .filter(({ reason = '' }) => reason.trim() === '')
      .map(({ change }) => `${change} is accepted without a reason`),
  ];
}

/** Client documents, by file name, that the schema does not answer, or answers by what is deprecated. */
export function brokenDocuments(
  schema: GraphQLSchema,
  documents: Readonly<Record<string, string>>,
): string[] {
  const sources = Object.entries(documents).map(([name, text]) => new Source(text, name));
  return validate(schema, sources).flatMap(({ source, errors, deprecated }) => [
    ...errors.map(({ message }) => `${source.name}: ${message}`),
    ...deprecated.map(({ message }) => `${source.name}: ${message}`),
  ]);
}
