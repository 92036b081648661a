import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  separateOperations,
  visit,
} from 'graphql';

// The list of what our own clients may ask, for gateways that answer nothing else. `npm run manifest` writes it from
// the documents in operations/, and keeps those that were released, whose clients have not gone: in Apollo's format, so
// that Apollo's tools and other routers read it too.

/** An operation of the list. */
export interface PersistedOperation {
  /** The SHA-256 of the body. */
  readonly id: string;
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly body: string;
}
export interface Manifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly version: 1;
  readonly operations: readonly PersistedOperation[];
}

/**
 * One text for all documents that ask the same: in one format, operation first, fragments by name, and without the
 * `__typename` that caching clients add.
 */
export function canonicalText(document: DocumentNode): string {
  const plain = visit(document, {
    Field: ({ name, alias }) => (name.value === '__typename' && alias === undefined ? null : undefined),
  });
  return print({ ...plain, definitions: plain.definitions.toSorted((a, b) => compare(rank(a), rank(b))) });
}

const rank = (node: DefinitionNode): string =>
  `${Number(node.kind !== Kind.OPERATION_DEFINITION)}${'name' in node ? node.name?.value : ''}`;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The manifest of these documents, an operation with the fragments that it spreads each. Throws when one has no name. */
export function createManifest(documents: readonly string[]): Manifest {
  const operations = Object.values(separateOperations(parse(documents.join('\n')))).map((document) => {
    const operation = document.definitions.find(
      (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
    )!;
    const name = operation.name?.value;
    if (name === undefined) throw new Error(`an operation has no name: ${print(operation)}`);
    const body = canonicalText(document);
    return { id: createHash('sha256').update(body).digest('hex'), name, type: operation.operation, body };
  });
  return {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: operations.toSorted((a, b) => compare(a.name, b.name)),
  };
}

const at = (path: string): URL => new URL(path, import.meta.url);
const file = at('persisted-operations.json');
const releasedFile = at('released/persisted-operations.json');

/** What the clients of all releases ask. */
export const releasedOperations = (): readonly PersistedOperation[] =>
  (JSON.parse(readFileSync(releasedFile, 'utf8')) as Manifest).operations;

/** What is asked today: the documents in operations/. */
export const currentManifest = (): Manifest =>
  createManifest(
    readdirSync(at('operations/')).map((name) => readFileSync(at(`operations/${name}`), 'utf8')),
  );

const manifestText = (released: readonly PersistedOperation[]): string =>
  `${JSON.stringify(withReleased(currentManifest(), released), null, 2)}\n`;

/** Releases what is asked today, beside those of the released operations that are answered still. */
export function releaseOperations(answered: readonly PersistedOperation[]): void {
  const text = manifestText(answered);
  for (const each of [releasedFile, file]) writeFileSync(each, text);
}

/** What is asked today first: an operation of before may have the same name. */
export function withReleased(manifest: Manifest, released: readonly PersistedOperation[]): Manifest {
  const ids = new Set(manifest.operations.map(({ id }) => id));
  return { ...manifest, operations: [...manifest.operations, ...released.filter(({ id }) => !ids.has(id))] };
}

/** Empty unless the committed list is another one. */
export const staleManifest = (): string[] =>
  readFileSync(file, 'utf8') === manifestText(releasedOperations())
    ? []
    : ['schema/persisted-operations.json is not what schema/operations say, and what was released'];

if (import.meta.main) writeFileSync(file, manifestText(releasedOperations()));
