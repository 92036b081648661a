import { afterAll, beforeAll, expect, test } from 'vitest';
import { sell } from '../test/shopping.ts';
import { type Ask, startTandem, type Tandem } from '../test/tandem.ts';
import { AUTH_VARIABLES, bearer, type Claims, signToken } from '../test/tokens.ts';

// A review from the customer who writes it, past the staff who judge it, to those who shop.

let tandem: Tandem;
let productId: string;
let staff: Ask;
const shopper: Ask = (...request) => tandem.ask(...request);
const as = async (claims: Claims): Promise<Ask> => {
  const token = bearer(await signToken(claims));
  return (query, variables, headers) => tandem.ask(query, variables, { ...headers, ...token });
};
beforeAll(async () => {
  tandem = await startTandem(AUTH_VARIABLES);
  staff = await as({ sub: 's', roles: ['staff'] });
  productId = (await sell(staff, 1)).id;
});
afterAll(() => tandem[Symbol.asyncDispose]());

/** Somebody new, with their id. */
async function join(name: string): Promise<{ customerId: string; customer: Ask }> {
  const { data } = await staff(
    'mutation ($input: RegisterCustomerInput!) { registerCustomer(input: $input) { customerId } }',
    { input: { name, email: `${name}@example.com` } },
  );
  const { customerId } = data.registerCustomer as { customerId: string };
  return { customerId, customer: await as({ sub: name, roles: ['customer'], customer_id: customerId }) };
}

/** Runs a command on a review, and answers with its id and token. */
async function command(ask: Ask, name: 'submitReview' | 'moderateReview', input: object) {
  const { data, errors } = await ask(
    `mutation ($input: ${name === 'submitReview' ? 'SubmitReviewInput' : 'ModerateReviewInput'}!) {
      done: ${name}(input: $input) { reviewId consistencyToken userErrors { message } } }`,
    { input },
  );
  expect([errors, data.done.userErrors]).toEqual([undefined, []]);
  return { id: data.done.reviewId as string, token: data.done.consistencyToken as string };
}

async function shown(asOf: string): Promise<{ stars: number[]; count: number }> {
  const { data, errors } = await shopper(
    `query ($id: ID!, $asOf: String) { product(id: $id, asOf: $asOf) {
      rating { count } reviews(sort: BEST) { totalCount edges { node { stars } } } } }`,
    { id: productId, asOf },
  );
  expect(errors).toBeUndefined();
  const { rating, reviews } = data.product;
  expect(reviews.totalCount).toBe(rating.count);
  return {
    stars: reviews.edges.map(({ node }: { node: { stars: number } }) => node.stars),
    count: rating.count,
  };
}

async function listed(ask: Ask, filter: object, token: string): Promise<string[] | string> {
  const { data, errors } = await ask(
    'query ($filter: ReviewFilter) { reviews(filter: $filter, sort: OLDEST) { edges { node { id } } } }',
    { filter },
    { 'x-consistency-token': token },
  );
  if (errors) return errors[0]!.extensions['code'] as string;
  return data.reviews.edges.map(({ node }: { node: { id: string } }) => node.id);
}

test('waits for the staff alone, is shown to everybody as soon as it is approved, and gone when it is rejected', async () => {
  const pending = { productId, statuses: ['PENDING'] };
  const written: { id: string; customerId: string; customer: Ask }[] = [];
  let token = '';
  for (const [i, stars] of [2, 5, 4].entries()) {
    const { customerId, customer } = await join(`writer${i}`);
    const submitted = await command(customer, 'submitReview', {
      customerId,
      productId,
      stars,
      title: 'Well',
    });
    ({ token } = submitted);
    written.push({ id: submitted.id, customerId, customer });
    expect(await listed(staff, pending, token)).toEqual(written.map(({ id }) => id));
    expect(await shown(token)).toEqual({ stars: [], count: 0 });
  }
  const [first, second] = written;
  for (const [ask, filter] of [
    [shopper, pending],
    [first!.customer, pending],
    [first!.customer, { ...pending, customerId: second!.customerId }],
  ] as const)
    expect(await listed(ask, filter, token)).toBe(ask === shopper ? 'UNAUTHENTICATED' : 'FORBIDDEN');

  const approved: number[] = [];
  for (const [i, stars] of [2, 5, 4].entries()) {
    approved.push(stars);
    ({ token } = await command(staff, 'moderateReview', { reviewId: written[i]!.id, decision: 'APPROVE' }));
    expect(await shown(token)).toEqual({ stars: approved.toSorted((a, b) => b - a), count: i + 1 });
    expect(await listed(staff, pending, token)).toEqual(written.slice(i + 1).map(({ id }) => id));
  }

  ({ token } = await command(staff, 'moderateReview', { reviewId: second!.id, decision: 'REJECT' }));
  expect(await shown(token)).toEqual({ stars: [4, 2], count: 2 });
  expect(await listed(second!.customer, { customerId: second!.customerId }, token)).toEqual([second!.id]);
  expect(await listed(staff, { productId, statuses: ['REJECTED'] }, token)).toEqual([second!.id]);
});
