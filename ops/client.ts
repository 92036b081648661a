import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { describe } from './engines/error.ts';

/** Sends typed operations to a GraphQL endpoint. */
export interface GraphqlClient {
  /**
   * The data of the answer. Throws with every error of it, RequestRefused where no other try can help, or NoAnswer.
   * Where the endpoint has had too many requests, waits until it takes more.
   */
  <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
}

/** Thrown for what is refused however often it is sent: the request, who sends it, or where it is sent to, is wrong. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
}

/** Thrown when nobody is there to answer; that may be over at another try. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** `token` says who asks, where the gateway wants to know: TANDEM_TOKEN of whoever starts the command. */
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
    const type = response.headers.get('content-type') ?? '';
    if (response.status === 404 || !/^application\/(graphql-response\+)?json/.test(type))
      throw new (isFinal(response.status) || response.ok ? RequestRefused : Error)(
        `${url} answers ${response.status} to an operation: is it the gateway's GraphQL endpoint?`,
      );
    const { data, errors } = (await response.json()) as { data?: never; errors?: AnswerError[] };
    if (errors === undefined && data !== undefined) return data;
    const reasons =
      errors?.map(({ message }) => message).join('\n') ?? `${url} answers ${response.status} without data`;
    if (errors?.some(({ extensions }) => OF_THE_TOKEN.has(extensions?.code ?? '')))
      throw new RequestRefused(`${reasons}: TANDEM_TOKEN must be a token of the staff that ${url} takes`);
    throw new (isFinal(response.status) ? RequestRefused : Error)(reasons);
  };
}

interface AnswerError {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}
/** A request that was too slow or too early may be sent again. */
const isFinal = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 425;
const OF_THE_TOKEN = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** What is refused with 429 is not begun: it is sent again after the seconds that the answer tells, or else one. */
async function fetchInTurn(url: string, request: RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(url, request).catch((cause: unknown) => {
      throw new NoAnswer(`${url} does not answer (${describe(cause)}): npm start starts a gateway`, {
        cause,
      });
    });
    if (response.status !== 429) return response;
    await response.body?.cancel();
    await sleep(1_000 * (Number(response.headers.get('retry-after')) || 1));
  }
}
