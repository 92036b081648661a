import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const of = (ip: string) => clientAddress({ ip });

test.each([
  '9.9.9.9',
  '9.9.9.9:1234',
  '[9.9.9.9]:1234',
  '::ffff:9.9.9.9',
  '::FFFF:9.9.9.9',
  '::ffff:909:909',
  '::ffff:9.9.9.9:1234',
  '[::ffff:9.9.9.9]:1234',
])('%s is the client 9.9.9.9', (ip) => expect(of(ip)).toBe('9.9.9.9'));

test.each([
  '2001:db8:0:7::1',
  '[2001:db8:0:7::1]',
  '[2001:DB8:0:7::1]:443',
  '2001:db8:0:7:ffff:ffff:ffff:ffff',
  '2001:db8:0:7::1%eth0',
  '2001:db8:0:7::1%br-lan.7',
])('%s is a client of the network 2001:db8:0:7::', (ip) => expect(of(ip)).toBe('2001:db8:0:7::/64'));

test('a network next to it is another client', () => expect(of('2001:db8:0:8::1')).toBe('2001:db8:0:8::/64'));

test('what is no address stays as it is', () => {
  for (const ip of ['', 'unknown', '7', '::ffff:1.2.3.4.x']) expect(of(ip)).toBe(ip);
});
