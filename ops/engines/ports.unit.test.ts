import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { freePorts, retryOnTakenPort } from './ports.ts';

test('free ports are different and can be listened on', async () => {
  const ports = await freePorts(5);
  expect(new Set(ports).size).toBe(5);
  const server = createServer().listen(ports[0], '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  expect((server.address() as AddressInfo).port).toBe(ports[0]);
  server.close();
});

test('a taken port is tried again once, and no other failure is', async () => {
  let starts = 0;
  const taken = (failures: number) => async () => {
    starts += 1;
    if (starts <= failures) throw new Error('bind: Address already in use');
    return starts;
  };
  expect(await retryOnTakenPort(taken(1))).toBe(2);
  starts = 0;
  await expect(retryOnTakenPort(taken(2))).rejects.toThrow('already in use');
  starts = 0;
  const broken = async () => {
    starts += 1;
    throw new Error('no space left');
  };
  await expect(retryOnTakenPort(broken)).rejects.toThrow('no space');
  expect(starts).toBe(1);
});
