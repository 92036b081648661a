import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { EngineError, errorCode } from './error.ts';
import type { User } from './process.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Java {
  /** What ES_JAVA_HOME should be. */
  readonly home: string;
  readonly major: number;
}

/** Elasticsearch 8's own lower bound. */
const oldestMajor = 17;

interface Candidate {
  /** `JAVA_HOME`, `PATH`, … for messages. */
  readonly source: string;
  readonly executable: string;
}

/**
 * Finds a Java for Elasticsearch in ES_JAVA_HOME, then JAVA_HOME, then PATH; the first that is new enough and that the
 * user can run.
 * Throws an EngineError that names everything looked at.
 */
export async function findJava(env: Environment, user?: User): Promise<Java> {
  const rejected: string[] = [];
  for (const candidate of candidates(env)) {
    const found = await inspect(candidate.executable, user);
    if (typeof found === 'object' && found.major >= oldestMajor) return found;
    if (found === 'no Java' && candidate.source === 'PATH') continue;
    const what = typeof found === 'object' ? `Java ${found.major}` : found;
    rejected.push(`${candidate.source} has ${what} at ${candidate.executable}`);
  }
  const seen =
    rejected.length === 0 ? 'none in ES_JAVA_HOME, JAVA_HOME or PATH' : `found: ${rejected.join('; ')}`;
  throw new EngineError(
    `Elasticsearch needs Java ${oldestMajor} or newer (${seen}). Install it (Debian: apt install openjdk-17-jre-headless), ` +
      'or set ES_JAVA_HOME to its folder, or set ELASTICSEARCH_URL to a running Elasticsearch 8.',
  );
}

function candidates(env: Environment): Candidate[] {
  const homes = ['ES_JAVA_HOME', 'JAVA_HOME'].flatMap((source) => {
    const home = env[source];
    return home ? [{ source, executable: join(home, 'bin', 'java') }] : [];
  });
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...homes, ...folders.map((folder) => ({ source: 'PATH', executable: join(folder, 'java') }))];
}

async function inspect(
  executable: string,
  user: User | undefined,
): Promise<Java | 'no Java' | 'no usable Java' | 'a Java that the engines may not run'> {
  try {
    await access(executable, constants.X_OK);
    const { stderr, stdout } = await promisify(execFile)(
      executable,
      ['-XshowSettings:properties', '-version'],
      { timeout: 20_000, cwd: '/', ...user },
    );
    return parseJavaProperties(stderr + stdout) ?? 'no usable Java';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'no Java';
    return errorCode(error) === 'EACCES' ? 'a Java that the engines may not run' : 'no usable Java';
  }
}

/** Reads the output of `java -XshowSettings:properties -version`; Java 8 calls itself 1.8. */
export function parseJavaProperties(output: string): Java | undefined {
  const home = /^\s*java\.home = (.+)$/m.exec(output)?.[1]?.trim();
  const version = /^\s*java\.specification\.version = (?:1\.)?(\d+)/m.exec(output)?.[1];
  return home === undefined || version === undefined ? undefined : { home, major: Number(version) };
}
