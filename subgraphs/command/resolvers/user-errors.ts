import type { z } from 'zod';
import type {
  DuplicateEmail,
  DuplicateExternalReference,
  InsufficientStock,
  InvalidInput,
  StaleRevision,
  UserErrorCode,
  WrongState,
} from '../../../schema/generated/command.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { Rejection } from '../domain/decision.ts';

// The one place where reasons for refusal become the schema's error types.

export type UserError =
  InvalidInput | InsufficientStock | StaleRevision | WrongState | DuplicateExternalReference | DuplicateEmail;

const TYPE_OF_CODE = {
  INSUFFICIENT_STOCK: 'InsufficientStock',
  STALE_REVISION: 'StaleRevision',
  WRONG_STATE: 'WrongState',
  DUPLICATE_EXTERNAL_REFERENCE: 'DuplicateExternalReference',
  DUPLICATE_EMAIL: 'DuplicateEmail',
} as const;

export const typeOfUserError = ({ code }: { readonly code: UserErrorCode }) =>
  code in TYPE_OF_CODE ? TYPE_OF_CODE[code as keyof typeof TYPE_OF_CODE] : 'InvalidInput';

export function fromRejection(rejection: Rejection): UserError {
  const path = ['input', ...rejection.path];
  if (rejection.code !== 'STALE_REVISION') return { ...rejection, path };
  const { code, message, kind, currentRevision } = rejection;
  return {
    code,
    message,
    path,
    current: encodeRevision({ [kind]: { epoch: 0, revision: currentRevision } }),
  };
}

/** An input that is no command: refused before anything is loaded. */
export function toRejection(issue: z.core.$ZodIssue): Rejection {
  const path = issue.path.map(String);
  return { code: 'INVALID_INPUT', message: `${path.join('.') || 'input'} ${issue.message}`, path };
}
