import { encode } from 'fast-png';
import { type Caption, requireCaption } from '../display/caption.js';
import { element, escapeHtml } from '../display/html.js';
import { type Output } from '../display/sink.js';
import { type Picture, type Range, toPixels } from './pixels.js';
import { StudyError } from '../study-error.js';

export type ImageOptions = Caption &
  Range & {
    /** How large a pixel is drawn, a whole number; 1 if left out. Pixels stay sharp. */
    scale?: number;
  };

/** Bytes of a PNG picture. */
export function pngBytes(picture: Picture, what: string, range: Range = {}): Uint8Array {
  return encode({ ...toPixels(picture, what, range), depth: 8 });
}

/**
 * A picture with its title and alternative text, as PNG.
 *
 * @throws StudyError if the title or alternative text is missing, or the shape is not that of a picture.
 */
export function imageOutput(picture: Picture, options: ImageOptions): Output {
  const caption = requireCaption('an image', options);
  const what = `the image "${caption.title}"`;
  const { scale = 1 } = options;
  if (!Number.isInteger(scale) || scale < 1)
    throw new StudyError(`${what}: expected a whole scale of 1 or more, found ${scale}`);
  const { width, height } = toPixels(picture, what, options);
  const base64 = Buffer.from(pngBytes(picture, what, options)).toString('base64');
  const size = { width: width * scale, height: height * scale };
  const image = element('img', {
    src: `data:image/png;base64,${base64}`,
    alt: caption.alt,
    ...size,
    style: 'image-rendering:pixelated',
  });
  const html = element('figure', { class: 'atlas-image' }, image, element('figcaption', {}, escapeHtml(caption.title)));
  return {
    data: { 'image/png': base64, 'text/html': html, 'text/plain': `${caption.title}\n${caption.alt}` },
    metadata: { 'image/png': size },
  };
}
