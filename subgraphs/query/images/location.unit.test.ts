import { describe, expect, it } from 'vitest';
import { allowedAddresses, createLocationPolicy, type LocationPolicy, readLocation } from './location.ts';

const policy = createLocationPolicy(['cdn.example', 'img.example:8443']);

describe('the location of an image', () => {
  it.each([
    'https://cdn.example/a.jpg',
    'http://CDN.example:80/a.jpg?w=1#x',
    'https://img.example:8443/a',
    'https:\\\\cdn.example\\a',
  ])('may be %s', (url) => expect(readLocation(url, policy)).toBeInstanceOf(URL));

  it.each([
    ['', 'not a URL'],
    ['/a.jpg', 'not a URL'],
    ['ftp://cdn.example/a', 'neither http nor https'],
    ['file:///etc/passwd', 'neither http nor https'],
    ['data:image/png;base64,AA==', 'neither http nor https'],
    ['https://user@cdn.example/a', 'user or password'],
    ['https://cdn.example@evil.example/a', 'user or password'],
    ['https://cdn.example.evil.example/a', 'not in IMAGE_HOSTS'],
    ['https://evil.example/cdn.example', 'not in IMAGE_HOSTS'],
    ['https://sub.cdn.example/a', 'not in IMAGE_HOSTS'],
    ['https://cdn.example./a', 'not in IMAGE_HOSTS'],
    ['https://cdn.example:22/a', 'not in IMAGE_HOSTS'],
    ['https://img.example/a', 'not in IMAGE_HOSTS'],
    ['http://127.0.0.1/a', 'not in IMAGE_HOSTS'],
  ])('may not be %j', (url, reason) => expect(() => readLocation(url, policy)).toThrow(reason));

  it('may be nowhere while no host is listed', () => {
    expect(() => readLocation('https://cdn.example/', createLocationPolicy([]))).toThrow(
      'not in IMAGE_HOSTS',
    );
  });
});

describe('the address of an image', () => {
  const resolveTo = (...addresses: string[]): LocationPolicy => ({
    ...policy,
    lookup: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  });
  const url = new URL('https://cdn.example/');

  it('is what the name has, as far as it is public', async () => {
    const mixed = resolveTo('10.0.0.1', '93.184.216.34', '::1', '2606:4700::1111');
    const allowed = await allowedAddresses(url, mixed);
    expect(allowed.map(({ address }) => address)).toEqual(['93.184.216.34', '2606:4700::1111']);
  });

  it.each([['127.0.0.1'], ['10.0.0.1'], ['169.254.169.254'], ['::ffff:10.0.0.1'], ['fe80::1']])(
    'is not that of a name for %s',
    async (address) => {
      await expect(allowedAddresses(url, resolveTo(address))).rejects.toThrow('no public address');
    },
  );

  // No name is looked up here: the operating system answers for addresses and localhost itself.
  it.each([
    ...['127.0.0.1', '127.1', '0x7f.1', '2130706433', '0x7f000001', '017700000001', '0', '10.0.0.1'],
    ...['[::1]', '[::]', '[::ffff:10.0.0.1]', '[fe80::1]', '[fd00:ec2::254]', '169.254.169.254', 'localhost'],
  ])('is not %s, even when a list of hosts names it', async (host) => {
    const listed = createLocationPolicy([new URL(`http://${host}/`).host]);
    const location = readLocation(`http://${host}/a.png`, listed);
    await expect(allowedAddresses(location, listed)).rejects.toThrow('no public address');
  });
});
