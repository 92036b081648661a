import type { LookupAddress } from 'node:dns';
import { lookup as lookupName } from 'node:dns/promises';
import { isPublicAddress } from './address.ts';

/** Decides where an image may be fetched. */
export interface LocationPolicy {
  /** As `URL.host` writes them. */
  readonly hosts: readonly string[];
  /** Every address that the name has. */
  readonly lookup: (hostname: string) => Promise<LookupAddress[]>;
  readonly isAllowedAddress: (address: string) => boolean;
}

/** Hosts on the list, at public addresses only. */
export const createLocationPolicy = (hosts: readonly string[]): LocationPolicy => ({
  hosts,
  lookup: (hostname) => lookupName(hostname, { all: true }),
  isAllowedAddress: isPublicAddress,
});

/** Reads the URL of an image as browsers do, so that 127.1 and 0x7f000001 are what they mean. Throws when it is not allowed. */
export function readLocation(text: string, { hosts }: LocationPolicy): URL {
  const url = URL.parse(text);
  if (url === null) throw new Error('not a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('neither http nor https');
  if (url.username !== '' || url.password !== '') throw new Error('a URL with a user or password');
  if (!hosts.includes(url.host)) throw new Error(`the host ${url.host} is not in IMAGE_HOSTS`);
  return url;
}

/** The allowed addresses of the URL's host; connect to these and look no name up again. Rejects when there are none. */
export async function allowedAddresses(
  { hostname }: URL,
  { lookup, isAllowedAddress }: LocationPolicy,
): Promise<LookupAddress[]> {
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''));
  const allowed = addresses.filter(({ address }) => isAllowedAddress(address));
  if (allowed.length === 0) throw new Error(`the host ${hostname} has no public address`);
  return allowed;
}
