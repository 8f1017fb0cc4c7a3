import { encode } from 'fast-png';
import { type Caption, requireCaption } from '../display/caption.js';
import { element, escapeHtml } from '../display/html.js';
import { type Output } from '../display/sink.js';
import { StudyError } from '../study-error.js';
import { enlarge, type Picture, type Range, toPixels } from './pixels.js';

export type PngOptions = Range & {
  /** Side of the square that is drawn for a pixel, a whole number; 1 if left out. */
  scale?: number;
  /** What the picture is called in messages. */
  what?: string;
};

export type ImageOptions = Caption & Omit<PngOptions, 'what'>;

/**
 * A picture as the bytes of a PNG file, for an artifact.
 *
 * @throws StudyError if the shape is not that of a picture or a value is not finite.
 */
export function pngBytes(picture: Picture, options: PngOptions = {}): Uint8Array {
  const { what = 'the picture', scale = 1 } = options;
  if (!Number.isInteger(scale) || scale < 1) {
    throw new StudyError(`${what}: expected a whole scale of 1 or more, found ${scale}`);
  }
  return encode({ ...enlarge(toPixels(picture, what, options), scale), depth: 8 });
}

/**
 * A picture with its title and alternative text, as PNG.
 *
 * @throws StudyError if the title or alternative text is missing, or the shape is not that of a picture.
 */
export function imageOutput(picture: Picture, options: ImageOptions): Output {
  const caption = requireCaption('an image', options);
  const what = `the image "${caption.title}"`;
  const base64 = Buffer.from(pngBytes(picture, { ...options, what })).toString('base64');
  const image = element('img', { src: `data:image/png;base64,${base64}`, alt: caption.alt });
  const html = element('figure', { class: 'atlas-image' }, image, element('figcaption', {}, escapeHtml(caption.title)));
  return { data: { 'image/png': base64, 'text/html': html, 'text/plain': `${caption.title}\n${caption.alt}` } };
}
