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

/** Whether the engine has answered with an error of this type, and for such a reason. */
export const isRefused = (error: unknown, type: string, reason = /^/): boolean =>
  error instanceof errors.ResponseError &&
  error.body?.error?.type === type &&
  reason.test(String(error.body.error.reason));

/** For `catch`: takes an error of this type as done, and throws every other. */
export const unless =
  (type: string) =>
  (error: unknown): void => {
    if (!isRefused(error, type)) throw error;
  };

/** Whether a fault is the engine's: it does not answer, has too much to do, or has nothing to answer with (404). */
export function isEngineAway(cause: unknown): boolean {
  if (!(cause instanceof EngineFailed || cause instanceof errors.ResponseError))
    return cause instanceof errors.ElasticsearchClientError;
  const { statusCode = 500 } = cause;
  return statusCode >= 500 || statusCode === 404 || statusCode === 429;
}
