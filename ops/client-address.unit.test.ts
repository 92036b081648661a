import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const of = (ip: string) => clientAddress({ ip });

test.each([
  '9.9.9.9',
  '9.9.9.9:1234',
  '[9.9.9.9]:1234',
  '::ffff:9.9.9.9',
  '::FFFF:9.9.9.9',
  '::ffff:9.9.9.9:1234',
  '[::ffff:9.9.9.9]:1234',
])('%s is the client 9.9.9.9', (ip) => expect(of(ip)).toBe('9.9.9.9'));

test.each(['2001:db8::1', '[2001:db8::1]', '[2001:db8::1]:443'])('%s is the client 2001:db8::1', (ip) =>
  expect(of(ip)).toBe('2001:db8::1'),
);

test('what is no address stays as it is', () => {
  for (const ip of ['', 'unknown', '::1', '::ffff:0:1', '::ffff:1.2.3.4.x']) expect(of(ip)).toBe(ip);
});
