import { bulkhead } from 'cockatiel';
import sharp from 'sharp';

/** The images made of one picture: thumbnails as WebP, and a placeholder as a `data:` URL. */
export interface Thumbnails {
  readonly large: Buffer;
  readonly small: Buffer;
  readonly placeholder: string;
}

/** The longer side of each thumbnail, in pixels; a smaller picture keeps its size. */
export const WIDTHS = { large: 320, small: 64 } as const;
export type ThumbnailName = keyof typeof WIDTHS;

/** Some dozens of bytes, blurred by whoever shows it. */
const PLACEHOLDER = { side: 16, quality: 30 };
const QUALITY = 78;
/** The most that today's telephones take. What claims more is not unpacked (a pixel bomb). */
const MAX_PIXELS = 50_000_000;
/** So many pixels of four channels; half as many where each has 16 bits. */
const MAX_BYTES_UNPACKED = 4 * MAX_PIXELS;
const BYTES_OF_DEPTH: Readonly<Record<string, number>> = { uchar: 1, char: 1, ushort: 2, short: 2 };
/** Of each of three steps. */
const MAX_SECONDS = 10;
/** Pictures in memory at once, unpacked. */
const AT_ONCE = 2;

// What browsers show as a photograph, and nothing that is a program (SVG, PDF) or seldom tested (TIFF, raw).
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
});

const inTurn = bulkhead(AT_ONCE, Infinity);

/**
 * Rejects when the bytes are not a whole image of a kind and size that is taken. Metadata, as of the place, is dropped.
 * Waits while others are being made, or until the signal.
 */
export const makeThumbnails = (bytes: Buffer, stop?: AbortSignal): Promise<Thumbnails> =>
  inTurn.execute(() => make(bytes), stop);

async function make(bytes: Buffer): Promise<Thumbnails> {
  const { width, height, channels, depth } = await sharp(bytes).metadata();
  const unpacked = width * height * channels * (BYTES_OF_DEPTH[depth] ?? 8);
  if (unpacked > MAX_BYTES_UNPACKED && width * height <= MAX_PIXELS)
    throw new Error(
      `unpacked it has ${Math.ceil(unpacked / 1e6)} MB, and ${MAX_BYTES_UNPACKED / 1e6} are taken`,
    );
  const large = await shrink(bytes, WIDTHS.large, QUALITY);
  const small = await shrink(large, WIDTHS.small, QUALITY);
  const placeholder = await shrink(large, PLACEHOLDER.side, PLACEHOLDER.quality);
  return { large, small, placeholder: `data:image/webp;base64,${placeholder.toString('base64')}` };
}

const shrink = (bytes: Buffer, side: number, quality: number): Promise<Buffer> =>
  sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality })
    .timeout({ seconds: MAX_SECONDS })
    .toBuffer();
