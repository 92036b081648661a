import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { encodeMessage } from '../../schema/events/message.ts';
import { createQueue, type Queue } from '../../subgraphs/query/indexer/queue.ts';
import { settle } from '../../subgraphs/query/indexer/settle.ts';
import { ensureTopology } from '../../subgraphs/query/indexer/topology.ts';
import { stockEvent } from '../../subgraphs/query/test/events.ts';
import { createWorld, eventually as soon, messageOf, type World } from '../../subgraphs/query/test/world.ts';
import { run, runToEnd } from '../test/processes.ts';
import { type DeadLetter, type DeadLetters, openDeadLetters } from './letters.ts';

let world: World;
let queue: Queue;
let letters: DeadLetters;
beforeAll(async () => {
  world = await createWorld();
  const sns = new SNSClient(world.config.aws!);
  queue = createQueue(world.sqs, await ensureTopology(sns, world.sqs, world.namespace, 'indexer'));
  sns.destroy();
  letters = await openDeadLetters(world.sqs, world.namespace);
});
afterAll(() => world.sqs.destroy());

/** A command takes seconds where the machine has much to do. */
const eventually = <T>(check: () => Promise<T>): Promise<T> => soon(check, 30_000);

async function walk(): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for await (const letter of letters.walk()) found.push(letter);
  return found.sort((a, b) => (a.stream ?? '').localeCompare(b.stream ?? ''));
}

/** What a look finds is hidden for a second after it: whoever looks again at once may see each time what the last did not. */
const ALL_ARE_SEEN_MS = 1_500;

async function walkBoth(): Promise<DeadLetter[]> {
  const found = await walk();
  if (found.length < 2) await sleep(ALL_ARE_SEEN_MS);
  expect(found).toHaveLength(2);
  return found;
}

/** What waits in the queue, taken from it: otherwise it would be there again when its time of invisibility is over. */
async function take() {
  const messages = await queue.receive(10);
  await queue.delete(messages);
  return messages;
}

/** Refuses these as the indexer does. */
const refuse = (...refused: readonly Parameters<typeof settle>[0][number][]) =>
  settle(refused, { ...queue, delete: () => Promise.resolve() }, 'q', world.log);

test('each letter tells its reason, stream, revision and trace, and is still there after it was looked at', async () => {
  const event = stockEvent('7', 3);
  await refuse(
    { message: messageOf('nonsense'), outcome: { kind: 'refused', reason: 'neither JSON nor gzip' } },
    {
      message: messageOf(encodeMessage(event)),
      event,
      outcome: { kind: 'refused', reason: 'strict_dynamic_mapping_exception' },
    },
  );
  for (let look = 0; look < 2; look++) {
    expect(await eventually(walkBoth)).toMatchObject([
      { reason: 'neither JSON nor gzip', stream: undefined, body: 'nonsense' },
      {
        reason: 'strict_dynamic_mapping_exception',
        stream: 'stock-7',
        revision: '0.3',
        traceparent: event.traceparent,
        event,
      },
    ]);
  }
});

test('one can be dropped, and another sent to the indexer again', async () => {
  let body = '';
  await eventually(async () => {
    for await (const letter of letters.walk()) {
      if (letter.stream === undefined) await letters.drop(letter);
      else await letters.redrive(letter);
      if (letter.stream !== undefined) ({ body } = letter);
    }
    expect(await world.queueDepth('indexer-dead-letters')).toBe(0);
  });
  expect(await take()).toMatchObject([{ body, traceparent: stockEvent('7').traceparent }]);
});

function environment() {
  const { aws, elasticsearchUrl, namespace } = world.config;
  return {
    ELASTICSEARCH_URL: elasticsearchUrl!,
    SQS_ENDPOINT: aws!.endpoint!,
    MYSQL_URL: 'mysql://root@127.0.0.1:9/unused',
    TANDEM_NAMESPACE: namespace,
  };
}
const command = (...args: string[]) => runToEnd('dead-letters', environment(), args);

test('the commands list and show a letter, send it again and drop it', async () => {
  const made = stockEvent('8', 4);
  const event = { ...made, state: { ...made.state, sku: 'BIKE 🚲' } };
  const body = encodeMessage(event);
  await refuse({ message: messageOf(body), event, outcome: { kind: 'refused', reason: 'no such field' } });

  const listed = await command('list');
  expect(listed.said).toMatch(
    /^\S+ {2}indexer {2}\S+Z {2}stock-8@0\.4 {2}no such field {2}trace 00-[0-9a-f-]+\n1 messages$/,
  );
  const id = listed.said.slice(0, 8);
  const shown = await eventually(async () => {
    const answer = await command('show', id);
    expect(answer.code).toBe(0);
    return answer.said;
  });
  expect(JSON.parse(shown.slice(shown.indexOf('{'), shown.lastIndexOf('}') + 1))).toEqual(event);

  await eventually(async () => expect((await command('redrive', id)).said).toContain(`sent again: ${id}`));
  expect(await take()).toMatchObject([{ body }]);
  expect(await command('drop', id)).toEqual({
    code: 1,
    said: `0 messages\nnot among the dead letters: ${id}`,
  });

  await refuse({ message: messageOf('nonsense'), outcome: { kind: 'refused', reason: 'not JSON' } });
  const [other] = await walk();
  await eventually(async () => {
    const { code, said } = await command('drop', other!.id, id);
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(`^dropped: ${other!.id} .*\n1 messages\nnot among the dead letters: ${id}$`),
    ]);
  });
  await refuse({ message: messageOf('nonsense'), outcome: { kind: 'refused', reason: 'not JSON' } });
  await eventually(async () => expect((await command('drop', '--all')).said).toContain('dropped: '));
  expect(await world.queueDepth('indexer-dead-letters')).toBe(0);
  expect(await queue.receive(10)).toEqual([]);
}, 60_000);

test.each([
  [['redrive'], 'Which messages?'],
  [['drop', '0197', '--all'], '--all takes no IDs, and was given 0197'],
  [['drop', ''], 'An ID is empty.'],
  [['list', '0197'], 'list takes no IDs, and was given 0197'],
])('the command does not take %j', async (args, wrong) => {
  expect(await command(...args)).toMatchObject({ code: 2, said: expect.stringContaining(wrong) });
});

test('an ID cut so short that it may be several is refused, and nothing is done', async () => {
  // Of seventeen, two begin with the same digit.
  const bodies = Array.from({ length: 17 }, (_, i) => `nonsense ${i}`);
  for (const body of bodies)
    await refuse({ message: messageOf(body), outcome: { kind: 'refused', reason: 'not JSON' } });
  const { said: list } = await command('list');
  expect(list).toMatch(/\n17 messages$/);
  const listed = list.split('\n', 17).map(([digit]) => digit);
  const twice = listed.find((digit, i) => listed.indexOf(digit) !== i)!;
  await sleep(ALL_ARE_SEEN_MS);
  expect(await command('drop', twice)).toEqual({
    code: 2,
    said: expect.stringContaining(`${twice} may be ${twice}`),
  });
  expect(await world.queueDepth('indexer-dead-letters')).toBe(17);
  await sleep(ALL_ARE_SEEN_MS);
  expect((await command('drop', '--all')).said).toContain('17 messages');
}, 60_000);

test('one that the queue does not take holds up no other, and is still there', async () => {
  const foreign = '🚲 fauxqs takes from SNS what it does not take itself';
  await world.publish(foreign);
  await eventually(async () => {
    const QueueUrl = world.queueUrl('indexer');
    await world.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
    expect(await world.queueDepth('indexer-dead-letters')).toBe(1);
  });
  await refuse({ message: messageOf('nonsense'), outcome: { kind: 'refused', reason: 'not JSON' } });
  const { code, said } = await command('redrive', '--all');
  expect(code).toBe(1);
  expect(said).toMatch(
    /^sent again: \S+ {2}indexer .*\n1 messages\nfailed: \S+ {2}indexer .*: Invalid characters/,
  );
  expect(await take()).toMatchObject([{ body: 'nonsense' }]);
  await eventually(async () => expect(await walk()).toMatchObject([{ body: foreign }]));
  await eventually(async () => expect((await command('drop', '--all')).said).toContain('1 messages'));
}, 60_000);

test('a list that is broken off hides no letter from others', async () => {
  const bodies = Array.from({ length: 100 }, (_, i) => `nonsense ${i}`);
  await Promise.all(bodies.map((body) => queue.deadLetter(messageOf(body), { reason: 'not JSON' })));
  const shownAgain = async () => {
    await eventually(async () => {
      await sleep(ALL_ARE_SEEN_MS);
      expect(await walk()).toHaveLength(100);
    });
    await sleep(ALL_ARE_SEEN_MS);
  };

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const interrupted = run('dead-letters', environment(), ['list']);
    await vi.waitFor(() => expect(interrupted.stdout()).not.toBe(''), { timeout: 20_000, interval: 1 });
    expect(await interrupted.kill(signal)).toBe(code);
    await shownAgain();
  }

  const cut = promisify(execFile)('sh', ['-c', 'node ops/dead-letters/main.ts list | head -1'], {
    env: { ...process.env, ...environment() },
  });
  expect(await cut).toEqual({ stdout: expect.stringMatching(/^.*indexer.*\n$/), stderr: '' });
  await shownAgain();
  await eventually(async () => {
    await command('drop', '--all');
    expect(await letters.count()).toBe(0);
  });
}, 90_000);

test('a list that others hide letters from says so, and is no success', async () => {
  await queue.deadLetter(messageOf('nonsense'), { reason: 'not JSON' });
  const look = letters.walk();
  await eventually(async () => expect((await look.next()).done).toBe(false));
  expect(await command('list')).toEqual({
    code: 1,
    said: expect.stringMatching(
      /^0 messages\nabout 1 more are hidden by another look at them.* after 120 s at the latest$/,
    ),
  });
  // What another look hides may be meant by an ID that is cut short. One that is whole is itself.
  await queue.deadLetter(messageOf('nonsense too'), { reason: 'not JSON' });
  const [seen] = await walk();
  await eventually(async () =>
    expect(await command('show', seen!.id.slice(0, 8))).toEqual({
      code: 2,
      said: expect.stringMatching(
        `^${seen!.id.slice(0, 8)} may be one that is not seen: about 1 more are hidden`,
      ),
    }),
  );
  await eventually(async () => expect(await command('show', seen!.id)).toMatchObject({ code: 0 }));
  await look.return(undefined);
  await eventually(async () => expect(await command('drop', '--all')).toMatchObject({ code: 0 }));
}, 60_000);

test('those of the role that fetches images are there too, and go back to it', async () => {
  const sns = new SNSClient(world.config.aws!);
  const images = createQueue(world.sqs, await ensureTopology(sns, world.sqs, world.namespace, 'images'));
  sns.destroy();
  await images.deadLetter(messageOf('nonsense'), { reason: 'not JSON' });
  expect((await command('list')).said).toMatch(/^\S+ {2}images {2}.* {2}not JSON {2}/);
  await eventually(async () => expect((await command('redrive', '--all')).said).toContain('sent again: '));
  expect(await images.receive(10)).toMatchObject([{ body: 'nonsense' }]);
  expect(await queue.receive(10)).toEqual([]);
}, 60_000);
