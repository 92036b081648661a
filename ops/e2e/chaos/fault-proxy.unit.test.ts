import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { startFaultProxy } from './fault-proxy.ts';

test('what comes after a delay does not overtake what is late', async () => {
  let heard = '';
  const engine = createServer((socket) => socket.on('data', (bytes) => void (heard += String(bytes))));
  await once(engine.listen(0, '127.0.0.1'), 'listening');
  const proxy = await startFaultProxy((engine.address() as AddressInfo).port);
  const client = connect(proxy.port, '127.0.0.1').setNoDelay(true);
  try {
    proxy.setMode(100);
    client.write('first ');
    await vi.waitFor(() => expect(proxy.harmed()).toBe(1));
    proxy.setMode('pass');
    client.write('second');
    await vi.waitFor(() => expect(heard).toBe('first second'));
    expect(proxy.harmed()).toBe(1);
  } finally {
    client.destroy();
    proxy.close();
    engine.close();
  }
});
