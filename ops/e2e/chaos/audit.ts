import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { gunzipSync } from 'node:zlib';
import type { AwsConfig } from '../../config.ts';

/**
 * Answers every event that was published so far, as `stock-7@0.3`: after a restore the same revision is written once
 * more, in another epoch.
 */
export type Audit = () => Promise<ReadonlySet<string>>;

/** A queue of the harness's own on the topic, which hears whatever is published from now on. */
export async function openAudit(aws: AwsConfig, namespace: string): Promise<Audit> {
  const sqs = new SQSClient(aws);
  const sns = new SNSClient(aws);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${namespace}-audit` }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `${namespace}-events` }));
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: Attributes?.QueueArn,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  sqs.destroy();
  sns.destroy();
  const heard = new Set<string>();
  return async () => {
    await hear(aws, QueueUrl!, heard);
    return heard;
  };
}

async function hear(aws: AwsConfig, QueueUrl: string, heard: Set<string>): Promise<void> {
  const sqs = new SQSClient(aws);
  for (let empty = 0; empty < 2;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    empty = Messages.length === 0 ? empty + 1 : 0;
    for (const { Body = '' } of Messages) {
      const text = Body.startsWith('{') ? Body : gunzipSync(Buffer.from(Body, 'base64')).toString();
      const { kind, id, epoch, revision } = JSON.parse(text) as Record<string, string | number>;
      heard.add(`${kind}-${id}@${epoch}.${revision}`);
    }
    if (Messages.length > 0)
      await sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl,
          Entries: Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle })),
        }),
      );
  }
  sqs.destroy();
}
