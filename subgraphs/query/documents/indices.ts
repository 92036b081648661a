import { type Client, errors } from '@elastic/elasticsearch';
import type { ReadModelName } from '../indexer/projections/document.ts';
import { mappingOf, settings } from './mappings.ts';
import { aliasName, generationName, readModelNames } from './names.ts';

/** An engine that has just started, or has much to do, takes its time. */
const CREATE_TIMEOUT_MS = 60_000;

/** Creates the first generation of every read model whose alias does not exist. Any number of processes may do so at once. */
export async function ensureIndices(client: Client, namespace: string): Promise<void> {
  await Promise.all(readModelNames.map((model) => ensureIndex(client, namespace, model)));
}

async function ensureIndex(client: Client, namespace: string, model: ReadModelName): Promise<void> {
  const alias = aliasName(namespace, model);
  if (await client.indices.existsAlias({ name: alias })) return;
  try {
    await client.indices.create(
      {
        index: generationName(namespace, model, 1),
        aliases: { [alias]: {} },
        settings,
        mappings: mappingOf(model),
      },
      { requestTimeout: CREATE_TIMEOUT_MS },
    );
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  }
}

const isAlreadyThere = (error: unknown): boolean =>
  error instanceof errors.ResponseError && error.body?.error?.type === 'resource_already_exists_exception';

/** Resolves when Elasticsearch answers and every alias exists; rejects with the reason otherwise. */
export async function probeIndices(client: Client, namespace: string): Promise<void> {
  for (const model of readModelNames) {
    const alias = aliasName(namespace, model);
    if (!(await client.indices.existsAlias({ name: alias })))
      throw new Error(`the alias ${alias} does not exist: has an indexer run?`);
  }
}
