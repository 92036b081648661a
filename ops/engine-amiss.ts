import { errors } from '@elastic/elasticsearch';
import { isEngineAway } from '../subgraphs/query/documents/outage.ts';
import { describe, errorCode } from './engines/error.ts';

/** MySQL takes nobody with this URL, or lets them do less than is needed; or, of the handshake of TLS, we do not take it. */
const MYSQL_REFUSES =
  /^(ER_(\w*ACCESS_DENIED|BAD_DB|NO_DB)_ERROR|ER_SECURE_TRANSPORT_REQUIRED|HANDSHAKE_\w+)$/;

/** What is amiss with an engine, where an operator can mend it, in a sentence. */
export function engineAmiss(error: unknown): string | undefined {
  if (MYSQL_REFUSES.test(errorCode(error) ?? '')) return `MYSQL_URL is refused: ${(error as Error).message}`;
  if (isElasticsearchRefusing(error)) return `ELASTICSEARCH_URL is refused: ${answerOf(error)}`;
  if (isAwsRefusing(error)) return `SNS or SQS refuses who asks: ${error.name}: ${error.message}`;
  if ((error as Error).name === 'CredentialsProviderError')
    return `AWS_REGION is set, and no credentials for it are found: ${(error as Error).message}`;
  if (isNotReadable(error))
    return `SNS or SQS gives an answer that is not theirs, as when SQS_ENDPOINT is another server: ${error.$metadata.httpStatusCode} ${error.message.split('\n')[0]}`;
  if (isAway(error)) return `${engineOf(error)} does not answer: ${error.message || describe(error)}`;
  return isEngineAway(error)
    ? `Elasticsearch cannot do what it is asked: ${answerOf(error as Error)}`
    : undefined;
}

/** Whose client says so; what it says often names no address, as when nothing comes in time. */
const engineOf = (error: Error): string =>
  error instanceof errors.ElasticsearchClientError ? 'Elasticsearch' : isAws(error) ? 'SNS or SQS' : 'MySQL';

/** What Elasticsearch has answered. Its client tells the causes in lines of their own, the root of them last. */
const answerOf = ({ statusCode, message }: Error & { statusCode?: number }): string =>
  [statusCode, message.split('\n').at(-1)?.trim()].join(' ').trim();

/** Who asks has no or wrong credentials, or may not; or we, as its client, take no other product. */
const isElasticsearchRefusing = (error: unknown): error is Error & { statusCode?: number } =>
  error instanceof errors.ProductNotSupportedError ||
  (error instanceof errors.ResponseError && [401, 403].includes(error.statusCode ?? 0));

type AwsError = Error & { $metadata: { httpStatusCode?: number } };
const isAws = (error: unknown): error is AwsError => error instanceof Error && '$metadata' in error;

/** As the clients of SQS and of SNS say that they cannot read an answer. */
const isNotReadable = (error: unknown): error is AwsError =>
  isAws(error) && (error.name === 'Unknown' || error.message.startsWith('@aws-sdk XML parse error'));

/** By SQS with 400, by SNS with 403. */
const isAwsRefusing = (error: unknown): error is Error =>
  isAws(error) &&
  /^(AccessDenied|Authorization|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient)/.test(
    error.name,
  );

/** As MySQL's, Elasticsearch's and AWS's clients say it. */
const isAway = (error: unknown): error is Error =>
  error instanceof Error &&
  (/^(ConnectionError|TimeoutError)$/.test(error.name) ||
    /^(ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|PROTOCOL_CONNECTION_LOST)/.test(errorCode(error) ?? ''));
