import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Patch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A fault that must not get past the harness, as edits of a copy of the tree. */
interface Sabotage {
  /** The names of the harm under which it shows. */
  readonly shownBy: readonly string[];
  readonly patches: readonly Patch[];
}

const REPUBLISH = 'old events are published again, and committed late';

const LATE = 'indexer-es: 100 ms late';

export const sabotages = {
  /**
   * The relay reads on from the highest id it has published, and remembers it as it would have to if it kept the rows:
   * those that become visible out of order are lost.
   */
  'id-above-last': {
    shownBy: [REPUBLISH],
    patches: [
      {
        file: 'subgraphs/command/mysql/outbox.ts',
        from: 'export async function claimOutbox(',
        to: `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const published = (): number => (existsSync('published') ? Number(readFileSync('published', 'utf8')) : 0);
export async function claimOutbox(`,
      },
      {
        file: 'subgraphs/command/mysql/outbox.ts',
        from: 'ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`,\n    [limit],',
        to: 'AND id > ? ORDER BY id LIMIT ?`,\n    [published(), limit],',
      },
      {
        file: 'subgraphs/command/mysql/outbox.ts',
        from: "=> ({\n  sql: 'DELETE FROM outbox",
        to: `=> (writeFileSync('published', String(Math.max(published(), id))), {
  sql: 'DELETE FROM outbox`,
      },
    ],
  },
  /** The indexer takes whatever comes last for newest. */
  'no-revision-check': {
    shownBy: [REPUBLISH],
    patches: [
      {
        file: 'subgraphs/query/indexer/projections/merge.ts',
        from: 'present === undefined || comparePositions(candidate, present) > 0',
        to: 'present === undefined || comparePositions(candidate, present) !== 0',
      },
    ],
  },
  /** The message is put into the outbox after the commit: a command that dies in between has no message. */
  'outbox-after-commit': {
    shownBy: ['kill -9 command after commit, before the answer'],
    patches: [
      {
        file: 'subgraphs/command/mysql/events.ts',
        from: '    ...saveMessages(events),\n',
        to: '',
      },
      {
        file: 'subgraphs/command/handle-command.ts',
        from: '    outcome: { done: true, replayed: false, ...answer },\n',
        to: '    outcome: { done: true, replayed: false, ...answer },\n    afterwards: saveMessages(events),\n',
      },
      {
        file: 'subgraphs/command/handle-command.ts',
        from: 'const { statements, outcome } = settle(',
        to: 'const { statements, outcome, afterwards } = settle(',
      },
      {
        file: 'subgraphs/command/handle-command.ts',
        from: '        throw error;\n      });\n',
        to: '        throw error;\n      });\n      await execute(connection, afterwards);\n',
      },
      {
        file: 'subgraphs/command/handle-command.ts',
        from: 'import { saveOrders }',
        to: "import { saveMessages } from './mysql/outbox.ts';\nimport { saveOrders }",
      },
    ],
  },
  /** Queries ask for nothing by their tokens. */
  'tokens-ignored': {
    shownBy: [LATE],
    patches: [
      {
        file: 'subgraphs/query/freshness/demanded.ts',
        from: 'vector: mergeVectors(outer.vector,',
        to: 'vector: {} || mergeVectors(outer.vector,',
      },
    ],
  },
  /** What a command answers with may be as it was before, as nothing says what it wrote: not its revision, not its token. */
  'revisions-ignored': {
    shownBy: [LATE],
    patches: [
      {
        file: 'gateway/subgraph.ts',
        from: 'if (token !== undefined)',
        to: 'if (false)',
      },
      {
        file: 'subgraphs/query/resolvers/reference.ts',
        from: 'readRevision(revision, kinds)',
        to: '{ [kinds[0]]: { epoch: 0, revision: 1 } }',
      },
    ],
  },
} as const satisfies Record<string, Sabotage>;
export type SabotageName = keyof typeof sabotages;
export const isSabotage = (name: string): name is SabotageName => Object.hasOwn(sabotages, name);

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A copy of the tree with the fault in it. Answers its folder. */
export async function sabotagedTree(name: SabotageName, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const part of ['gateway', 'schema', 'subgraphs', 'ops', 'package.json'])
    await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, from, to } of sabotages[name].patches) {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} is not what the sabotage ${name} expects`);
    await writeFile(path, text.replace(from, to));
  }
  return folder;
}

export const wholeTree = root;
