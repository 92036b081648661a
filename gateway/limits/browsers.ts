import { fastifyCors } from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

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
  const protect = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: production ? NOTHING : LANDING_PAGE },
    // A browser would keep to https for a machine that has http only.
    strictTransportSecurity: production,
  });
  app.addHook('onRequest', (request, reply, done) => {
    // A cache would keep by itself what says nothing: it answers GETs with what is old, or was for somebody else.
    void reply.header('cache-control', 'no-store');
    protect(request.raw, reply.raw, () => done());
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
