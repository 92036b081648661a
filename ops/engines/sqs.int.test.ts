import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makePublicFolder } from './folders.ts';
import { createLauncher, type Launcher } from './launcher.ts';
import type { StartedEngine } from './place.ts';
import { freePorts, retryOnTakenPort } from './ports.ts';
import { createProgress } from './progress.ts';
import { startSqs } from './sqs.ts';
import { testFolder } from './test/folder.ts';

let launcher: Launcher = createLauncher();
afterEach(async () => {
  await launcher.stopAll();
  launcher = createLauncher();
});

async function start(folder: string, port?: number): Promise<StartedEngine> {
  await makePublicFolder(join(folder, 'logs'));
  const report = (): void => undefined;
  const progress = createProgress(report, false);
  const place = { dataDir: folder, logDir: join(folder, 'logs'), user: undefined, report };
  return startSqs(
    { ...place, launch: (command) => launcher.launch(command), download: { folder, env: {}, progress } },
    port ?? ((await freePorts(1))[0] as number),
  );
}

const clientOf = ({ url }: StartedEngine): SQSClient =>
  new SQSClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });

test('messages survive kill -9, those in flight too, and their queue is found at the new port', async () => {
  await using folder = await testFolder();
  const first = await start(folder.path);
  const { QueueUrl } = await clientOf(first).send(new CreateQueueCommand({ QueueName: 'q' }));
  for (const MessageBody of ['in flight', 'waiting']) {
    await clientOf(first).send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }
  await clientOf(first).send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 1 }));
  process.kill(first.pid, 'SIGKILL');
  expect(await first.engine.exited).toBe('signal SIGKILL');

  const second = await start(folder.path);
  expect(second.url).not.toBe(first.url);
  const found = await clientOf(second).send(new GetQueueUrlCommand({ QueueName: 'q' }));
  expect(found.QueueUrl).toBe(`${second.url}/000000000000/q`);
  const bodies = new Set<string | undefined>();
  await expect
    .poll(
      async () => {
        const request = new ReceiveMessageCommand({ QueueUrl: found.QueueUrl, MaxNumberOfMessages: 10 });
        const { Messages = [] } = await clientOf(second).send(request);
        for (const { Body } of Messages) bodies.add(Body);
        return [...bodies].toSorted();
      },
      { timeout: 4000 },
    )
    .toEqual(['in flight', 'waiting']);
}, 15_000);

test('nobody but this machine can reach it', async () => {
  await using folder = await testFolder();
  const { url } = await start(folder.path);
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  expect((await fetch(`${url}/health`)).ok).toBe(true);
  if (outside === undefined) return;
  await expect(fetch(`http://${outside.address}:${new URL(url).port}/health`)).rejects.toThrow();
}, 15_000);

test('a port that was taken meanwhile is changed for another', async () => {
  await using folder = await testFolder();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const ports = [port, ...(await freePorts(1))];
  const started = await retryOnTakenPort(() => start(folder.path, ports.shift()));
  expect(started.url).not.toBe(`http://127.0.0.1:${port}`);
  other.close();
}, 15_000);
