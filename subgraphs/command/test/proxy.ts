import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What the network does to a request. */
export type Fault =
  /** It never arrives, and the connection is cut. */
  | 'lose the request'
  /** It is done, and the connection is cut before the client hears of it. */
  | 'lose the reply'
  /** It is done, and the client hears nothing. */
  | 'keep the reply'
  /** It is done, and the client hears all but the end. */
  | 'keep the end of the reply';

/** A network between client and engine that can be told to fail. */
export async function startProxy(engineUrl: string) {
  const target = new URL(engineUrl);
  let plans: { readonly text: string; readonly fault: Fault; times: number }[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const cut = (): void => [client, upstream].forEach((socket: Socket) => socket.destroy());
    for (const socket of [client, upstream]) socket.on('error', cut).on('close', cut);
    /** What becomes of the reply. */
    let fate: Fault | undefined;
    let reply = Buffer.alloc(0);
    client.on('data', (bytes) => {
      const plan = plans.find(({ text, times }) => times > 0 && bytes.includes(text));
      if (plan !== undefined) plan.times--;
      if (plan?.fault === 'lose the request') return cut();
      fate ??= plan?.fault;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (fate === undefined) return void client.write(bytes);
      if (fate === 'keep the reply') return;
      if (fate === 'keep the end of the reply') {
        fate = 'keep the reply';
        return void client.write(bytes.subarray(0, -1));
      }
      reply = Buffer.concat([reply, bytes]);
      if (isWhole(reply)) cut();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(engineUrl);
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

const MORE_RESULTS = 8;

/** Whether every statement of a request has been answered, if each answers with OK. (MySQL's protocol: OK_Packet) */
function isWhole(reply: Buffer): boolean {
  let last = reply;
  for (let at = 0; at + 4 <= reply.length; at += 4 + reply.readUIntLE(at, 3)) last = reply.subarray(at + 4);
  if (last[0] !== 0) return true;
  const skipInteger = (at: number) => at + ({ 0xfc: 3, 0xfd: 4, 0xfe: 9 }[last[at]!] ?? 1);
  const flags = skipInteger(skipInteger(1));
  return flags + 2 <= last.length && (last.readUInt16LE(flags) & MORE_RESULTS) === 0;
}
