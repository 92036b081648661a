import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * When bytes like these pass, or their reply begins to, `act` is called and nothing goes any further. Once. A reply is lost
 * only after a while: an engine whose first words cannot be sent would not do the rest of what it was asked.
 */
export interface Tripwire {
  readonly text: RegExp;
  readonly on: 'request' | 'reply';
  readonly act: () => void;
}

const REPLY_LOST_MS = 150;

export type Mode = 'pass' | 'refuse' | 'swallow' | number;

/** A network before one engine that can be told to fail. Everything that is on its way when it fails is lost. */
export interface FaultProxy {
  readonly port: number;
  /** How many connections it has cut, silenced or refused so far, and how many pieces it has delayed. */
  harmed(): number;
  /** Where the engine is, which moves when it is started again. */
  setTarget(port: number): void;
  trip(wire: Tripwire): void;
  /** Takes away the wires that nothing has touched. */
  untrip(): void;
  /** Cuts every connection. */
  reset(): void;
  /** The connections that there are go silent, and nobody is ever told: half-open. New ones are well. */
  silence(): void;
  /** `refuse` cuts new connections; `swallow` takes them, and all go silent that are used, as in a black hole; a number delays. */
  setMode(mode: Mode): void;
  close(): void;
}

export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  let target = targetPort;
  let mode: Mode = 'pass';
  let wires: Tripwire[] = [];
  let harmed = 0;
  const open = new Set<Socket>();
  const silencers = new Set<() => void>();
  const server = createServer((client) => {
    if (mode === 'refuse') {
      harmed++;
      return void client.destroy();
    }
    const upstream = connect(target, '127.0.0.1');
    const cut = (): void => [client, upstream].forEach((socket) => socket.destroy());
    let silent = false;
    const silence = (): void => {
      if (!silent) harmed++;
      silent = true;
    };
    silencers.add(silence);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket
        .on('error', () => socket.destroy())
        .on('close', () => {
          open.delete(socket);
          silencers.delete(silence);
          // Of a silent connection the other end does not even hear that it is over.
          if (!silent) cut();
        });
    }
    /** When all is there that was sent each way: nothing overtakes what is late. */
    const arrived = new Map<Socket, Promise<void>>();
    /** What this connection is waiting for, of the wires that want its reply. */
    let awaited: Tripwire | undefined;
    const pass = (to: Socket, bytes: Buffer): void => {
      if (mode === 'swallow') silence();
      if (silent) return;
      const lateMs = typeof mode === 'number' ? mode : 0;
      if (lateMs > 0) harmed++;
      const due = Promise.all([lateMs > 0 && sleep(lateMs), arrived.get(to)]);
      arrived.set(
        to,
        due.then(() => void (to.destroyed || to.write(bytes))),
      );
    };
    const trip = (wire: Tripwire): void => {
      wires = wires.filter((other) => other !== wire);
      wire.act();
      cut();
    };
    client.on('data', (bytes) => {
      const text = wires.length === 0 || silent ? '' : bytes.toString('latin1');
      const wire = text === '' ? undefined : wires.find((each) => each.text.test(text));
      if (wire?.on === 'request') return trip(wire);
      awaited = wire ?? awaited;
      pass(upstream, bytes);
    });
    let lost = false;
    upstream.on('data', (bytes) => {
      if (lost) return;
      const wire = awaited !== undefined && wires.includes(awaited) ? awaited : undefined;
      if (wire === undefined) return pass(client, bytes);
      lost = true;
      wires = wires.filter((other) => other !== wire);
      setTimeout(() => trip(wire), REPLY_LOST_MS);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    harmed: () => harmed,
    setTarget: (port) => void (target = port),
    trip: (wire) => void wires.push(wire),
    untrip: () => void (wires = []),
    reset() {
      harmed += open.size;
      open.forEach((socket) => socket.destroy());
    },
    silence: () => silencers.forEach((silence) => silence()),
    setMode: (to) => void (mode = to),
    close() {
      server.close();
      open.forEach((socket) => socket.destroy());
    },
  };
}
