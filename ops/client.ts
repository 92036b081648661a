import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

/** Sends typed operations to a GraphQL endpoint. */
export interface GraphqlClient {
  /** The data of the answer. Throws with every error of it, or when the endpoint does not answer. */
  <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
}

/** `token` says who asks, where the gateway wants to know. */
export function createClient(url: string, token?: string): GraphqlClient {
  return async (document, variables) => {
    const response = await fetch(url, {
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
