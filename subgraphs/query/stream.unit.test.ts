import { setTimeout as sleep } from 'node:timers/promises';
import { buildSchema, GraphQLError, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { streamEvents, withSilences } from './stream.ts';

const schema = buildSchema('type Query { a: Int } type Subscription { count: Int }');
/** What executes an event. */
type Resolve = (source: { count: number }, args: unknown, over: AbortSignal) => unknown;

/** A subscription to these numbers, which goes on until it is told to end where there is a signal. */
function count(
  numbers: readonly number[],
  more: { expiresAt?: number; until?: AbortSignal; isEndless?: boolean; resolve?: Resolve } = {},
) {
  const contexts: number[] = [];
  async function* events(over: AbortSignal) {
    for (const number of numbers) yield { count: number };
    if (more.isEndless && !over.aborted)
      await new Promise((resolve) => over.addEventListener('abort', resolve));
  }
  const field = schema.getSubscriptionType()!.getFields()['count']!;
  field.subscribe = (_source, _args, over) => events(over as AbortSignal);
  field.resolve = more.resolve as typeof field.resolve;
  const stream = streamEvents({
    args: { schema, document: parse('subscription { count }') },
    contextOf: (over) => {
      contexts.push(1);
      return over;
    },
    expiresAt: more.expiresAt,
    format: (result) => result,
    until: more.until ?? new AbortController().signal,
  });
  return { stream, contexts };
}
async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of source) all.push(each);
  return all;
}
const next = (data: object) => `event: next\ndata: ${JSON.stringify(data)}\n\n`;
const COMPLETE = 'event: complete\ndata:\n\n';

test('a stream has an event for each result, and says when it is complete', async () => {
  const { stream, contexts } = count([1, 2]);
  expect(await collect(stream)).toEqual([
    ':\n\n',
    next({ data: { count: 1 } }),
    next({ data: { count: 2 } }),
    COMPLETE,
  ]);
  // One to subscribe with, and one for each event.
  expect(contexts).toHaveLength(3);
});

test('that is aborted ends without more words', async () => {
  const until = new AbortController();
  const { stream } = count([1], { until: until.signal, isEndless: true });
  setTimeout(() => until.abort(), 50);
  expect(await collect(stream)).toEqual([':\n\n', next({ data: { count: 1 } })]);
  const { stream: late } = count([1], { until: AbortSignal.abort() });
  expect(await collect(late)).not.toContain(COMPLETE);
});

test('whose token expires says so, and is complete', async () => {
  const { stream } = count([1], { expiresAt: Date.now() + 50, isEndless: true });
  const events = await collect(stream);
  expect(events).toHaveLength(4);
  expect(events[2]).toContain('"code":"UNAUTHENTICATED"');
  expect(events[3]).toBe(COMPLETE);
});

/** Takes until it is given up. */
const endless: Resolve = (_source, _args, over) =>
  new Promise((_, reject) => over.addEventListener('abort', () => reject(over.reason as Error)));

test('says nothing of an event that is under way when it is aborted, or when the token expires', async () => {
  const until = new AbortController();
  const { stream } = count([1], { until: until.signal, isEndless: true, resolve: endless });
  setTimeout(() => until.abort(), 50);
  expect(await collect(stream)).toEqual([':\n\n']);
  const { stream: expiring } = count([1], {
    expiresAt: Date.now() + 50,
    isEndless: true,
    resolve: endless,
  });
  const events = await collect(expiring);
  expect(events).toHaveLength(3);
  expect(events[1]).toContain('"code":"UNAUTHENTICATED"');
});

describe.each(['READ_MODEL_BEHIND', 'READ_MODEL_UNAVAILABLE'])('an event with %s', (code) => {
  /** Is late so often, and then there. */
  const late = (times: number): Resolve => {
    let calls = 0;
    return ({ count: number }) => {
      if (number === 1 && calls++ < times) throw new GraphQLError('Ask again', { extensions: { code } });
      return number;
    };
  };
  const take = async (stream: AsyncIterator<string>) => (await stream.next()).value as string;

  test('is followed by the same state once it can be read, and not by the same error', async () => {
    const until = new AbortController();
    const { stream, contexts } = count([1], { until: until.signal, isEndless: true, resolve: late(2) });
    expect(await take(stream)).toBe(':\n\n');
    expect(await take(stream)).toContain(code);
    expect(await take(stream)).toBe(next({ data: { count: 1 } }));
    until.abort();
    expect(await collect(stream)).toEqual([]);
    expect(contexts).toHaveLength(4);
  });

  test('is not looked at again when a newer state has come, and nor is one that was whole', async () => {
    const until = new AbortController();
    const { stream, contexts } = count([1, 2], { until: until.signal, isEndless: true, resolve: late(9) });
    setTimeout(() => until.abort(), 1_500);
    const [, first, ...rest] = await collect(stream);
    expect(first).toContain(code);
    expect(rest).toEqual([next({ data: { count: 2 } })]);
    expect(contexts).toHaveLength(3);
  });
});

test('whose token holds for a year does not end at once', async () => {
  const until = new AbortController();
  const { stream } = count([1], {
    expiresAt: Date.now() + 365 * 86_400_000,
    until: until.signal,
    isEndless: true,
  });
  const all = collect(stream);
  expect(await Promise.race([all, sleep(100, 'open')])).toBe('open');
  until.abort();
  await all;
});

test('a silence is told, as often as it lasts that long, and nothing is lost to it', async () => {
  async function* slowly() {
    yield 1;
    await sleep(130);
    yield 2;
  }
  const all = await collect(withSilences(slowly(), 50));
  expect(all.filter((value) => value !== undefined)).toEqual([1, 2]);
  expect(all.filter((value) => value === undefined).length).toBeGreaterThan(0);
});
