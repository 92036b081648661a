import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertPortFree } from '../../http.ts';
import { type Ledger, note, violate } from './ledger.ts';

export const roleNames = ['command', 'query', 'relay', 'indexer', 'gateway'] as const;
export type RoleName = (typeof roleNames)[number];

/** All roles in one process, as `npm start` has them, which dies as a whole. */
const TOGETHER = 'together';
export type ProcessName = RoleName | typeof TOGETHER;

const entries: Readonly<Record<ProcessName, string>> = {
  together: 'ops/e2e/chaos/together.ts',
  gateway: 'gateway/main.ts',
  command: 'subgraphs/command/main.ts',
  query: 'subgraphs/query/main.ts',
  relay: 'subgraphs/command/relay/main.ts',
  indexer: 'subgraphs/query/indexer/main.ts',
};

/** Arguments for Node. */
const clockOf = (offsetMs = 0): string[] =>
  offsetMs === 0 ? [] : ['--import', new URL(`./clock.ts?offset=${offsetMs}`, import.meta.url).href];

/** Below those that Linux gives to whoever asks for any, which a role that is dead would lose to an engine. */
const PORTS = { from: 20_000, to: 32_000 } as const;

async function lastingPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    const isFree = await assertPortFree('127.0.0.1', port).then(
      () => true,
      () => false,
    );
    if (isFree && !ports.includes(port)) ports.push(port);
  }
  return ports;
}

/**
 * Every role, in a process of its own or all in one, started again on its port whenever that dies. One that was ready
 * may die of our hand only: whatever else ends it is a violation.
 */
export interface SupervisedRoles {
  readonly gatewayUrl: string;
  /** Answers whether it lived. */
  kill(name: RoleName): boolean;
  /** Kills it; from its next start on its clock is so many milliseconds ahead. */
  setClock(name: RoleName, offsetMs: number): void;
  /** Kills these and does not start them again until `up`. */
  down(names: readonly RoleName[]): void;
  up(): void;
  /** Resolves when every role says that it is ready. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** `environmentOf` has the engines as this process reaches them. */
export async function superviseRoles(
  root: string,
  environmentOf: (name: ProcessName) => Record<string, string>,
  ledger: Ledger,
  together = false,
): Promise<SupervisedRoles> {
  const processOf = (name: RoleName): ProcessName => (together ? TOGETHER : name);
  const processes = [...new Set(roleNames.map(processOf))];
  const ports = await lastingPorts(roleNames.length);
  const portOf = (name: RoleName): number => ports[roleNames.indexOf(name)]!;
  const urls = {
    PORT: String(portOf('gateway')),
    COMMAND_URL: `http://127.0.0.1:${portOf('command')}/graphql`,
    QUERY_URL: `http://127.0.0.1:${portOf('query')}/graphql`,
    RELAY_URL: `http://127.0.0.1:${portOf('relay')}`,
    INDEXER_URL: `http://127.0.0.1:${portOf('indexer')}`,
  };
  const children = new Map<ProcessName, ChildProcess>();
  const clocks = new Map<ProcessName, number>();
  const held = new Set<ProcessName>();
  let stopping = false;

  async function keepRunning(name: ProcessName): Promise<void> {
    while (!stopping) {
      if (held.has(name)) {
        await sleep(50);
        continue;
      }
      const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
      const env = { PATH, HOME, NODE_COMPILE_CACHE, ...urls, ...environmentOf(name) };
      const child = spawn(process.execPath, [...clockOf(clocks.get(name)), entries[name]], {
        cwd: root,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.set(name, child);
      child.stderr.setEncoding('utf8').on('data', (text: string) => note(ledger, `${name}: ${text.trim()}`));
      let wasReady = false;
      child.stdout
        .setEncoding('utf8')
        .on('data', (text: string) => void (wasReady ||= text.includes(`ready ${name}`)));
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      if (wasReady && !child.killed) violate(ledger, `${name} died by itself: ${code ?? signal}`);
      if (!stopping) await sleep(100);
    }
  }
  const killAll = (): void => children.forEach((child) => void child.kill('SIGKILL'));
  process.once('exit', killAll);
  const loops = processes.map(keepRunning);
  const isReady = async (name: RoleName): Promise<boolean> => {
    try {
      const response = await fetch(`http://127.0.0.1:${portOf(name)}/health/ready`, {
        signal: AbortSignal.timeout(2_000),
      });
      return response.ok;
    } catch {
      return false;
    }
  };
  const kill = (name: RoleName): boolean => children.get(processOf(name))?.kill('SIGKILL') ?? false;
  return {
    gatewayUrl: `http://127.0.0.1:${portOf('gateway')}/graphql`,
    kill,
    setClock(name, offsetMs) {
      if (offsetMs === (clocks.get(processOf(name)) ?? 0)) return;
      clocks.set(processOf(name), offsetMs);
      kill(name);
    },
    down(names) {
      for (const name of names) {
        held.add(processOf(name));
        kill(name);
      }
    },
    up: () => held.clear(),
    async ready() {
      for (const end = performance.now() + 120_000; ; await sleep(100)) {
        const states = await Promise.all(roleNames.map(isReady));
        if (states.every(Boolean)) return;
        if (performance.now() > end)
          throw new Error(`not ready: ${roleNames.filter((_, i) => !states[i]).join(', ')}`);
      }
    },
    async stop() {
      stopping = true;
      killAll();
      await Promise.all(loops);
    },
  };
}
