import { describe, expect, it } from 'vitest';
import { encodeMessage } from '../../../schema/events/message.ts';
import { EngineFailed } from '../documents/outage.ts';
import { heartbeatEvent, orderEvent, productEvent, stockEvent } from '../test/events.ts';
import { messageOf } from '../test/world.ts';
import { indexBatch, type Owed } from './indexer.ts';
import { keyText } from './projections/document.ts';
import type { Lane } from './lanes.ts';
import { type Patch, project } from './projections/project.ts';
import type { Outcome, Write } from './sink.ts';
import { MAX_RECEIVES } from './topology.ts';

const lane = (write: Write): Lane => ({ models: [], project: (event) => [project(event)], write });

function setUp(outcomeOf: (patch: Patch) => Outcome = () => ({ kind: 'stored' })) {
  const owed: Owed = new Map();
  const writes: string[][] = [];
  const write = async (patches: readonly Patch[]) => {
    if (patches.length > 0)
      writes.push(patches.map(({ key, document }) => `${keyText(key)}:${Object.keys(document).sort()}`));
    return patches.map(outcomeOf);
  };
  const index = async (...events: (Parameters<typeof encodeMessage>[0] | string)[]) => {
    const messages = events.map((event) =>
      messageOf(typeof event === 'string' ? event : encodeMessage(event)),
    );
    const indexed = await indexBatch(messages, async () => [lane(write)], owed);
    return messages.map((message) => indexed.find((item) => item.message === message)?.outcome.kind);
  };
  return { writes, owed, index };
}

describe('a batch', () => {
  it('writes each document once, whatever comes for it', async () => {
    const { index, writes } = setUp();
    const outcomes = await index(
      stockEvent('a', 1),
      productEvent('a'),
      stockEvent('a', 2),
      orderEvent('o'),
      stockEvent('a', 2),
    );
    expect(outcomes).toEqual(Array(5).fill('stored'));
    expect(writes).toEqual([['products/a:product,stock', 'orders/o:order']]);
  });

  it('refuses what cannot be read and writes the rest', async () => {
    const { index } = setUp();
    const outcomes = await index('', 'H4sI', '{}', productEvent('x'.repeat(513)), productEvent('a'));
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused', 'stored']);
  });

  it('lets one refused section not take the others of its document with it', async () => {
    const { index } = setUp(({ document }) =>
      document.product === undefined ? { kind: 'stored' } : { kind: 'refused', reason: 'bad' },
    );
    expect(await index(stockEvent('a'), productEvent('a'), stockEvent('a', 2))).toEqual([
      'stored',
      'refused',
      'stored',
    ]);
  });

  it('writes a heartbeat after everything else, and not while something waits for a retry', async () => {
    const well = setUp();
    await well.index(heartbeatEvent(1), productEvent('a'));
    expect(well.writes).toEqual([['products/a:product'], ['status/relay:heartbeat']]);
    const ill = setUp(() => ({ kind: 'later', cause: new Error('busy') }));
    expect(await ill.index(heartbeatEvent(1), productEvent('a'))).toEqual(['stored', 'later']);
    expect(ill.writes).toEqual([['products/a:product']]);
  });
});

describe('a heartbeat', () => {
  const BEAT = 'status/relay:heartbeat';
  const busy = () => {
    let isBusy = true;
    const { index, owed, writes } = setUp(() =>
      isBusy ? { kind: 'later', cause: new Error('busy') } : { kind: 'stored' },
    );
    return { index, owed, writes: () => writes.flat(), recover: () => (isBusy = false) };
  };

  it('comes after what was put off, which is written again for it: it may stand behind a long backlog', async () => {
    const { index, writes, recover } = busy();
    await index(productEvent('a'), productEvent('c'));
    await index(heartbeatEvent(1));
    expect(writes()).not.toContain(BEAT);
    recover();
    await index(productEvent('c'));
    expect(await index(productEvent('b'), heartbeatEvent(2))).toEqual(['stored', 'stored']);
    expect(writes().slice(-3)).toEqual(['products/b:product', 'products/a:product', BEAT]);
    await index(heartbeatEvent(3));
    expect(writes().slice(-2)).toEqual([BEAT, BEAT]);
  });

  it('comes after what came while the lanes were not known', async () => {
    const { index, owed, writes, recover } = busy();
    const messages = [messageOf(encodeMessage(productEvent('a')))];
    await indexBatch(messages, () => Promise.reject(new Error('no engine')), owed);
    await index(heartbeatEvent(1));
    expect(writes()).not.toContain(BEAT);
    recover();
    await index(heartbeatEvent(2));
    expect(writes().slice(-2)).toEqual(['products/a:product', BEAT]);
  });

  it('is held back by what was put off, though an older revision of it is written', async () => {
    const { index, writes } = setUp(({ document }) =>
      document.product?.revision === 2 ? { kind: 'later', cause: new Error('busy') } : { kind: 'stored' },
    );
    await index(productEvent('a', 2));
    await index(productEvent('a', 1));
    await index(heartbeatEvent(1));
    expect(writes.flat()).not.toContain(BEAT);
  });

  it('is held back by no message that goes to the dead letters', async () => {
    const written: string[] = [];
    const write: Write = async (patches) =>
      patches.map(({ key }): Outcome => {
        written.push(keyText(key));
        return key.id === 'a' ? { kind: 'later', cause: new Error('busy') } : { kind: 'stored' };
      });
    const owed: Owed = new Map();
    const last = messageOf(encodeMessage(productEvent('a')), MAX_RECEIVES);
    await indexBatch([last], async () => [lane(write)], owed);
    await indexBatch([messageOf(encodeMessage(heartbeatEvent(1)))], async () => [lane(write)], owed);
    expect(written).toEqual(['products/a', 'status/relay']);
  });

  it('is held back while only some of what was put off is written', async () => {
    let isAway = true;
    const { index, writes } = setUp(({ key }) =>
      isAway || key.id === 'a' ? { kind: 'later', cause: new Error('away') } : { kind: 'stored' },
    );
    await index(productEvent('a'), productEvent('b'));
    isAway = false;
    await index(heartbeatEvent(1));
    await index(heartbeatEvent(2));
    expect(writes.flat()).not.toContain(BEAT);
  });
});

describe('two lanes', () => {
  const set =
    (outcome: Outcome): Write =>
    async (patches) =>
      patches.map(() => outcome);
  const stored = set({ kind: 'stored' });
  const later = set({ kind: 'later', cause: new Error('busy') });
  const refused = set({ kind: 'refused', reason: 'bad' });
  const kinds = async (...writes: Write[]) => {
    const messages = [messageOf(encodeMessage(stockEvent('a')))];
    const indexed = await indexBatch(messages, async () => writes.map(lane));
    return indexed.map(({ outcome }) => outcome.kind);
  };

  it('a message is done when both have it, and only the one that is served refuses', async () => {
    expect(await kinds(stored, stored)).toEqual(['stored']);
    expect(await kinds(later, stored)).toEqual(['later']);
    expect(await kinds(later, refused)).toEqual(['later']);
    expect(await kinds(stored, later)).toEqual(['later']);
    expect(await kinds(refused, stored)).toEqual(['stored']);
    expect(await kinds(stored, refused)).toEqual(['refused']);
  });

  it('what the first refuses is told, though the second has it', async () => {
    const message = messageOf(encodeMessage(stockEvent('a')));
    const indexed = await indexBatch([message], async () => [refused, stored].map(lane));
    expect(indexed).toMatchObject([{ outcome: { kind: 'stored' }, refusal: { reason: 'bad' } }]);
  });

  it('what the first could not take is kept from the second, which is served, and only that', async () => {
    const served: string[] = [];
    const [first, second]: Write[] = [
      async (patches) =>
        patches.map(({ key }) =>
          key.id === 'a' ? { kind: 'later', cause: new Error('busy') } : { kind: 'stored' },
        ),
      async (patches) => {
        served.push(...patches.map(({ key }) => key.id));
        return patches.map(() => ({ kind: 'stored' }));
      },
    ];
    const messages = ['a', 'b'].map((id) => messageOf(encodeMessage(stockEvent(id))));
    const indexed = await indexBatch(messages, async () => [lane(first!), lane(second!)]);
    expect(indexed.map(({ event, outcome }) => [event?.id, outcome.kind])).toEqual([
      ['a', 'later'],
      ['b', 'stored'],
    ]);
    expect(served).toEqual(['b']);
  });

  it('a message waits for no lane whose generation was deleted meanwhile', async () => {
    const gone = set({ kind: 'later', cause: new EngineFailed(404, 'no such index') });
    const lanes = [[gone, stored], [stored]].map((writes) => writes.map(lane));
    const message = messageOf(encodeMessage(stockEvent('a')));
    const indexed = await indexBatch([message], async () => lanes.shift()!);
    expect(indexed.map(({ outcome }) => outcome.kind)).toEqual(['stored']);
  });

  it('what a projection fails for is refused, and nothing else', async () => {
    const failing: Lane = {
      ...lane(stored),
      project(event) {
        if (event.id === 'a') throw new Error('no such field');
        return [project(event)];
      },
    };
    const messages = ['a', 'b'].map((id) => messageOf(encodeMessage(stockEvent(id))));
    const indexed = await indexBatch(messages, async () => [failing]);
    expect(indexed.map(({ outcome }) => outcome)).toEqual([
      { kind: 'refused', reason: 'no such field' },
      { kind: 'stored' },
    ]);
  });

  it('nothing is written while the lanes are not known', async () => {
    const message = messageOf(encodeMessage(stockEvent('a')));
    const indexed = await indexBatch([message, messageOf('nonsense')], () =>
      Promise.reject(new Error('no engine')),
    );
    expect(indexed.map(({ outcome }) => outcome.kind)).toEqual(['refused', 'later']);
  });
});
