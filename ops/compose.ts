import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { runCommand } from './command-line.ts';

const usage = 'npm run compose -- [--command URL] [--query URL] [--out FILE]';

/** The supergraph of both subgraphs at these URLs, as SDL. Throws an Error with every composition error in it. */
export function composeSupergraph(urls: { command: string; query: string }): string {
  const result = composeServices(
    (['command', 'query'] as const).map((name) => ({
      name,
      url: urls[name],
      typeDefs: parse(readFileSync(new URL(`../schema/${name}.graphql`, import.meta.url), 'utf8')),
    })),
  );
  if (result.errors !== undefined) {
    throw new Error(
      `The subgraphs do not compose:\n${result.errors.map((e) => `- ${e.message}`).join('\n')}`,
    );
  }
  return result.supergraphSdl;
}

function parseArguments(args: string[]) {
  return parseArgs({
    args,
    options: {
      command: { type: 'string', default: 'http://127.0.0.1:4001/graphql' },
      query: { type: 'string', default: 'http://127.0.0.1:4002/graphql' },
      out: { type: 'string', default: 'schema/supergraph.graphql' },
    },
  }).values;
}

if (import.meta.main)
  await runCommand(usage, parseArguments, async (values) => {
    writeFileSync(values.out, `${composeSupergraph(values).trimEnd()}\n`);
    console.log(`composed ${values.out}`);
    return 0;
  });
