import { readFile } from 'node:fs/promises';
import type { SupergraphManager } from '@apollo/gateway';
import type { Logger } from 'pino';

/** How soon a replaced file is seen, in milliseconds. Looking costs a read; a notice of the system may be lost on mounts. */
const INTERVAL_MS = 500;

/**
 * The supergraph of a file, which may be replaced at any time: requests under way end with the schema they began with,
 * later ones have the new one. Of a file that cannot be read, or that is no supergraph of ours, `refuse` throws at the
 * start; later it is reported once and changes nothing.
 */
export function watchSupergraph(
  path: string,
  log: Logger,
  refuse: (cause: unknown) => never,
): SupergraphManager {
  return {
    async initialize({ update }) {
      let initial: string;
      try {
        initial = await readFile(path, 'utf8');
        update(initial);
      } catch (error) {
        return refuse(error);
      }
      let last = initial;
      let served = initial;
      const look = async (): Promise<void> => {
        const found = await readFile(path, 'utf8');
        if (found === last) return;
        last = found;
        try {
          update(found);
          served = found;
        } catch (error) {
          // The gateway may have taken a part of it by then.
          update(served);
          throw error;
        }
        log.info({ path }, 'supergraph replaced');
      };
      let reported = '';
      const timer = setInterval(() => {
        look().then(
          () => (reported = ''),
          (error: unknown) => {
            // A file that is away stays away for many looks.
            const { message } = error as Error;
            if (message !== reported)
              log.error({ err: error, path }, 'supergraph refused, the old one stays');
            reported = message;
          },
        );
      }, INTERVAL_MS);
      return {
        supergraphSdl: initial,
        cleanup: () => {
          clearInterval(timer);
          return Promise.resolve();
        },
      };
    },
  };
}
