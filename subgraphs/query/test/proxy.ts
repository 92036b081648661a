import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Stands before Elasticsearch: records what is asked of it, and can cut the connection, or leave requests unanswered. */
export async function startProxy(target: string) {
  const requests: string[] = [];
  const givenUp: string[] = [];
  let down = false;
  const hung = new Set<Socket>();
  let hanging = (_request: string): boolean => false;
  const server = createServer((incoming, answer) => {
    const request = `${incoming.method} ${new URL(incoming.url!, target).pathname}`;
    requests.push(request);
    answer.once('close', () => answer.writableFinished || givenUp.push(request));
    if (down) return void incoming.socket.destroy();
    if (hanging(request)) return void hung.add(incoming.socket);
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
    /** Those whose client hung up before they were answered. */
    givenUp,
    /** Which requests are not answered from now on; those that were not until now are cut. */
    hang(which: typeof hanging) {
      hanging = which;
      for (const socket of hung) socket.destroy();
      hung.clear();
    },
    setDown: (value: boolean) => void (down = value),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
