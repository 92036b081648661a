import type { DownloadOptions } from './download.ts';
import type { EngineCommand, EngineProcess, User } from './process.ts';

/** What every engine needs to know to start. */
export interface Place {
  /** Engine data, one folder per engine below it; enterable by `user`. */
  readonly dataDir: string;
  readonly logDir: string;
  readonly download: DownloadOptions;
  /** Whom MySQL and Elasticsearch run as, if not as this process. */
  readonly user: User | undefined;
  readonly report: (line: string) => void;
  /** Starts a process that is stopped if the start of the engines fails. */
  readonly launch: (command: EngineCommand) => Promise<EngineProcess>;
}

export interface StartedEngine {
  readonly url: string;
  /** Of the engine itself, not of a launcher. */
  readonly pid: number;
  readonly engine: EngineProcess;
}
