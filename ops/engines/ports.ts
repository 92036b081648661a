import { createServer, type AddressInfo } from 'node:net';

/** Ports of 127.0.0.1 that were free a moment ago, all different. Somebody may take one before its engine does. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listenAnywhere()));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function listenAnywhere() {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

/** Starts again, once, if somebody took the port between its choice and its use. */
export async function retryOnTakenPort<T>(start: () => Promise<T>): Promise<T> {
  return start().catch((error: unknown) => {
    if (error instanceof Error && /address already in use|EADDRINUSE/i.test(error.message)) return start();
    throw error;
  });
}
