import { errors } from '@elastic/elasticsearch';

/** The engine has answered, and not done what it was asked. */
export class EngineFailed extends Error {
  override readonly name = 'EngineFailed';
  readonly statusCode: number;
  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** Whether a fault is the engine's: it does not answer, has too much to do, or has nothing to answer with (404). */
export function isEngineAway(cause: unknown): boolean {
  if (!(cause instanceof EngineFailed || cause instanceof errors.ResponseError))
    return cause instanceof errors.ElasticsearchClientError;
  const { statusCode = 500 } = cause;
  return statusCode >= 500 || statusCode === 404 || statusCode === 429;
}
