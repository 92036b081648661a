import type { ApolloServerPlugin } from '@apollo/server';
import { TOKEN_HEADER } from '../../schema/token.ts';
import type { RequestContext } from './resolvers/mutation.ts';

/** A token of 50 streams takes some 4,000 characters; Node takes 16 KiB of headers, those of the client among them. */
const MAX_CHARACTERS = 6_000;

/**
 * Tells whoever routes the request what it has written, in the header in which it is asked for: a router that sends it on to
 * the query subgraph gets an answer in which all of that can be seen. The newest tokens, as many as fit.
 */
export const tokenHeader = (): ApolloServerPlugin<Pick<RequestContext, 'written'>> => ({
  requestDidStart: async () => ({
    async willSendResponse({ contextValue: { written }, response }) {
      let tokens = '';
      for (const token of written.toReversed()) {
        const more = tokens === '' ? token : `${tokens},${token}`;
        if (more.length > MAX_CHARACTERS) break;
        tokens = more;
      }
      if (tokens !== '') response.http.headers.set(TOKEN_HEADER, tokens);
    },
  }),
});
