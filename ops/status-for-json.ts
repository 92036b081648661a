import type { ApolloServerPlugin } from '@apollo/server';

const NEW_MEDIA_TYPE = /application\/graphql-response\+json/i;
/** What was understood as a request and refused as a document: the errors that the specification speaks of. */
const REFUSALS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * GraphQL over HTTP: to a client that takes `application/json` alone, a well-formed request is answered with 200, even
 * where its document does not parse or validate; only `application/graphql-response+json` carries 400 then. Apollo
 * Server answers 400 to both.
 */
export function statusForJson(): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ request, response: { http, body } }) {
          const accepted = request.http?.headers.get('accept') ?? '';
          const refused =
            body.kind === 'single' &&
            body.singleResult.errors?.every(({ extensions }) => REFUSALS.has(String(extensions?.['code'])));
          if (http.status === 400 && refused === true && !NEW_MEDIA_TYPE.test(accepted)) http.status = 200;
          return Promise.resolve();
        },
      }),
  };
}
