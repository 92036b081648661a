import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { describe, EngineError, withoutPassword } from './error.ts';

/**
 * Makes sure a configured engine answers; tries again for `limitSeconds`, because it may be starting too, or until the
 * signal is aborted.
 * Throws an EngineError that names the variable, the URL without its password, and what failed.
 */
export async function probeConfigured(
  variable: string,
  url: string,
  probe: (url: string) => Promise<void>,
  limitSeconds = 10,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + limitSeconds * 1000;
  for (;;) {
    try {
      return await probe(url);
    } catch (error) {
      if (performance.now() > deadline || !URL.canParse(url)) throw unreachable(variable, url, error);
      await delay(500, undefined, { signal });
    }
  }
}

function unreachable(variable: string, url: string, error: unknown): EngineError {
  const password = URL.canParse(url) ? decodeURIComponent(new URL(url).password) : '';
  const reason = password === '' ? describe(error) : describe(error).replaceAll(password, '***');
  return new EngineError(
    `${variable}=${withoutPassword(url)} cannot be used: ${reason}. Start that server or correct ${variable}; without it an embedded one is started.`,
    error,
  );
}

export async function probeMysql(url: string): Promise<void> {
  const connection = await createConnection({ uri: url, connectTimeout: 5000 });
  await connection.query('SELECT 1').finally(() => connection.destroy());
}

export async function probeElasticsearch(url: string): Promise<void> {
  const target = new URL(url);
  const { username, password } = target;
  target.username = target.password = '';
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const response = await fetch(`${target.href.replace(/\/$/, '')}/_cluster/health`, {
    headers: username === '' ? {} : { authorization: `Basic ${credentials.toString('base64')}` },
    signal: AbortSignal.timeout(5000),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`/_cluster/health answered ${response.status}: ${body.slice(0, 200)}`);
}

/** Any HTTP answer will do: AWS refuses a request without a signature, and answers it. */
export async function probeSqs(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  await response.body?.cancel();
}
