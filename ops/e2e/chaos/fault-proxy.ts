import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * When these bytes pass, or their reply begins to, `act` is called and nothing goes any further. Once. A reply is lost only
 * after a while: an engine whose first words cannot be sent would not do the rest of what it was asked.
 */
export interface Tripwire {
  readonly text: string;
  readonly on: 'request' | 'reply';
  readonly act: () => void;
}

const REPLY_LOST_MS = 150;

/** A network before one engine that can be told to fail. Everything that is on its way when it fails is lost. */
export interface FaultProxy {
  readonly port: number;
  /** Where the engine is, which moves when it is started again. */
  setTarget(port: number): void;
  trip(wire: Tripwire): void;
  /** Takes away the wires that nothing has touched. */
  untrip(): void;
  /** Cuts every connection. */
  reset(): void;
  /** `refuse` cuts new connections; `swallow` takes them and answers nothing, as a half-open one; a number delays. */
  setMode(mode: 'pass' | 'refuse' | 'swallow' | number): void;
  close(): void;
}

export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  let target = targetPort;
  let mode: 'pass' | 'refuse' | 'swallow' | number = 'pass';
  let wires: Tripwire[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    if (mode === 'refuse') return void client.destroy();
    const upstream = connect(target, '127.0.0.1');
    const cut = (): void => [client, upstream].forEach((socket) => socket.destroy());
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', cut).on('close', () => {
        open.delete(socket);
        cut();
      });
    }
    /** What this connection is waiting for, of the wires that want its reply. */
    let awaited: Tripwire | undefined;
    const pass = (to: Socket, bytes: Buffer): void => {
      if (mode === 'swallow') return;
      if (typeof mode === 'number') setTimeout(() => to.destroyed || to.write(bytes), mode);
      else if (!to.destroyed) to.write(bytes);
    };
    const trip = (wire: Tripwire): void => {
      wires = wires.filter((other) => other !== wire);
      wire.act();
      cut();
    };
    client.on('data', (bytes) => {
      const wire = wires.find(({ text }) => bytes.includes(text));
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
    setTarget: (port) => void (target = port),
    trip: (wire) => void wires.push(wire),
    untrip: () => void (wires = []),
    reset: () => open.forEach((socket) => socket.destroy()),
    setMode: (to) => void (mode = to),
    close() {
      server.close();
      open.forEach((socket) => socket.destroy());
    },
  };
}
