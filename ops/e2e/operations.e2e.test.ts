import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documents, requests, setStage, type Stage, variablesFor } from '../test/documents.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';

// The client documents are a contract: each runs on a running Tandem. That the schema answers them, the check says.

let tandem: Tandem;
let stage: Stage;
beforeAll(async () => {
  tandem = await startTandem();
  stage = await setStage(tandem.ask);
});
afterAll(() => tandem[Symbol.asyncDispose]());

test('no document is forgotten here', () => {
  const files = readdirSync(new URL('../../schema/operations/', import.meta.url));
  const kebab = documents.map(
    ({ name }) => `${name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}.graphql`,
  );
  expect([...kebab, 'user-error-details.graphql'].toSorted()).toEqual(files.toSorted());
});

test('every query has a document', () => {
  const sdl = parse(readFileSync(new URL('../../schema/query.graphql', import.meta.url), 'utf8'));
  const queries = sdl.definitions.flatMap((definition) =>
    definition.kind === 'ObjectTypeDefinition' && definition.name.value === 'Query'
      ? (definition.fields ?? []).map(({ name }) => name.value)
      : [],
  );
  const asked = documents.flatMap(({ body }) =>
    parse(body).definitions.flatMap((definition) =>
      definition.kind === 'OperationDefinition' && definition.operation === 'query'
        ? definition.selectionSet.selections.map((field) => (field.kind === 'Field' ? field.name.value : ''))
        : [],
    ),
  );
  expect(queries.length).toBeGreaterThan(10);
  expect(queries.filter((name) => !asked.includes(name))).toEqual([]);
});

test.each(requests.map(({ name, body }) => [name, body]))('%s runs', async (name, body) => {
  const { data, errors } = await tandem.ask(body, variablesFor(name, stage, `runs-${name}`));
  expect(errors).toBeUndefined();
  const answers = Object.values<{ userErrors?: unknown[] } | null>(data);
  expect(answers).not.toContain(null);
  expect(answers.flatMap((answer) => answer?.userErrors ?? [])).toEqual([]);
});
