import { fastifyCors } from '@fastify/cors';
import { fastifyHelmet } from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Nothing may be loaded, nor may any page frame an answer. */
const NOTHING = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
/** What the landing page needs: all of it is in the page. */
const LANDING_PAGE = {
  defaultSrc: ["'self'", "'unsafe-inline'", "'unsafe-eval'", 'data:', 'blob:'],
  frameAncestors: ["'none'"],
};

/** Tells browsers what they may do with answers: which origins may read them, that they are data, and not to keep them. */
export async function protectBrowsers(
  app: FastifyInstance,
  { production, corsOrigins }: { readonly production: boolean; readonly corsOrigins: readonly string[] },
): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { useDefaults: false, directives: production ? NOTHING : LANDING_PAGE },
    // A browser would keep to https for a machine that has http only.
    strictTransportSecurity: production,
  });
  // A cache would keep by itself what says nothing: it answers GETs with what is old, or was for somebody else.
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('cache-control', 'no-store');
    done();
  });
  if (corsOrigins.length === 0) return;
  await app.register(fastifyCors, {
    origin: [...corsOrigins],
    methods: ['GET', 'POST'],
    credentials: true,
    exposedHeaders: ['retry-after'],
    maxAge: 600,
  });
}
