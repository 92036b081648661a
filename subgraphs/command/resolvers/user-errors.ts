import type { z } from 'zod';
import type {
  InsufficientStock,
  InvalidInput,
  StaleRevision,
  UserErrorCode,
} from '../../../schema/generated/command.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { Rejection } from '../domain/decision.ts';
import type { KeyReused } from '../handle-command.ts';

// The one place where reasons for refusal become the schema's error types.

export type UserError = InvalidInput | InsufficientStock | StaleRevision;

export function typeOfUserError({ code }: { readonly code: UserErrorCode }) {
  if (code === 'INSUFFICIENT_STOCK') return 'InsufficientStock';
  return code === 'STALE_REVISION' ? 'StaleRevision' : 'InvalidInput';
}

export function fromRejection(rejection: Rejection | KeyReused): UserError {
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

export const fromInputIssue = (issue: z.core.$ZodIssue): UserError => ({
  code: 'INVALID_INPUT',
  message: `${issue.path.at(-1) === undefined ? 'input' : String(issue.path.at(-1))} ${issue.message}`,
  path: ['input', ...issue.path.map(String)],
});
