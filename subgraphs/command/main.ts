import { readFileSync } from 'node:fs';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { parse } from 'graphql';
import { v7 as uuidv7 } from 'uuid';
import { requireCredential } from '../../ops/auth/credential.ts';
import { guard, type Guarded } from '../../ops/auth/guard.ts';
import { requireLocalName } from '../../ops/auth/local-name.ts';
import { createAuthenticate } from '../../ops/auth/viewer.ts';
import type { Config } from '../../ops/config.ts';
import { createMask } from '../../ops/faults.ts';
import { portOf, ROUTED_BODY_BYTES, serveGraphql } from '../../ops/http.ts';
import type { Logger } from '../../ops/log.ts';
import { patienceMs } from '../../ops/patience.ts';
import { requireEntities } from '../../ops/representations.ts';
import { required, type Role, runRole } from '../../ops/role.ts';
import { tokenSecrets } from '../../ops/token-secrets.ts';
import { createWake } from '../../ops/wake.ts';
import { type FreshnessHeaders, type HeaderDemand, readFreshness } from '../../schema/freshness.ts';
import { createTokens, MAX_ROUTED_HEADER_BYTES } from '../../schema/token.ts';
import type { Outcome } from './handle-command.ts';
import { connect } from './mysql/connect.ts';
import { purgeKeys } from './mysql/idempotency.ts';
import { ping } from './mysql/lend.ts';
import { migrate } from './mysql/migrate.ts';
import { findCustomerOfOrder } from './mysql/orders.ts';
import { explainOutage } from './outage.ts';
import type { RequestContext } from './resolvers/mutation.ts';
import { createResolvers } from './resolvers/resolvers.ts';
import { tokenHeader } from './token-header.ts';

/** W3C Trace Context, version 00; what does not look like it is left out. */
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

const PURGE_INTERVAL_MS = 600_000;

/** The command subgraph: migrates MySQL, then serves the mutations. */
export async function startCommand(config: Config, log: Logger): Promise<Role> {
  const { mysqlUrl } = required(config, 'mysqlUrl');
  for (const file of await migrate(mysqlUrl, (sentence) => log.warn(sentence)))
    log.info({ file }, 'migrated');
  const pool = connect(mysqlUrl);
  const tokens = createTokens(await tokenSecrets(config));
  const commands = new Set<Promise<Outcome>>();
  const resolvers = createResolvers(
    { pool, wakeRelay: createWake(config.relayUrl), tokens, commands },
    { clock: Date.now, newId: uuidv7 },
  );
  const typeDefs = parse(readFileSync(new URL('../../schema/command.graphql', import.meta.url), 'utf8'));
  const authenticate = createAuthenticate(config.auth, log);
  const server = await serveGraphql<Guarded<RequestContext>>({
    host: config.host,
    port: portOf(config.commandUrl),
    log,
    maxBodyBytes: config.edge.maxBodyBytes + ROUTED_BODY_BYTES,
    maxHeaderBytes: MAX_ROUTED_HEADER_BYTES,
    requestTimeoutMs: config.edge.requestTimeoutMs,
    traced: config.studio !== undefined,
    source: {
      schema: guard<Guarded<RequestContext>>(
        requireEntities(
          buildSubgraphSchema([{ typeDefs, resolvers: resolvers as GraphQLResolverMap<unknown> }]),
        ),
        { order: (id, { deadline }) => findCustomerOfOrder(pool, id, deadline) },
      ),
    },
    routes: (app) => {
      requireLocalName(app, config);
      requireCredential(app, config.routerCredentials);
    },
    mask: createMask(log, explainOutage),
    apollo: { plugins: [tokenHeader(tokens), ApolloServerPluginLandingPageDisabled()] },
    context: async ({ headers }, over) => {
      // Not every router says how long it waits, and a role that is stopped waits for what has begun.
      const deadline = performance.now() + Math.min(patienceMs(headers), config.edge.requestTimeoutMs);
      const { authorization, traceparent } = headers;
      const viewer = await authenticate(authorization);
      // Read once, however many commands the request has.
      let freshness: HeaderDemand | undefined;
      return {
        viewer,
        caller: viewer.subject,
        checkFreshness: () => void (freshness ??= readFreshness(tokens, headers as FreshnessHeaders)),
        traceparent: TRACEPARENT.test(String(traceparent)) ? String(traceparent) : undefined,
        deadline,
        over,
        written: [],
      };
    },
    ready: async () => void (await ping(pool)),
  });
  const purge = (): void => {
    purgeKeys(pool).catch((err: unknown) => log.warn({ err }, 'old idempotency keys were not purged'));
  };
  purge();
  const purging = setInterval(purge, PURGE_INTERVAL_MS);
  return {
    url: `${server.origin}/graphql`,
    stop: async () => {
      clearInterval(purging);
      await server.close();
      await Promise.allSettled(commands);
      await pool.end();
    },
  };
}

if (import.meta.main) await runRole('command', startCommand);
