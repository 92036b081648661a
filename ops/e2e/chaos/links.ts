import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import type { EngineName } from './own-engines.ts';

/** One network between a role, the rebuild or the harness itself and an engine. */
const linkNames = [
  ...(['command-mysql', 'relay-mysql', 'relay-sqs', 'indexer-sqs', 'indexer-es', 'query-es'] as const),
  ...(['rebuild-mysql', 'rebuild-es', 'harness-mysql', 'harness-es', 'harness-sqs'] as const),
] as const;
export type Link = (typeof linkNames)[number];
export type Links = Readonly<Record<Link, FaultProxy>>;

export interface EngineUrls {
  readonly mysqlUrl: string;
  readonly elasticsearchUrl: string;
  readonly sqsEndpoint: string;
}

const engineOf = (link: Link): EngineName =>
  link.endsWith('-mysql') ? 'mysql' : link.endsWith('-es') ? 'elasticsearch' : 'sqs';
const urlOf = { mysql: 'mysqlUrl', elasticsearch: 'elasticsearchUrl', sqs: 'sqsEndpoint' } as const;

export async function openLinks(urls: EngineUrls): Promise<Links> {
  const portOf = (link: Link): number => Number(new URL(urls[urlOf[engineOf(link)]]).port);
  const proxies = await Promise.all(linkNames.map((link) => startFaultProxy(portOf(link))));
  return Object.fromEntries(linkNames.map((link, i) => [link, proxies[i]])) as unknown as Links;
}

/** An engine's URL as it is reached over a link, which stays when the engine moves. */
export function through(links: Links, urls: EngineUrls, link: Link): string {
  const url = new URL(urls[urlOf[engineOf(link)]]);
  url.hostname = '127.0.0.1';
  url.port = String(links[link].port);
  return url.href.replace(/\/$/, '');
}

/** Moves the links to where the engine is after its restart. */
export function moveLinks(links: Links, engine: EngineName, url: string): void {
  for (const link of linkNames)
    if (engineOf(link) === engine) links[link].setTarget(Number(new URL(url).port));
}
