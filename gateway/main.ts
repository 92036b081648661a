import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { FastifyRequest } from 'fastify';
import { CREDENTIAL_HEADER } from '../ops/auth/credential.ts';
import { requireLocalName } from '../ops/auth/local-name.ts';
import { createAuthenticate } from '../ops/auth/viewer.ts';
import { clientAddress } from '../ops/client-address.ts';
import { type Config, ConfigError, type EdgeConfig } from '../ops/config.ts';
import { createMask, withoutSuggestions } from '../ops/faults.ts';
import { serveGraphql } from '../ops/http.ts';
import type { Logger } from '../ops/log.ts';
import { type Role, runRole } from '../ops/role.ts';
import type { Manifest } from '../schema/manifest.ts';
import { TOKEN_HEADER } from '../schema/headers.ts';
import { MAX_CLIENT_TOKENS } from '../schema/token.ts';
import { createGateway } from './gateway.ts';
import { introspection } from './introspection.ts';
import { landingPage } from './landing-page.ts';
import { limitNesting } from './limits/bodies.ts';
import { protectBrowsers } from './limits/browsers.ts';
import { limitClients } from './limits/clients.ts';
import { DOCUMENT_LIMITS, documentLimits } from './limits/document-limits.ts';
import { finiteNumbers } from './limits/numbers.ts';
import { operationLimits } from './limits/operation-limits.ts';
import { refusal } from './limits/refusal.ts';
import { createReadiness } from './readiness.ts';
import { createSafelist } from './safelist.ts';
import { connectStreams } from './stream.ts';
import { reportToStudio } from './studio.ts';
import { watchSupergraph } from './supergraph-file.ts';
import { FORWARDED_HEADERS, type RequestContext } from './subgraph.ts';

/** The gateway: one GraphQL endpoint over the subgraphs. */
export async function startGateway(config: Config, log: Logger): Promise<Role> {
  // @apollo/gateway reports to Apollo unless told not to; nothing leaves this machine unless the user asks for it.
  // It takes everything but `true` and `1` for leave.
  // oxlint-disable-next-line node/no-process-env -- Apollo's variable, which Apollo reads
  if (process.env['APOLLO_TELEMETRY_DISABLED'] !== 'false') process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const { edge } = config;
  const urls = {
    command: config.commandUrl,
    query: config.queryUrl,
  };
  const file = config.supergraphFile;
  const supergraph = watchSupergraph(file, log, refuseFile('SUPERGRAPH', file, 'supergraph'));
  const { gateway, close } = createGateway(supergraph, urls, log);
  const credential: Record<string, string> =
    config.routerCredentials === undefined ? {} : { [CREDENTIAL_HEADER]: config.routerCredentials[0] };
  // Without one an empty one is shown: a subgraph that wants one is not ready for this gateway.
  const headers = { [CREDENTIAL_HEADER]: '', ...credential };
  const readiness = Object.entries(urls).map(([name, url]) => createReadiness({ name, url, headers }, log));
  const streams = connectStreams('query', urls.query, edge.requestTimeoutMs, log);
  const authenticate = createAuthenticate(config.auth, log);
  const server = await serveGraphql<RequestContext>({
    host: config.host,
    port: config.gatewayPort,
    log,
    maxBodyBytes: edge.maxBodyBytes,
    trustedProxies: edge.trustedProxies,
    requestTimeoutMs: edge.requestTimeoutMs,
    source: { gateway },
    routes: async (app) => {
      requireLocalName(app, config);
      await protectBrowsers(app, edge);
      await limitClients(app, edge, clientAddress);
      limitNesting(app);
    },
    mask: edge.production ? withoutSuggestions(createMask(log)) : createMask(log),
    apollo: {
      introspection: !edge.production,
      parseOptions: { maxTokens: DOCUMENT_LIMITS.tokens },
      ...persisted(edge),
      ...(config.studio && { apollo: { key: config.studio.key, graphRef: config.studio.graphRef } }),
      plugins: [
        operationLimits(edge.maxCost),
        introspection(),
        ...(config.studio ? reportToStudio(config.studio) : []),
        edge.production ? ApolloServerPluginLandingPageDisabled() : landingPage(),
      ],
    },
    context: async (request, over) => {
      // A token that does not hold is refused here, before any work; the subgraphs verify it again.
      await authenticate(request.headers.authorization);
      refuseManyTokens(request);
      return {
        headers: { ...forwardedHeaders(request), ...credential },
        deadline: performance.now() + edge.requestTimeoutMs,
        over,
        written: [],
      };
    },
    // Only the query subgraph has subscriptions, and it has every field that they lead to.
    streams: {
      open: ({ query, variables, operationName, context: { headers }, until }) =>
        streams.open({ body: JSON.stringify({ query, variables, operationName }), headers, until }),
      most: config.maxStreams,
      mostPerClient: edge.streamsPerClient,
    },
    ready: async () => {
      await Promise.all(readiness.map((isReady) => isReady()));
    },
  });
  return {
    url: `${server.origin}/graphql`,
    stop: async () => {
      await server.close();
      await Promise.all([close(), streams.close()]);
    },
  };
}

/** Which operations are answered: by a rule that goes first, and by what stands in the place of the cache. */
function persisted({ persistedOperations, manifestFile }: EdgeConfig) {
  const validationRules = [documentLimits(DOCUMENT_LIMITS), finiteNumbers];
  if (persistedOperations === 'off') return { validationRules, persistedQueries: false as const };
  if (persistedOperations === 'apq') return { validationRules };
  const { cache, rule } = readSafelist(manifestFile);
  return { validationRules: [rule, ...validationRules], persistedQueries: { cache } };
}

function readSafelist(file: string): ReturnType<typeof createSafelist> {
  try {
    return createSafelist(JSON.parse(readFileSync(file, 'utf8')) as Manifest);
  } catch (error) {
    return refuseFile('PERSISTED_MANIFEST', file, 'list of operations')(error);
  }
}

/** A file at the start that is not what its variable is for. */
const refuseFile =
  (variable: string, file: string, what: string) =>
  (cause: unknown): never => {
    throw new ConfigError(`${variable}: ${file} is no ${what}: ${(cause as Error).message}`, { cause });
  };

/** Also of a query, so that a mutation, which adds to them what it writes, has room whatever worked before. */
function refuseManyTokens({ headers }: FastifyRequest): void {
  if (String(headers[TOKEN_HEADER]).split(',').length <= MAX_CLIENT_TOKENS) return;
  throw refusal(`${TOKEN_HEADER}: at most ${MAX_CLIENT_TOKENS} tokens`, 'BAD_USER_INPUT', {
    argument: TOKEN_HEADER,
  });
}

function forwardedHeaders(request: FastifyRequest): Record<string, string> {
  const given = FORWARDED_HEADERS.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { traceparent: newTraceparent(), ...Object.fromEntries(given) };
}

/** W3C Trace Context, version 00, not sampled. */
const newTraceparent = (): string =>
  `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;

if (import.meta.main) await runRole('gateway', startGateway);
