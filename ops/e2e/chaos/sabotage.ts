import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Patch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Faults that must not get past the harness, as edits of a copy of the tree. */
export const sabotages: Readonly<Record<string, readonly Patch[]>> = {
  /** The relay reads on from the highest id it has seen: rows that become visible out of order are lost. */
  'id-above-last': [
    {
      file: 'subgraphs/command/mysql/outbox.ts',
      from: 'export async function claimOutbox(connection: Connection, limit: number): Promise<OutboxRow[]> {',
      to: `let last = 0;
export async function claimOutbox(connection: Connection, limit: number): Promise<OutboxRow[]> {
  const rows = await claimAfter(connection, limit, last);
  last = rows.at(-1)?.id ?? last;
  return rows;
}
async function claimAfter(connection: Connection, limit: number, after: number): Promise<OutboxRow[]> {`,
    },
    {
      file: 'subgraphs/command/mysql/outbox.ts',
      from: 'ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`,\n    [limit],',
      to: 'AND id > ? ORDER BY id LIMIT ?`,\n    [after, limit],',
    },
  ],
  /** The indexer takes whatever comes last for newest. */
  'no-revision-check': [
    {
      file: 'subgraphs/query/indexer/projections/merge.ts',
      from: 'present === undefined || comparePositions(candidate, present) > 0',
      to: 'present === undefined || comparePositions(candidate, present) !== 0',
    },
  ],
  /** The message is put into the outbox after the commit: a command that dies in between has no message. */
  'outbox-after-commit': [
    {
      file: 'subgraphs/command/mysql/events.ts',
      from: '    ...saveMessages(events),\n',
      to: '',
    },
    {
      file: 'subgraphs/command/handle-command.ts',
      from: '    COMMIT,\n  ]);\n',
      to: '    COMMIT,\n  ]);\n  await execute(connection, saveMessages(events));\n',
    },
    {
      file: 'subgraphs/command/handle-command.ts',
      from: 'import { saveEvents, toEvent }',
      to: 'import { saveEvents, saveMessages, toEvent }',
    },
  ],
};

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A copy of the tree with the fault in it. Answers its folder. */
export async function sabotagedTree(name: string, folder: string): Promise<string> {
  const patches = sabotages[name];
  if (patches === undefined) throw new Error(`no sabotage ${name}: ${Object.keys(sabotages).join(', ')}`);
  await mkdir(folder, { recursive: true });
  for (const part of ['gateway', 'schema', 'subgraphs', 'ops', 'package.json'])
    await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, from, to } of patches) {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} is not what the sabotage ${name} expects`);
    await writeFile(path, text.replace(from, to));
  }
  return folder;
}

export const wholeTree = root;
