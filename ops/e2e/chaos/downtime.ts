import { setTimeout as sleep } from 'node:timers/promises';
import type { RoleName, SupervisedRoles } from './roles.ts';

/** The same roles, and whether the gateway may have been dead at some time since that one on `performance.now()`. */
export interface WatchedRoles {
  readonly roles: SupervisedRoles;
  readonly wasDown: (since: number) => boolean;
}

/** Together, all die when one does. */
export function watchGateway(roles: SupervisedRoles, together = false): WatchedRoles {
  const health = new URL('/health/live', roles.gatewayUrl);
  let deaths = 0;
  let downUntil = -Infinity;

  async function died(names: readonly RoleName[]): Promise<void> {
    if (!together && !names.includes('gateway')) return;
    const death = ++deaths;
    downUntil = Infinity;
    do await sleep(100);
    while (
      death === deaths &&
      !(await fetch(health).then(
        (response) => response.ok,
        () => false,
      ))
    );
    if (death === deaths) downUntil = performance.now();
  }
  return {
    roles: {
      ...roles,
      kill(name) {
        void died([name]);
        return roles.kill(name);
      },
      setClock(name, offsetMs) {
        void died([name]);
        roles.setClock(name, offsetMs);
      },
      down(names) {
        void died(names);
        roles.down(names);
      },
      stop() {
        deaths++;
        return roles.stop();
      },
    },
    wasDown: (since) => downUntil >= since,
  };
}
