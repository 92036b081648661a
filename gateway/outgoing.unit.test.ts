import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openGateway } from './test/gateway.ts';

/** Every address that a socket of this process is connected to, or would be. */
function watchConnections() {
  const addresses: string[] = [];
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once('connectionAttempt', (ip: string, port: number) => addresses.push(`${ip}:${port}`));
    socket.once('lookup', (error, _address, __, host) => {
      if (error !== null) addresses.push(host);
    });
  };
  subscribe('net.client.socket', onSocket);
  return { addresses, stop: () => unsubscribe('net.client.socket', onSocket) };
}

test('without a key the gateway connects to nobody but its subgraphs', async () => {
  const { addresses, stop } = watchConnections();
  {
    await using gateway = await openGateway();
    for (let i = 0; i < 5; i++) await gateway.ask('{ product(id: "p1") { name } }');
    await sleep(500);
    const known = [gateway.url, gateway.command.url, gateway.query.url].map((url) => new URL(url).host);
    expect(addresses.length).toBeGreaterThan(0);
    expect([...new Set(addresses)].filter((address) => !known.includes(address))).toEqual([]);
  }
  stop();
});
