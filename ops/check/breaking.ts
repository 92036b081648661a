import { type Change, CriticalityLevel, diff, validate as validateAll } from '@graphql-inspector/core';
import { buildASTSchema, type GraphQLSchema, Kind, parse, Source, validate, visit } from 'graphql';
import type { PersistedOperation } from '../../schema/manifest.ts';

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

/** Why the schema does not answer an operation. Empty when it does. */
export const refusals = (schema: GraphQLSchema, { body }: PersistedOperation): string[] =>
  validate(schema, parse(body)).map(({ message }) => message);

/** What was promised: the schema of the last release, and answers to the operations of all releases. */
export interface Released {
  readonly schema: GraphQLSchema;
  readonly operations: readonly PersistedOperation[];
}

/**
 * Breaks against the last release that nobody has accepted, and acceptances of what is no break (any more), so that none
 * lies in wait for a later one.
 */
export async function unacceptedBreaks(
  released: Released,
  current: GraphQLSchema,
  accepted: readonly AcceptedBreak[],
): Promise<string[]> {
  const changes = await diff(released.schema, current);
  const breaks = [
    ...changes
      .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
      .map((change) => ({ name: nameOf(change), message: change.message })),
    ...released.operations.flatMap((operation) =>
      refusals(current, operation).map((message) => ({
        name: `OPERATION_REFUSED ${operation.name}`,
        message,
      })),
    ),
  ];
  const names = new Set(breaks.map(({ name }) => name));
  const acceptedNames = new Set(accepted.map(({ change }) => change));
  return [
    ...breaks
      .filter(({ name }) => !acceptedNames.has(name))
      .map(({ name, message }) => `BREAKING ${name}: ${message}`),
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
  return validateAll(schema, sources).flatMap(({ source, errors, deprecated }) => [
    ...errors.map(({ message }) => `${source.name}: ${message}`),
    ...deprecated.map(({ message }) => `${source.name}: ${message}`),
  ]);
}
