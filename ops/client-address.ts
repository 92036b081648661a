import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

/**
 * The address that a client is to every limit, in one form: some proxies write the port of the connection after it, an
 * IPv4 one may stand in an IPv6 one, and of IPv6 each customer has the 2^64 addresses of a network (RFC 6177), which are one.
 */
export function clientAddress({ ip }: Pick<FastifyRequest, 'ip'>): string {
  const address = ip.replace(/^\[(.+)\](:\d+)?$/, '$1').replace(/(\.\d+):\d+$/, '$1');
  if (isIP(address) === 0) return address;
  // A zone is the name of an interface of ours, of whose characters ipaddr.js knows letters and digits only.
  const parsed = ipaddr.process(address.replace(/%.*/, ''));
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]);
  return `${network.toString()}/64`;
}
