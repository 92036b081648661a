import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * IPv4 that is not another host of the open internet: IANA's special-purpose registry (RFC 6890 and its successors),
 * multicast and reserved space, and the one public address at which a cloud (Azure) serves a machine its metadata.
 */
const specialIPv4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24'],
  ...['192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
];
/**
 * The only space from which IPv6 unicast addresses are handed out. What is outside is loopback, link-local, unique
 * local, multicast, or IPv4 in another coat: mapped, compatible or translated.
 */
const globalIPv6 = ['2000::/3'];
/** Inside it, what is no host: protocols with Teredo, documentation, 6to4 (IPv4 again), AS112. */
const specialIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const blockList = (ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [network, prefix] = range.split('/');
    list.addSubnet(network!, Number(prefix), family);
  }
  return list;
};
const special4 = blockList(specialIPv4, 'ipv4');
const global6 = blockList(globalIPv6, 'ipv6');
const special6 = blockList(specialIPv6, 'ipv6');

/** Whether an IP address is a host of the open internet. Anything that is not plainly one is not, names included. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special4.check(address, 'ipv4');
  return isIPv6(address) && global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}
