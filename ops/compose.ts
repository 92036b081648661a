import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

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

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      command: { type: 'string', default: 'http://127.0.0.1:4001/graphql' },
      query: { type: 'string', default: 'http://127.0.0.1:4002/graphql' },
      out: { type: 'string', default: 'schema/supergraph.graphql' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
  } else {
    writeFileSync(values.out, `${composeSupergraph(values).trimEnd()}\n`);
    console.log(`composed ${values.out}`);
  }
}
