import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Gauge, Registry } from 'prom-client';

/** How long a figure may take: Prometheus waits 10 s for all of them together. */
const PATIENCE_MS = 5_000;

/** A figure that Prometheus collects at `/metrics`. */
export interface Metric {
  /** Ends with its unit, or with what is counted. */
  readonly name: string;
  readonly help: string;
  /** What tells its values apart, where it has several. */
  readonly label?: string;
  /**
   * Its value, or its values by that of the label. While it rejects or stays silent the figure is left out:
   * `/health/ready` tells why.
   */
  readonly read: () => Promise<number | Readonly<Record<string, number>>>;
}

/** Answers at `/metrics`, with each figure as it is then. */
export function serveMetrics(
  app: FastifyInstance,
  metrics: readonly Metric[],
  patienceMs = PATIENCE_MS,
): void {
  const registry = new Registry();
  for (const { name, help, label, read } of metrics)
    new Gauge({
      ...{ name, help, labelNames: label === undefined ? [] : [label], registers: [registry] },
      async collect() {
        const silence = sleep(patienceMs, undefined, { ref: false });
        const found = await Promise.race([read(), silence]).catch(() => undefined);
        // Only now: another request may be answered meanwhile.
        this.reset();
        if (typeof found === 'number') this.set(found);
        // Without a value it would be 0.
        else if (label === undefined) this.remove();
        else for (const [of, value] of Object.entries(found ?? {})) this.set({ [label]: of }, value);
      },
    });
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
