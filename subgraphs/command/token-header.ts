import type { ApolloServerPlugin } from '@apollo/server';
import { MAX_TOKEN_STREAMS, type PositionVector } from '../../schema/revision.ts';
import { TOKEN_HEADER } from '../../schema/headers.ts';
import { MAX_WRITTEN_TOKENS, mergeVectors, type Tokens } from '../../schema/token.ts';
import type { RequestContext } from './resolvers/mutation.ts';

/**
 * Tells whoever routes the request what it has written, in the header in which it is asked for: a router that sends it on to
 * the query subgraph gets an answer in which all of that can be seen. Of more than 150 streams, those of the newest commands.
 */
export const tokenHeader = (tokens: Tokens): ApolloServerPlugin<Pick<RequestContext, 'written'>> => ({
  requestDidStart: async () => ({
    async willSendResponse({ contextValue: { written }, response }) {
      const joined = written.length > 1 ? mergeTokens(tokens, written) : written;
      if (joined.length > 0) response.http.headers.set(TOKEN_HEADER, joined.join(','));
    },
  }),
});

function mergeTokens(tokens: Tokens, written: readonly string[]): string[] {
  let merged: PositionVector = {};
  for (const token of written.toReversed()) {
    const more = mergeVectors(merged, tokens.read(token));
    if (Object.keys(more).length > MAX_WRITTEN_TOKENS * MAX_TOKEN_STREAMS) break;
    merged = more;
  }
  const streams = Object.entries(merged);
  return Array.from({ length: Math.ceil(streams.length / MAX_TOKEN_STREAMS) }, (_, i) =>
    tokens.sign(Object.fromEntries(streams.slice(i * MAX_TOKEN_STREAMS, (i + 1) * MAX_TOKEN_STREAMS))),
  );
}
