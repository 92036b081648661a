import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** The header by which a router shows that it is ours; any router can be configured to send it. */
export const CREDENTIAL_HEADER = 'x-router-credential';

/** Lets nobody in who shows none of the credentials, where there are some: clients go through a router, which has the limits. */
export function requireCredential(app: FastifyInstance, credentials: readonly string[] | undefined): void {
  if (credentials === undefined) return;
  const accepted = credentials.map((credential) => Buffer.from(credential));
  app.addHook('onRequest', (request, _reply, done) => {
    const shown = request.headers[CREDENTIAL_HEADER];
    // Thumbnails are for everybody, and so is whether this role is well; but a router asks whether it is for that router.
    if (shown === undefined && !request.routeOptions.url?.startsWith('/graphql')) return done();
    const given = Buffer.from(shown?.toString() ?? '');
    if (accepted.some((one) => given.length === one.length && timingSafeEqual(given, one))) return done();
    done(
      Object.assign(new Error(`A router must show its credential in ${CREDENTIAL_HEADER}`), {
        statusCode: 403,
        code: 'ROUTER_CREDENTIAL_REQUIRED',
      }),
    );
  });
}
