import type { BulkRow } from '../../../schema/generated/command.ts';
import type { Outcome } from '../handle-command.ts';
import { fromRejection, type UserError } from './user-errors.ts';

/** What the client is told, before it has the form of one command's payload. */
export type Reply = { readonly outcome: Outcome } | { readonly invalid: readonly UserError[] };

export function toProduct(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { product: entity, productId: id, ...rest };
}
export function toCategory(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { category: entity, categoryId: id, ...rest };
}
export function toOrder(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { order: entity, orderId: id, ...rest };
}
export function toCustomer(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { customer: entity, customerId: id, ...rest };
}
export function toReview(reply: Reply) {
  const { entity, id, ...rest } = single(reply);
  return { review: entity, reviewId: id, ...rest };
}

function single(reply: Reply) {
  const { subjects, ...rest } = common(reply);
  const entity = subjects[0] ?? null;
  return { entity, id: entity?.id ?? null, ...rest };
}

export function toBulk(reply: Reply, count: number) {
  const { subjects, ...rest } = common(reply);
  const rows: BulkRow[] = Array.from({ length: count }, (_, index) => {
    const product = subjects[index] ?? null;
    return { index, product, productId: product?.id ?? null };
  });
  return { rows, ...rest };
}

function common(reply: Reply) {
  if ('invalid' in reply) return refused(reply.invalid);
  if (!reply.outcome.done) return refused(reply.outcome.rejections.map(fromRejection));
  const { subjects, consistencyToken, replayed, skipped } = reply.outcome;
  return { subjects, consistencyToken, replayed, userErrors: skipped.map(fromRejection) };
}

const refused = (userErrors: readonly UserError[]) => ({
  subjects: [],
  consistencyToken: null,
  replayed: false,
  userErrors: [...userErrors],
});
