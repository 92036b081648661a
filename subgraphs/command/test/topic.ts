import type { OutgoingMessage, Refusal, Topic } from '../relay/topic.ts';

type Receive = (messages: readonly OutgoingMessage[]) => Promise<readonly Refusal[]> | readonly Refusal[];

/** A topic that keeps what it is sent; `receive` may refuse some of it, or throw. */
export function recordingTopic(receive: Receive = () => []) {
  const sent: string[] = [];
  const topic: Topic = {
    async publish(messages) {
      const refusals = await receive(messages);
      const refused = new Set(refusals.map(({ id }) => id));
      sent.push(...messages.filter(({ id }) => !refused.has(id)).map(({ body }) => body));
      return refusals;
    },
    hasSubscriber: () => Promise.resolve(true),
    close: () => undefined,
  };
  return { topic, sent };
}

/** A topic that says when it is sent something, and acknowledges nothing before it is told to. */
export function heldTopic() {
  const publishing = Promise.withResolvers<void>();
  const acknowledged = Promise.withResolvers<void>();
  const { topic } = recordingTopic(async () => {
    publishing.resolve();
    await acknowledged.promise;
    return [];
  });
  return { topic, publishing: publishing.promise, acknowledge: acknowledged.resolve };
}
