import sharp from 'sharp';

export const LARGEST_PICTURE = 5 * 1024 * 1024;
const MOST_PIXELS = 40_000_000;
const LARGE = 1200;
const SMALL = 480;
const FORMATS: readonly string[] = ['jpeg', 'png', 'webp', 'heif'];

/** Why a picture cannot be taken, said to the person who sent it. */
export class PictureFault extends Error {}

export interface PictureVariants {
  large: Buffer;
  small: Buffer;
  /** Of the large one, in pixels. */
  width: number;
  height: number;
}

/**
 * A picture made anew in two sizes, whatever was sent: its format is read from its bytes, its metadata (place,
 * camera, author) do not come over, and it is turned the right way up.
 * @throws {PictureFault} when it is too heavy, too large, or no picture of a known format.
 */
export async function remakePicture(bytes: Uint8Array): Promise<PictureVariants> {
  if (bytes.byteLength > LARGEST_PICTURE) {
    throw new PictureFault('Cette image pèse plus de 5 Mo : réduisez-la, puis recommencez.');
  }
  const open = () => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).autoOrient();
  try {
    const { format, compression, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (!FORMATS.includes(format) || (format === 'heif' && compression !== 'av1')) {
      throw new PictureFault('Ce fichier n’est pas une image JPEG, PNG, WebP ou AVIF.');
    }
    if (width * height > MOST_PIXELS) {
      throw new PictureFault(
        'Cette image compte plus de 40 millions de pixels : réduisez-la, puis recommencez.',
      );
    }
    const variant = (size: number) =>
      open()
        .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 80 })
        .toBuffer({ resolveWithObject: true });
    const large = await variant(LARGE);
    const small = await variant(SMALL);
    return { large: large.data, small: small.data, width: large.info.width, height: large.info.height };
  } catch (error) {
    if (error instanceof PictureFault) throw error;
    throw new PictureFault('Ce fichier ne se lit pas comme une image : il est peut-être abîmé.');
  }
}
