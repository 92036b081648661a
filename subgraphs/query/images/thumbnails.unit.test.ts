import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { picture } from './test/image-server.ts';
import { makeThumbnails } from './thumbnails.ts';

const sizeOf = async (image: Buffer) => {
  const { format, width, height } = await sharp(image).metadata();
  return { format, width, height };
};

describe('thumbnails', () => {
  it('have 320 and 64 pixels on the longer side, as WebP', async () => {
    const { large, small } = await makeThumbnails(await picture(1_200, 800));
    expect(await sizeOf(large)).toEqual({ format: 'webp', width: 320, height: 213 });
    expect(await sizeOf(small)).toEqual({ format: 'webp', width: 64, height: 43 });
  });

  it('bring a placeholder of 16 pixels that is small enough for every list', async () => {
    const noise = sharp({
      create: {
        width: 800,
        height: 800,
        channels: 3,
        background: 'white',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
    const { placeholder } = await makeThumbnails(await noise.jpeg().toBuffer());
    const [head, base64] = placeholder.split(',');
    expect(head).toBe('data:image/webp;base64');
    expect(await sizeOf(Buffer.from(base64!, 'base64'))).toMatchObject({ width: 16, height: 16 });
    expect(placeholder.length).toBeLessThan(400);
  });

  it('are not larger than the picture, stand upright, and tell nothing of the place', async () => {
    const small = await makeThumbnails(await picture(100, 50));
    expect(await sizeOf(small.large)).toMatchObject({ width: 100, height: 50 });
    const turned = sharp(await picture(640, 320)).withExif({ IFD3: { GPSLatitude: '51/1 30/1 0/1' } });
    const { large } = await makeThumbnails(await turned.withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(await sizeOf(large)).toMatchObject({ width: 160, height: 320 });
    expect(await sharp(large).metadata()).not.toHaveProperty('exif');
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('are made of %s', async (format) => {
    const bytes = await sharp(await picture(400, 400))
      .toFormat(format)
      .toBuffer();
    expect(await sizeOf((await makeThumbnails(bytes)).large)).toMatchObject({ width: 320, height: 320 });
  });

  it('are made of two pictures at once, and the third waits, until nobody wants it any more', async () => {
    const bytes = await picture(400, 400);
    const end = new AbortController();
    const all = [makeThumbnails(bytes), makeThumbnails(bytes), makeThumbnails(bytes, end.signal)];
    end.abort();
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected'],
    ]);
  });

  it('are not made of what is no picture, or is a program', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="/etc/passwd"/></svg>';
    const tiff = await sharp(await picture(10, 10))
      .tiff()
      .toBuffer();
    for (const bytes of [Buffer.from('<html>Not found</html>'), Buffer.from(svg), tiff])
      await expect(makeThumbnails(bytes)).rejects.toThrow('unsupported image format');
    await expect(makeThumbnails(Buffer.alloc(0))).rejects.toThrow();
  });

  it('are not made of half a picture', async () => {
    const whole = await sharp(await picture(400, 400))
      .jpeg()
      .toBuffer();
    await expect(makeThumbnails(whole.subarray(0, whole.length / 2))).rejects.toThrow();
  });

  it('are not made of a few bytes that claim more than 50 million pixels', async () => {
    const bomb = await picture(7_100, 7_100);
    expect(bomb.length).toBeLessThan(2 * 1024 * 1024);
    await expect(makeThumbnails(bomb)).rejects.toThrow('exceeds pixel limit');
  });

  it('are not made of what takes more than 200 MB unpacked, as with 16 bits a channel', async () => {
    const deep = sharp({ create: { width: 6_000, height: 6_000, channels: 3, background: 'white' } });
    const bytes = await deep.toColourspace('rgb16').png({ compressionLevel: 1 }).toBuffer();
    await expect(makeThumbnails(bytes)).rejects.toThrow('unpacked it has 216 MB, and 200 are taken');
  });
});
