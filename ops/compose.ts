import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { composeServices } from '@apollo/composition';
import { GraphQLError, parse, Source } from 'graphql';
import { runCommand, urlOf, UsageError } from './command-line.ts';
import { DEFAULT_URLS } from './config.ts';

const usage = `npm run compose -- [--command URL] [--query URL] [--out FILE]

Writes the supergraph of both subgraphs: with the URLs of this machine into schema/supergraph.graphql, which is
committed and which a gateway watches, with others into FILE.`;

/**
 * The supergraph of both subgraphs at these URLs, as SDL. Throws a GraphQLError that tells where one does not parse, or
 * all that does not compose.
 */
export function composeSupergraph(urls: { command: string; query: string }): string {
  const result = composeServices(
    (['command', 'query'] as const).map((name) => {
      const file = `schema/${name}.graphql`;
      const sdl = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
      return { name, url: urls[name], typeDefs: parse(new Source(sdl, file)) };
    }),
  );
  if (result.errors !== undefined) {
    throw new GraphQLError(
      `The subgraphs do not compose:\n${result.errors.map((e) => `- ${e.message}`).join('\n')}`,
    );
  }
  return result.supergraphSdl;
}

function parseArguments(args: string[]) {
  const options = {
    command: { type: 'string' },
    query: { type: 'string' },
    out: { type: 'string' },
  } as const;
  const { command, query, out } = parseArgs({ args, options }).values;
  if ((command ?? query) !== undefined && out === undefined)
    throw new UsageError(
      '--command and --query need --out: the committed supergraph is that of this machine',
    );
  return {
    command: urlOf('--command', command ?? DEFAULT_URLS.commandUrl),
    query: urlOf('--query', query ?? DEFAULT_URLS.queryUrl),
    out: out ?? 'schema/supergraph.graphql',
  };
}

if (import.meta.main)
  await runCommand(usage, parseArguments, async (values) => {
    const supergraph = `${composeSupergraph(values).trimEnd()}\n`;
    const draft = `${values.out}.new`;
    try {
      // A gateway may read the file at any time, and meets a whole one. A link or a device stays what it is.
      const isFile = lstatSync(values.out, { throwIfNoEntry: false })?.isFile() ?? true;
      writeFileSync(isFile ? draft : values.out, supergraph);
      if (isFile) renameSync(draft, values.out);
    } catch (error) {
      rmSync(draft, { force: true });
      console.error(`${values.out} cannot be written: ${(error as Error).message}`);
      return 1;
    }
    console.log(`composed ${values.out}`);
    return 0;
  });
