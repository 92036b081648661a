import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { createLocationPolicy, type LocationPolicy } from '../location.ts';

/** A host of images on loopback, which counts how often each path is asked for. */
export async function startImageServer(paths: Readonly<Record<string, RequestListener>>) {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url!;
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const answer = paths[path];
    if (answer !== undefined) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    host: `127.0.0.1:${port}`,
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    connections: () => promisify(server.getConnections.bind(server))(),
    asked: (path: string) => asked.get(path) ?? 0,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with these bytes. */
export const sendBytes =
  (bytes: Buffer, type = 'image/png'): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': type }).end(bytes);

export const redirectTo =
  (location: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(302, { location }).end('moved');

/** The policy of production, but for loopback, where the tests' hosts are. */
export const loopbackToo = (hosts: readonly string[]): LocationPolicy => {
  const policy = createLocationPolicy(hosts);
  return {
    ...policy,
    isAllowedAddress: (address) => address === '127.0.0.1' || policy.isAllowedAddress(address),
  };
};

export const picture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .png({ compressionLevel: 1 })
    .toBuffer();
