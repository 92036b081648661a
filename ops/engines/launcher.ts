import { EngineError } from './error.ts';
import { spawnGuarded, type EngineCommand, type EngineProcess } from './process.ts';

export interface Launcher {
  launch(command: EngineCommand): Promise<EngineProcess>;
  /** Stops everything launched; later launches are refused. Resolves when all is gone. Safe to call twice. */
  stopAll(): Promise<void>;
  readonly stopping: AbortSignal;
}

/** Knows every process it started, finished starting or not, so that none is forgotten when a start fails halfway. */
export function createLauncher(): Launcher {
  const running = new Set<EngineProcess>();
  const controller = new AbortController();
  return {
    stopping: controller.signal,
    async launch(command) {
      if (controller.signal.aborted) throw new EngineError(`${command.name} is not started: stopping.`);
      const engine = await spawnGuarded(command);
      running.add(engine);
      void engine.exited.then(() => running.delete(engine));
      if (controller.signal.aborted) await engine.stop();
      return engine;
    },
    async stopAll() {
      controller.abort();
      await Promise.all([...running].map((engine) => engine.stop()));
    },
  };
}
