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
/** The most that today's telephones take; 200 MB when unpacked. What claims more is not unpacked (a pixel bomb). */
const MAX_PIXELS = 50_000_000;
const MAX_SECONDS = 10;

// What browsers show as a photograph, and nothing that is a program (SVG, PDF) or seldom tested (TIFF, raw).
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
});

/** Rejects when the bytes are not a whole image of a kind and size that is taken. Metadata, as of the place, is dropped. */
export async function makeThumbnails(bytes: Buffer): Promise<Thumbnails> {
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
