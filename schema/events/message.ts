import { gunzipSync, gzipSync } from 'node:zlib';
import { type DomainEvent, parseEvent, UnreadableEvent } from './event.ts';

/** SNS and SQS take 262,144 bytes a message, attributes included (AWS quotas); the rest is for the attributes. */
export const MAX_MESSAGE_BYTES = 262_144 - 2_048;
const COMPRESS_ABOVE_BYTES = 65_536;
/** SQS takes no U+FFFE and U+FFFF, and fauxqs nothing beyond U+FFFF, as emoji are; JSON can name them. */
const NOT_EVERYWHERE = /[\ud800-\udfff\ufffe\uffff]/g;
/** What a hostile or broken message may grow to when it is unpacked. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** The text that carries one event: JSON, or above 64 KiB base64 of gzip of it. Told apart by the first character. */
export function encodeMessage(event: DomainEvent): string {
  const json = JSON.stringify(event);
  const text = json.replace(NOT_EVERYWHERE, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
  return Buffer.byteLength(text) <= COMPRESS_ABOVE_BYTES ? text : gzipSync(json).toString('base64');
}

/** Reads what encodeMessage wrote. Throws UnreadableEvent. */
export function decodeMessage(body: string): DomainEvent {
  let raw: unknown;
  try {
    raw = JSON.parse(
      body.startsWith('{')
        ? body
        : gunzipSync(Buffer.from(body, 'base64'), { maxOutputLength: MAX_UNPACKED_BYTES }).toString(),
    );
  } catch (cause) {
    throw new UnreadableEvent('message is neither JSON nor gzip of JSON', { cause });
  }
  return parseEvent(raw);
}
