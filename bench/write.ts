import { contend, lastUnits, type Verdict } from './contention.ts';
import { type Floor, openFloor } from './floor.ts';
import { createRandom, load, type Measured, percentile, perSecond, together } from './load.ts';
import { type Line, openShop, type Shop } from './shop.ts';

/** What the command subgraph must reach of the floor on spread products. */
const TARGET_RATIO = 0.5;
/**
 * More than there are connections to MySQL, so that both sides always have work and it is their rates that are compared:
 * with fewer, the side with one hop more waits for its clients.
 */
const CLIENTS = 32;
const PRODUCTS = 1_000;
/** So many that none runs out. */
const UNITS = 1_000_000;
/** Rounds of each side in turn, so that what else the machine does falls on both. The first ones warm up. */
const ROUNDS = 12;
const WARM_UP_ROUNDS = 2;

export interface WriteOptions {
  readonly mysqlUrl: string;
  /** Of each round. */
  readonly seconds: number;
  /** Orders under contention. */
  readonly orders: number;
  readonly report: (line: string) => void;
}

/** What an order of a workload holds, of so many products. */
const workloads: readonly {
  readonly name: string;
  readonly target?: number;
  readonly lines: (skus: readonly string[], random: (below: number) => number) => Line[];
}[] = [
  {
    name: 'spread products',
    target: TARGET_RATIO,
    lines: (skus, random) => [{ sku: skus[random(skus.length)]!, quantity: 1 }],
  },
  { name: 'one hot product', lines: (skus) => [{ sku: skus[0]!, quantity: 1 }] },
  {
    name: '10 lines an order',
    lines: (skus, random) => {
      const first = random(skus.length);
      return Array.from({ length: 10 }, (_, index) => ({
        sku: skus[(first + index * 97) % skus.length]!,
        quantity: 1 + random(3),
      }));
    },
  },
];

/** Orders per second and latency of the command subgraph, beside the same statements straight on MySQL. */
export async function benchWrite(options: WriteOptions): Promise<boolean> {
  const { mysqlUrl, seconds, orders, report } = options;
  const [floor, shop] = [await openFloor(mysqlUrl), await openShop(mysqlUrl)];
  try {
    report(`${'workload'.padEnd(18)} ${header('MySQL alone')} ${header('command subgraph')}  ratio`);
    const verdicts: Verdict[] = [];
    for (const workload of workloads) {
      const measured = await compare(workload.lines, floor, shop, seconds);
      const ratio = perSecond(measured.shop) / perSecond(measured.floor);
      report(
        `${workload.name.padEnd(18)} ${cells(measured.floor)} ${cells(measured.shop)}  ${ratio.toFixed(2).padStart(5)}`,
      );
      if (workload.target !== undefined)
        verdicts.push({
          pass: ratio >= workload.target,
          line: `${workload.name}: ${ratio.toFixed(2)} of the floor's rate, at least ${workload.target}`,
        });
    }
    verdicts.push(await lastUnits(shop), ...(await contend(shop, orders)));
    for (const { pass, line } of verdicts) report(`${pass ? 'pass' : 'FAIL'}  ${line}`);
    return verdicts.every(({ pass }) => pass);
  } finally {
    await Promise.all([floor.close(), shop.close()]);
  }
}

async function compare(
  lines: (typeof workloads)[number]['lines'],
  floor: Floor,
  shop: Shop,
  seconds: number,
): Promise<{ floor: Measured; shop: Measured }> {
  const [floorSkus, shopSkus] = [await floor.stock(PRODUCTS, UNITS), await shop.stock(PRODUCTS, UNITS)];
  const [floorRandom, shopRandom] = [createRandom(1), createRandom(1)];
  const onFloor = () => floor.placeOrder(lines(floorSkus, floorRandom));
  const inShop = async (): Promise<void> => {
    const { userErrors } = await shop.placeOrder(lines(shopSkus, shopRandom));
    if (userErrors[0] !== undefined) throw new Error(`an order was refused: ${userErrors[0].message}`);
  };
  const rounds: { floor: Measured; shop: Measured }[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const measured = {
      floor: await load(onFloor, { clients: CLIENTS, seconds }),
      shop: await load(inShop, { clients: CLIENTS, seconds }),
    };
    if (round >= WARM_UP_ROUNDS) rounds.push(measured);
  }
  return { floor: together(rounds.map((r) => r.floor)), shop: together(rounds.map((r) => r.shop)) };
}

const header = (name: string): string => `${name.padStart(17)}  p50 ms  p99 ms`;
const cells = (measured: Measured): string =>
  [
    `${perSecond(measured).toFixed(0)} orders/s`.padStart(17),
    percentile(measured, 0.5).toFixed(1).padStart(6),
    percentile(measured, 0.99).toFixed(1).padStart(6),
  ].join('  ');
