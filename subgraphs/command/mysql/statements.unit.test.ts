import { format } from 'mysql2';
import { expect, test } from 'vitest';
import { packetBytes } from './statements.ts';

test.each(["'", '\\', '\u0000', '\n', '"', '湯', '🚲', 'x'])(
  'a packet is no larger than is reckoned, however much of a text must be escaped: %j',
  (character) => {
    const sql = 'INSERT INTO product (name) VALUES ?';
    const values = [[[character.repeat(1_000)], [character.repeat(1_000)]]];
    const sent = Buffer.byteLength(format(sql, values)) - sql.length;
    expect(packetBytes([{ sql, values }])).toBeGreaterThan(0.99 * sent);
  },
);
