import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import { allowedAddresses, type LocationPolicy, readLocation } from './location.ts';

/** What one image may cost. */
export interface FetchLimits {
  /** Largest body, counted as it arrives. */
  readonly maxBytes: number;
  /** Longest time in all: names, redirects, headers and body. */
  readonly timeoutMs: number;
}

/** Ten times a large photograph of a shop; and a page that waits ten seconds has been left. */
export const defaultLimits: FetchLimits = { maxBytes: 10 * 1024 * 1024, timeoutMs: 10_000 };
/** A shop's image is moved once or twice, as from http to https and to another name. */
const MAX_REDIRECTS = 3;
const headers = { 'user-agent': 'tandem-images', accept: 'image/*', 'accept-encoding': 'identity' };

/** Gets the bytes at a URL. Each redirect is checked as the first URL is. Rejects with a reason to show to people. */
export async function fetchImage(
  url: string,
  policy: LocationPolicy,
  limits: FetchLimits,
  stop: AbortSignal,
): Promise<Buffer> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = AbortSignal.any([timeout, stop]);
  try {
    return await follow(url, policy, limits.maxBytes, signal);
  } catch (cause) {
    if (timeout.aborted) throw new Error(`took longer than ${limits.timeoutMs} ms`, { cause });
    throw cause;
  }
}

async function follow(
  first: string,
  policy: LocationPolicy,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  let url = readLocation(first, policy);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const addresses = await orAbort(allowedAddresses(url, policy), signal);
    const found = await get(url, addresses, maxBytes, signal);
    if (Buffer.isBuffer(found)) return found;
    url = readLocation(new URL(found.location, url).href, policy);
  }
  throw new Error(`more than ${MAX_REDIRECTS} redirects`);
}

async function get(
  url: URL,
  addresses: readonly LookupAddress[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer | { readonly location: string }> {
  const agent = new Agent({ connect: { lookup: pinnedTo(addresses) } });
  try {
    const answer = await request(url, { dispatcher: agent, signal, headers });
    // Reported where the body is read; a body that nobody reads is cut off below.
    answer.body.on('error', () => {});
    const { location } = answer.headers;
    if (isRedirect(answer.statusCode) && typeof location === 'string') return { location };
    if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}`);
    return await readAtMost(answer, maxBytes);
  } finally {
    await agent.destroy();
  }
}

/** Connects to the addresses that were checked: a second look-up of the name could bring others (DNS rebinding). */
const pinnedTo =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_hostname, { all }, answer) => {
    const [{ address, family }] = addresses as [LookupAddress];
    if (all === true) answer(null, [...addresses]);
    else answer(null, address, family);
  };

async function readAtMost({ headers, body }: Dispatcher.ResponseData, maxBytes: number): Promise<Buffer> {
  const tooLarge = new Error(`larger than ${maxBytes} bytes`);
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Looking a name up cannot be called off, but need not be waited for. */
const orAbort = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', abort));
};
