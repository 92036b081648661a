import { describe, errorCode } from './engines/error.ts';

/** MySQL takes nobody with this URL; or, of the handshake of TLS, we do not take it. */
const MYSQL_REFUSES =
  /^(ER_(ACCESS_DENIED|DBACCESS_DENIED|BAD_DB|NO_DB)_ERROR|ER_SECURE_TRANSPORT_REQUIRED|HANDSHAKE_\w+)$/;

/** What is amiss with an engine, where an operator can mend it, in a sentence. */
export function engineAmiss(error: unknown): string | undefined {
  if (MYSQL_REFUSES.test(errorCode(error) ?? '')) return `MYSQL_URL is refused: ${(error as Error).message}`;
  if ((error as Error).name === 'CredentialsProviderError')
    return `AWS_REGION is set, and no credentials for it are found: ${(error as Error).message}`;
  return isAway(error) ? `An engine does not answer: ${error.message || describe(error)}` : undefined;
}

/** As MySQL's, Elasticsearch's and AWS's clients say it. */
const isAway = (error: unknown): error is Error =>
  error instanceof Error &&
  (/^(ConnectionError|TimeoutError)$/.test(error.name) ||
    /^(ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|PROTOCOL_CONNECTION_LOST)/.test(errorCode(error) ?? ''));
