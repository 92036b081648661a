import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './address.ts';

describe('a public address', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.255.255',
    '198.17.0.1',
  ])('is %s', (address) => expect(isPublicAddress(address)).toBe(true));
  it.each(['2606:4700::1111', '2a00:1450:4001:81b::200e', '2001:4860:4860::8888'])('is %s', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
    ['unspecified', ['0.0.0.0', '0.1.2.3', '::']],
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1', 'fc00::1', 'fec0::1']],
    ['shared by a carrier', ['100.64.0.1', '100.100.100.200', '100.127.255.255']],
    ['link-local', ['169.254.1.1', 'fe80::1', 'fe80::1%eth0', 'febf::1']],
    ['metadata of a cloud', ['169.254.169.254', '168.63.129.16', 'fd00:ec2::254']],
    ['IPv4 mapped', ['::ffff:10.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '0:0:0:0:0:ffff:a9fe:a9fe']],
    ['IPv4 compatible', ['::127.0.0.1', '::10.0.0.1']],
    ['IPv4 translated', ['64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::', '2001:0:7f00:1::1']],
    ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1']],
    ['reserved', ['240.0.0.1', '255.255.255.255', '192.0.0.8', '192.88.99.1', '100::1', '5f00::1']],
    ['documentation', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1']],
    ['benchmarking', ['198.18.0.1', '198.19.255.255', '2001:2::1']],
    ['not an address', ['', 'localhost', '127.1', '0x7f.1', '2130706433', '017700000001', '1.2.3.4.5']],
  ])('is not one that is %s', (_, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });
});
