import { type Client, errors } from '@elastic/elasticsearch';
import { registryName } from '../../subgraphs/query/documents/names.ts';
import type { ReadModelName } from '../../subgraphs/query/indexer/projections/document.ts';

/** How far a generation has been filled: every stream up to this id, and how many these were; and under which epoch. */
export interface Filled {
  readonly generation: number;
  readonly epoch: number;
  readonly after: string;
  readonly streams: number;
}

export const nothingFilled = (generation: number, epoch: number): Filled => ({
  generation,
  epoch,
  after: '',
  streams: 0,
});

const idOf = (model: ReadModelName): string => `${model}-filled`;

/** Kept beside the registry, so that a rebuild that was killed goes on where it was, unless MySQL was restored since. */
export async function loadFilled(
  client: Client,
  namespace: string,
  model: ReadModelName,
  generation: number,
  epoch: number,
): Promise<Filled> {
  const none = nothingFilled(generation, epoch);
  try {
    const { _source } = await client.get<{ text: string }>({
      index: registryName(namespace),
      id: idOf(model),
    });
    const filled = JSON.parse(_source?.text ?? '{}') as Filled;
    return filled.generation === generation && filled.epoch === epoch ? filled : none;
  } catch (error) {
    if (error instanceof errors.ResponseError && error.statusCode === 404) return none;
    throw error;
  }
}

export async function saveFilled(
  client: Client,
  namespace: string,
  model: ReadModelName,
  filled: Partial<Filled>,
): Promise<void> {
  const document = { text: JSON.stringify(filled) };
  await client.index({ index: registryName(namespace), id: idOf(model), document });
}

/** The next rebuild fills from the start. */
export const forgetFilled = (client: Client, namespace: string, model: ReadModelName): Promise<void> =>
  saveFilled(client, namespace, model, {});
