import { isDeepStrictEqual } from 'node:util';
import { Client, type estypes } from '@elastic/elasticsearch';
import { expectedSection, type Latest, modelOf } from './sections.ts';

type Fields = Record<string, unknown>;
type Sql = (text: string) => Promise<Fields[]>;

/** Sections that no stream in MySQL owns. */
const UNOWNED = ['popularity', 'insight', 'heartbeat'];

export const latestEvents = async (sql: Sql): Promise<Latest[]> =>
  (
    await sql(
      `SELECT kind, id, epoch, revision, occurred_at AS occurredAt, state FROM events
     JOIN (SELECT kind, id, MAX(revision) AS revision FROM events GROUP BY kind, id) latest
     USING (kind, id, revision)`,
    )
  ).map((row) => ({ ...row, occurredAt: (row['occurredAt'] as Date).toISOString() }) as unknown as Latest);

/** Every document against a fresh projection of the latest events, field by field. */
export async function compareDocuments(
  latest: readonly Latest[],
  epoch: number,
  elasticsearchUrl: string,
  namespace: string,
): Promise<string[]> {
  const client = new Client({ node: elasticsearchUrl, maxRetries: 3, requestTimeout: 30_000 });
  const wrong: string[] = [];
  try {
    for (const model of new Set(Object.values(modelOf))) {
      const shown = await allSections(client, `${namespace}-${model}`);
      for (const event of latest.filter(({ kind }) => modelOf[kind] === model)) {
        const name = `${event.kind}-${event.id}`;
        wrong.push(...differences(name, event, shown.get(name), epoch));
        shown.delete(name);
      }
      const strangers = [...shown.keys()].filter((name) => !UNOWNED.includes(name.split('-')[0]!));
      wrong.push(...strangers.map((name) => `${name} is shown, and MySQL knows nothing of it`));
    }
    return wrong;
  } finally {
    await client.close();
  }
}

/** Of each index there is to be one generation when no rebuild is under way. */
export async function superfluousGenerations(elasticsearchUrl: string, namespace: string): Promise<string[]> {
  const client = new Client({ node: elasticsearchUrl, maxRetries: 3, requestTimeout: 30_000 });
  try {
    const found = await Promise.all(
      [...new Set(Object.values(modelOf))].map(async (model) => {
        const generations = Object.keys(await client.indices.get({ index: `${namespace}-${model}-0*` }));
        return generations.length === 1 ? [] : [`of ${model} there are ${generations.join(', ')}`];
      }),
    );
    return found.flat();
  } finally {
    await client.close();
  }
}

function differences(name: string, event: Latest, section: Fields | undefined, epoch: number): string[] {
  if (section === undefined) return [`${name}@${event.revision} is not shown`];
  const { epoch: shownEpoch, ...found } = section;
  const expected = expectedSection(event);
  const fields = new Set([...Object.keys(expected), ...Object.keys(found)]);
  // What verify has mended is written under the epoch of that time.
  const inTime = Number(shownEpoch) >= event.epoch && Number(shownEpoch) <= epoch;
  return [
    ...(inTime ? [] : [`${name}: its epoch is ${event.epoch}, shown is ${String(shownEpoch)}`]),
    ...[...fields]
      .filter((field) => !isDeepStrictEqual(expected[field], found[field]))
      .map((field) => `${name}.${field}: expected ${told(expected[field])}, shown ${told(found[field])}`),
  ];
}

const told = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** Every section, by its stream's name. */
async function allSections(client: Client, index: string): Promise<Map<string, Fields>> {
  const found = new Map<string, Fields>();
  await client.indices.refresh({ index });
  const { id } = await client.openPointInTime({ index, keep_alive: '1m' });
  for (let after: estypes.SortResults | undefined; ;) {
    const { hits } = await client.search<Record<string, Fields>>({
      ...{ pit: { id, keep_alive: '1m' }, size: 5_000, sort: ['_shard_doc'] },
      ...(after !== undefined && { search_after: after }),
    });
    for (const { _id, _source = {} } of hits.hits)
      Object.entries(_source).forEach(([kind, section]) => found.set(`${kind}-${_id}`, section));
    after = hits.hits.at(-1)?.sort;
    if (after === undefined) break;
  }
  await client.closePointInTime({ id });
  return found;
}
