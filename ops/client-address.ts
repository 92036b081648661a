import type { FastifyRequest } from 'fastify';

/**
 * The address that a client is to every limit, in one form: some proxies write the port of the connection after it, and an
 * IPv4 one may stand in an IPv6 one.
 */
export const clientAddress = ({ ip }: Pick<FastifyRequest, 'ip'>): string =>
  ip
    .replace(/^\[(.+)\](:\d+)?$/, '$1')
    .replace(/(\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(?=[\d.]+$)/i, '');
