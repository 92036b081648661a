/** Puts messages into the outbox that no command has caused. */
export const insertMessages = (...bodies: readonly string[]): [sql: string, values: unknown[]] => [
  'INSERT INTO outbox (stream, revision, message) VALUES ?',
  [bodies.map((body, i) => [`stock-${body}`, i + 1, body])],
];

export const numbered = (length: number): string[] => Array.from({ length }, (_, i) => `message ${i}`);
