import { SQSClient } from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsConfig } from '../../config.ts';
import { queueDepth } from '../../../subgraphs/query/indexer/queue-depth.ts';

/** Longer than hidden messages stay hidden: so long nothing may get less on the way to rest. */
export const REST_MS = 60_000;
/** How old the read model may say that it is when nothing is on its way, and how long it may take to say so. */
const CURRENT_MS = 5_000;
const CURRENT_WITHIN_MS = 20_000;

/**
 * Waits until the outbox, of which `waiting` tells how many are in it, and the queue are empty. Answers what stays, and
 * what is among the dead letters.
 */
export async function queuesAtRest(
  { aws, namespace, restMs }: { aws: AwsConfig; namespace: string; restMs: number },
  waiting: () => Promise<number>,
): Promise<string[]> {
  const sqs = new SQSClient(aws);
  try {
    let left = '';
    let least = Infinity;
    for (let end = performance.now() + restMs; performance.now() < end; await sleep(100)) {
      const [outbox, queue] = [await waiting(), await depth(sqs, `${namespace}-indexer`)];
      if (outbox + queue < least) end = performance.now() + restMs;
      least = Math.min(least, outbox + queue);
      left = `${outbox} messages in the outbox and ${queue} in the queue`;
      // Heartbeats come and go; a message that is still hidden keeps the queue from ever being empty.
      if (outbox === 0 && queue === 0) break;
    }
    const letters = await depth(sqs, `${namespace}-indexer-dead-letters`);
    return [
      ...(least === 0 ? [] : [`for ${restMs / 1_000} s there have been ${left}`]),
      ...(letters === 0 ? [] : [`${letters} messages are among the dead letters`]),
    ];
  } finally {
    sqs.destroy();
  }
}

async function depth(sqs: SQSClient, name: string): Promise<number> {
  const { waiting, hidden } = await queueDepth(sqs, name);
  return waiting + hidden;
}

/** What the read model says of its age, by which readers are warned, must be right again. */
export async function readModelIsCurrent(gatewayUrl: string): Promise<string[]> {
  let said = '';
  for (const end = performance.now() + CURRENT_WITHIN_MS; performance.now() < end; await sleep(200)) {
    try {
      const response = await fetch(gatewayUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ readModel { behindMs } }' }),
      });
      said = await response.text();
      const { data } = JSON.parse(said) as { data?: { readModel: { behindMs: number | null } } | null };
      if ((data?.readModel.behindMs ?? Infinity) < CURRENT_MS) return [];
    } catch (error) {
      said = String(error);
    }
  }
  return [`the read model is at rest and does not say so: ${said}`];
}
