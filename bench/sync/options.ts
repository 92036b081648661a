import type { AwsConfig } from '../../ops/config.ts';

/** Where, how long and how much the synchronisation is measured. */
export interface SyncOptions {
  readonly mysqlUrl: string;
  readonly elasticsearchUrl: string;
  readonly aws: AwsConfig;
  /** How long orders are placed. */
  readonly seconds: number;
  /** How many events are drained, and how many documents filled. */
  readonly events: number;
  readonly documents: number;
  readonly report: (line: string) => void;
}
