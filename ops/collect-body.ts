import type { Readable } from 'node:stream';

/**
 * What a client of the AWS SDK is given as its `streamCollector`, for many requests a second. The SDK's own pipes each answer
 * into a Writable, of which Node makes the function that ends a write among V8's old: so it would keep the answer, its
 * request and what hangs on them until V8 collects everything (decision 44). `buffer` of Node would make a Blob of it first.
 */
export async function collectBody(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
