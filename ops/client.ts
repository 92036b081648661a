import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

/** Sends typed operations to a GraphQL endpoint. */
export interface GraphqlClient {
  /**
   * The data of the answer. Throws with every error of it, or when the endpoint does not answer. Where it has had too
   * many requests, waits until it takes more.
   */
  <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
}

/** `token` says who asks, where the gateway wants to know. */
export function createClient(url: string, token?: string): GraphqlClient {
  return async (document, variables) => {
    const response = await fetchInTurn(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data, errors } = (await response.json()) as { data?: never; errors?: { message: string }[] };
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
    return data!;
  };
}

/** What is refused with 429 is not begun: it is sent again after the seconds that the answer tells, or else one. */
async function fetchInTurn(url: string, request: RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(url, request);
    if (response.status !== 429) return response;
    await response.body?.cancel();
    await sleep(1_000 * (Number(response.headers.get('retry-after')) || 1));
  }
}
