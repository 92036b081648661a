import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';

/**
 * While nobody has decided who may ask, answers only those who call this machine by its address or localhost: any site can
 * have its name lead here (DNS rebinding), and browsers then let its pages ask and read as if this were that site.
 */
export function requireLocalName(
  app: FastifyInstance,
  { auth, authIsOffOnPurpose }: Pick<Config, 'auth' | 'authIsOffOnPurpose'>,
): void {
  if (auth !== undefined || authIsOffOnPurpose) return;
  app.addHook('onRequest', ({ hostname, headers: { host = '' } }, _reply, done) => {
    // Behind a trusted proxy the first is what x-forwarded-host says, which a page may set that asks past the proxy.
    const other = [hostname, host.replace(/:\d*$/, '')].find((name) => !isLocal(name));
    if (other === undefined) return done();
    const message = `Without authentication this is localhost, and not ${other}; AUTH=off would answer there too`;
    done(Object.assign(new Error(message), { statusCode: 421, code: 'MISDIRECTED_REQUEST' }));
  });
}

/** HTTP/1.0 knows no names; no browser speaks it. */
const isLocal = (hostname: string): boolean =>
  hostname === '' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || /^(.+\.)?localhost\.?$/i.test(hostname);
