import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** The header by which a router shows that it is ours; any router can be configured to send it. */
export const CREDENTIAL_HEADER = 'x-router-credential';

/** Lets nobody in who does not show the credential, where there is one: clients go through a router, which has the limits. */
export function requireCredential(app: FastifyInstance, credential: string | undefined): void {
  if (credential === undefined) return;
  const expected = Buffer.from(credential);
  app.addHook('onRequest', (request, _reply, done) => {
    const shown = request.headers[CREDENTIAL_HEADER];
    // Thumbnails are for everybody, and so is whether this role is well; but a router asks whether it is for that router.
    if (shown === undefined && !request.routeOptions.url?.startsWith('/graphql')) return done();
    const given = Buffer.from(shown?.toString() ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return done();
    done(
      Object.assign(new Error(`A router must show its credential in ${CREDENTIAL_HEADER}`), {
        statusCode: 403,
        code: 'ROUTER_CREDENTIAL_REQUIRED',
      }),
    );
  });
}
