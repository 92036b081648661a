import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What the network does to a request. */
export type Fault =
  /** It never arrives, and the connection is cut. */
  | 'lose the request'
  /** It is done, and the connection is cut before the client hears of it. */
  | 'lose the reply';

/** A network between client and MySQL that can be told to fail. */
export async function startMysqlProxy(mysqlUrl: string) {
  const target = new URL(mysqlUrl);
  let plans: { readonly text: string; readonly fault: Fault; times: number }[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const cut = (): void => [client, upstream].forEach((socket: Socket) => socket.destroy());
    for (const socket of [client, upstream]) socket.on('error', cut).on('close', cut);
    let replyIsLost = false;
    client.on('data', (bytes) => {
      const plan = plans.find(({ text, times }) => times > 0 && bytes.includes(text));
      if (plan !== undefined) plan.times--;
      const fault = plan?.fault;
      if (fault === 'lose the request') return cut();
      replyIsLost ||= fault === 'lose the reply';
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => (replyIsLost ? cut() : client.write(bytes)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(mysqlUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    /** Fails the next requests that contain this text. */
    failAt: (text: string, fault: Fault, times = 1): void => void plans.push({ text, fault, times }),
    /** Whether every planned fault has happened. */
    isDone: () => plans.every(({ times }) => times === 0),
    heal: (): void => void (plans = []),
    close: () => void server.close(),
  };
}
