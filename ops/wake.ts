import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { request } from 'undici';
import { originOf } from './http.ts';

/** How long a wake-up call may take, in milliseconds; whoever is woken polls anyway. */
const TIMEOUT_MS = 1_000;
/** Least time between two calls, in milliseconds: under load one call tells of several. */
const PAUSE_MS = 5;

/**
 * Wakes the next role down the pipeline. Within a thread it may say what is new: that is trusted as one's own memory is,
 * and so never comes over the network.
 */
export type Wake<News = never> = (news?: News) => void;

/** Who is woken in this thread, by host and port: a call to oneself would cost more than what it tells. */
const here = new Map<string, Wake>();

/** Lets the role before this one in the pipeline wake it, by `POST /wake`. `listensAt` is the HOST of the server. */
export function acceptWake<News>(app: FastifyInstance, listensAt: string, wake: Wake<News>): void {
  let host: string | undefined;
  app.post('/wake', (_request, reply) => {
    wake();
    return reply.code(204).send();
  });
  app.addHook('onListen', (done) => {
    ({ host } = new URL(originOf(app, listensAt)));
    here.set(host, wake);
    done();
  });
  app.addHook('onClose', (_app, done) => {
    if (host !== undefined) here.delete(host);
    done();
  });
}

/**
 * Tells the next role down the pipeline, at this URL, that there is something for it. One call is under way at a time;
 * what comes meanwhile is told by one more. A role that is not there is no fault, nor is one of several that is not
 * told: it finds by polling what there is.
 */
export function createWake<News = never>(url: string): Wake<News> {
  const address = new URL('/wake', url);
  let calling = false;
  let again = false;
  const call = async (): Promise<void> => {
    calling = true;
    do {
      again = false;
      // By `fetch` a call would take five times as much of the processor.
      await request(address, { method: 'POST', signal: AbortSignal.timeout(TIMEOUT_MS) })
        .then(({ body }) => body.dump())
        .catch(() => undefined);
      await sleep(PAUSE_MS, undefined, { ref: false });
    } while (again);
    calling = false;
  };
  return (news) => {
    const wake = here.get(address.host) as Wake<News> | undefined;
    if (wake !== undefined) wake(news);
    else if (calling) again = true;
    else void call();
  };
}
