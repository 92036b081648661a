import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Audit } from './audit.ts';
import { atRest, judge } from './invariants.ts';
import { note } from './ledger.ts';
import type { Random } from './random.ts';
import { lives, type World } from './world.ts';

/** How long clients write what is lost, and how long after that. */
const LOST_MS = 8_000;
const AFTER_MS = 4_000;

/** With its owner. */
const copy = async (from: string, to: string): Promise<void> =>
  void (await promisify(execFile)('cp', ['--archive', from, to]));

/**
 * Takes a backup of MySQL, lets clients go on, and restores it the way docs/runbook.md says; then the clients' books are
 * those of the backup too, and everything must hold again. Nothing where MySQL is not ours.
 */
export async function restoreAnOlderBackup(world: World, audit: Audit, random: Random): Promise<string[]> {
  const { faults, roles, ledger, judged } = world;
  if (faults === undefined) return [];
  const folder = await mkdtemp(join(faults.own.dataDir, 'backup-'));
  const data = join(faults.own.dataDir, 'mysql', 'data');
  const backup = join(folder, 'data');
  try {
    note(ledger, '*** MySQL is restored from an older backup');
    const books = structuredClone(ledger.books);
    await faults.kill('mysql', () => copy(data, backup));
    await forA(LOST_MS, world, random);
    roles.down(['command', 'relay']);
    await faults.kill('mysql', async () => {
      await rm(data, { recursive: true });
      await copy(backup, data);
    });
    ledger.books = books;
    const raised = await operate(world, 'ops/epoch.ts', 'raise');
    roles.up();
    await roles.ready();
    const stuck = await atRest(judged);
    const repaired = await operate(world, 'ops/verify/main.ts', '--repair');
    await forA(AFTER_MS, world, random);
    const found = await judge(judged, audit, roles.gatewayUrl, ledger);
    const verified = await operate(world, 'ops/verify/main.ts');
    return [...raised, ...stuck, ...repaired, ...found, ...verified].map(
      (what) => `after a restore: ${what}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function forA(milliseconds: number, world: World, random: Random): Promise<void> {
  await world.roles.ready();
  const end = performance.now() + milliseconds;
  await Promise.all(lives(world, random, () => performance.now() > end));
}

/** Runs a command of an operator, which must end well. */
async function operate(
  { root, operator, ledger }: World,
  script: string,
  ...args: string[]
): Promise<string[]> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...operator },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (printed += text));
  const [code] = (await once(child, 'close')) as [number | null];
  note(ledger, `${script} ${args.join(' ')}: ${code}\n${printed}`);
  return code === 0 ? [] : [`${script} ${args.join(' ')} ended with ${code}: ${printed.slice(-2_000)}`];
}
