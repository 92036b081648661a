import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { engineAmiss } from './engine-amiss.ts';

test('of a host with several addresses it is told why none of them answers', async () => {
  const socket = connect({
    ...{ host: 'localhost', port: 9 },
    lookup: (_host, _options, done) =>
      done(
        null,
        ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 })),
      ),
  });
  const [error] = await once(socket, 'error').catch((reason: unknown) => [reason]);
  expect(engineAmiss(error)).toBe(
    'An engine does not answer: connect ECONNREFUSED 127.0.0.1:9; connect ECONNREFUSED 127.0.0.2:9',
  );
});

test('a MySQL that takes nobody without TLS says so', () => {
  const message = 'Connections using insecure transport are prohibited while --require_secure_transport=ON.';
  const error = Object.assign(new Error(message), { code: 'ER_SECURE_TRANSPORT_REQUIRED' });
  expect(engineAmiss(error)).toBe(`MYSQL_URL is refused: ${message}`);
});
