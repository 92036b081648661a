import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { brokenShapes, currentShapes, publishedShapes } from '../../schema/events/published.ts';
import { parseEvent, type RawEvent } from '../../schema/events/event.ts';
import { releasedOperations, releaseOperations, staleManifest } from '../../schema/manifest.ts';
import { plannerHoles } from './planner-holes.ts';
import { runCommand } from '../command-line.ts';
import { composeSupergraph } from '../compose.ts';
import { DEFAULT_URLS } from '../config.ts';
import { undeclaredAccess } from './access.ts';
import { type AcceptedBreak, apiSchema, brokenDocuments, refusals, unacceptedBreaks } from './breaking.ts';
import { undescribed } from './descriptions.ts';
import { badDocumentNames, badNames } from './naming.ts';
import { runSteps, type Step } from './steps.ts';

const schemaFolder = new URL('../../schema/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, schemaFolder), 'utf8');
const readAll = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(new URL(folder, schemaFolder)).map((name) => [name, read(`${folder}${name}`)]),
  );
const current = () => apiSchema(read('supergraph.graphql'));
const documents = () => readAll('operations/');

/**
 * What clients, routers and readers of events rely on. `npm run contract` says of each whether it still holds, ends
 * with 1 when something does not, and is part of `npm run check`; docs/contracts.md tells how to break one on purpose.
 */
export const contractSteps: readonly Step[] = [
  { name: 'supergraph composes and is fresh', mend: 'npm run compose', problems: staleSupergraph },
  { name: 'persisted operations are fresh', mend: 'npm run manifest', problems: staleManifest },
  {
    name: 'schema breaks no client of the last release',
    problems: () =>
      unacceptedBreaks(
        { schema: buildSchema(read('released/api.graphql')), operations: releasedOperations() },
        current(),
        JSON.parse(read('released/accepted-breaks.json')) as AcceptedBreak[],
      ),
  },
  { name: 'client documents are answered', problems: () => brokenDocuments(current(), documents()) },
  { name: 'names are regular', problems: () => [...badNames(current()), ...badDocumentNames(documents())] },
  {
    name: 'SDL is described',
    problems: () =>
      ['command.graphql', 'query.graphql'].flatMap((path) =>
        undescribed(read(path)).map((name) => `schema/${path}: ${name} has no description`),
      ),
  },
  {
    name: 'access is declared',
    problems: () => ['command.graphql', 'query.graphql'].flatMap((path) => undeclaredAccess(read(path))),
  },
  {
    name: 'planner holes are avoided',
    problems: () => plannerHoles([read('command.graphql'), read('query.graphql')]),
  },
  { name: 'published events can be read', mend: 'see docs/events.md', problems: unreadableEvents },
];

function staleSupergraph(): string[] {
  const composed = composeSupergraph({ command: DEFAULT_URLS.commandUrl, query: DEFAULT_URLS.queryUrl });
  const fresh = read('supergraph.graphql').trimEnd() === composed.trimEnd();
  return fresh ? [] : ['schema/supergraph.graphql is not what the subgraphs compose to'];
}

function unreadableEvents(): string[] {
  const unread = Object.entries(readAll('events/recorded/')).flatMap(([name, text]) => {
    try {
      parseEvent(JSON.parse(text) as RawEvent);
      return [];
    } catch (error) {
      return [`schema/events/recorded/${name}: ${(error as Error).message}`];
    }
  });
  return [...brokenShapes(publishedShapes(), currentShapes()), ...unread];
}

/** Makes the schema of today the one that later ones are compared with, and its documents some that they go on answering. */
function release(): void {
  const sdl = `# The schema as of the last release: npm run contract -- --release\n${printSchema(lexicographicSortSchema(current()))}\n`;
  writeFileSync(new URL('released/api.graphql', schemaFolder), sdl);
  writeFileSync(new URL('released/accepted-breaks.json', schemaFolder), '[]\n');
  releaseOperations(releasedOperations().filter((each) => refusals(current(), each).length === 0));
}

const usage = `npm run contract [-- --release]

Says what clients, routers and readers of events rely on, and exits with 1 when something of it does not hold any more.

  --release   when all holds, makes the schema of today the one that later ones are compared with,
              and its documents some that they go on answering`;

if (import.meta.main)
  await runCommand(
    usage,
    (args) => parseArgs({ args, options: { release: { type: 'boolean', default: false } } }).values,
    async (values) => {
      const { failed } = await runSteps(contractSteps, console.log);
      if (failed > 0) {
        if (values.release) console.error('Nothing is released: mend what failed first.');
        return 1;
      }
      if (values.release) release();
      return 0;
    },
  );
