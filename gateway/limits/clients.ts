import { fastifyRateLimit, type FastifyRateLimitStore } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface ClientLimits {
  /** Requests of one client in a minute, over all its connections; 0: any number. Each gateway counts for itself. */
  readonly ratePerMinute: number;
  /** Requests of one client at once; 0: any number. */
  readonly concurrentPerClient: number;
}

/** The address of a client, in one form however it was told. */
type AddressOf = (request: FastifyRequest) => string;

/** Refuses with 429, before the body is read, what one client sends beyond its share. A client is an address. */
export async function limitClients(
  app: FastifyInstance,
  limits: ClientLimits,
  addressOf: AddressOf,
): Promise<void> {
  if (limits.concurrentPerClient > 0) limitConcurrency(app, limits.concurrentPerClient, addressOf);
  if (limits.ratePerMinute === 0) return;
  await app.register(fastifyRateLimit, {
    max: limits.ratePerMinute,
    timeWindow: 60_000,
    store: Windows,
    keyGenerator: addressOf,
    errorResponseBuilder: (_request, { max, after }) =>
      tooMany(`More than ${max} requests a minute; try again in ${after}`),
  });
}

/** Clients that are counted; of more, the one that has asked for nothing for the longest is forgotten. */
const MOST_CLIENTS = 5_000;

/** What each client asked for in its window, on the clock of `performance.now()`: the plugin's own goes by one that may be set back. */
export class Windows implements FastifyRateLimitStore {
  /** Whoever asked last stands last. */
  readonly #windows = new Map<string, { current: number; readonly endsAt: number }>();

  incr(client: string, callback: Parameters<FastifyRateLimitStore['incr']>[1], timeWindow: number): void {
    const now = performance.now();
    const known = this.#windows.get(client);
    const window = known && known.endsAt > now ? known : { current: 0, endsAt: now + timeWindow };
    window.current++;
    this.#windows.delete(client);
    this.#windows.set(client, window);
    if (this.#windows.size > MOST_CLIENTS) this.#windows.delete(this.#windows.keys().next().value!);
    callback(null, { current: window.current, ttl: Math.ceil(window.endsAt - now) });
  }

  /** No route has a limit of its own. */
  child(): this {
    return this;
  }
}

function limitConcurrency(app: FastifyInstance, most: number, addressOf: AddressOf): void {
  const underWay = new Map<string, number>();
  app.addHook('onRequest', (request, reply, done) => {
    // Whoever looks after a busy gateway must not take it for a dead one.
    if (request.routeOptions.url?.startsWith('/health/')) return done();
    const client = addressOf(request);
    const current = underWay.get(client) ?? 0;
    if (current >= most) return done(tooMany(`More than ${most} requests at once`));
    underWay.set(client, current + 1);
    // Comes after the answer, and also when the client hangs up before.
    reply.raw.once('close', () => {
      const left = (underWay.get(client) ?? 1) - 1;
      if (left === 0) underWay.delete(client);
      else underWay.set(client, left);
    });
    done();
  });
}

const tooMany = (message: string): Error =>
  Object.assign(new Error(message), { statusCode: 429, code: 'TOO_MANY_REQUESTS' });
