import { readFileSync } from 'node:fs';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import {
  type PlanNode,
  prettyFormatQueryPlan,
  QueryPlanner,
  type SubscriptionNode,
} from '@apollo/query-planner';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { documents } from '../test/documents.ts';

// How the gateway answers each client document: plans are golden files, and what a document costs in fetches is said
// here. A change of the schema that makes a page slower shows up as a change of its plan.

/** Subgraphs in the order in which they are asked. */
const FETCHES: Record<string, string[]> = {
  BrowseCategories: ['query'],
  CreateOrder: ['command', 'query'],
  DefineCategory: ['command'],
  FulfilOrder: ['command'],
  GetCategory: ['query'],
  GetCustomer: ['query'],
  GetOrderDetails: ['query'],
  GetProduct: ['query'],
  GetProductImages: ['query'],
  GetReadModel: ['query'],
  GetRelatedProducts: ['query'],
  GetReview: ['query'],
  ListAllProducts: ['query'],
  ListOrders: ['query'],
  ListProductReviews: ['query'],
  ListReviews: ['query'],
  ListStockAlerts: ['query'],
  PlaceOrder: ['command'],
  PublishProduct: ['command', 'query'],
  RegisterCustomer: ['command'],
  RegisterProduct: ['command', 'query'],
  RegisterProducts: ['command'],
  ReportSales: ['query'],
  ReturnOrderItems: ['command'],
  SearchProducts: ['query'],
  SignUp: ['command'],
  Suggest: ['query'],
  UpdateProductStock: ['command', 'query'],
  UpdateStocks: ['command'],
  // The live route sends a subscription on as it is, to the query subgraph alone.
  WatchOrder: ['query'],
};

const supergraph = Supergraph.build(
  readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
);
const planner = new QueryPlanner(supergraph);

function fetches(node: PlanNode | SubscriptionNode | undefined): string[] {
  switch (node?.kind) {
    case 'Fetch':
      return [node.serviceName];
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetches);
    case 'Subscription':
      return [...fetches(node.primary), ...fetches(node.rest)];
    case 'Flatten':
      return fetches(node.node);
    default:
      return node === undefined ? [] : [`unexpected ${node.kind}`];
  }
}

test('there is a line for each document', () => {
  expect(Object.keys(FETCHES)).toEqual(documents.map(({ name }) => name));
});

test.each(documents.map(({ name, body }) => [name, body]))('%s is planned as before', async (name, body) => {
  const plan = planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), parse(body)));
  expect(fetches(plan.node)).toEqual(FETCHES[name]);
  await expect(`${prettyFormatQueryPlan(plan)}\n`).toMatchFileSnapshot(`plans/${name}.txt`);
});
