import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before Elasticsearch: records what is asked of it, and can cut the connection. */
export async function startProxy(target: string) {
  const requests: string[] = [];
  let down = false;
  const server = createServer((incoming, answer) => {
    requests.push(`${incoming.method} ${new URL(incoming.url!, target).pathname}`);
    if (down) return void incoming.socket.destroy();
    const { method } = incoming;
    // The connection is each side's own: handing a 'close' on would close the pooled one.
    const headers = { ...incoming.headers, connection: 'keep-alive' };
    const outgoing = httpRequest(new URL(incoming.url!, target), { method, headers }, (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    outgoing.on('error', () => incoming.socket.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Method and path of each request, oldest first. */
    requests,
    setDown: (value: boolean) => void (down = value),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
