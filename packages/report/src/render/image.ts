import { joinText, type MimeBundle, type MultilineText } from '@atlas/schemas';
import { html, type Html } from '../text/html.js';

/** Bitmap formats that a browser shows without running anything. SVG is handled apart: it can hold scripts. */
const bitmapTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Pictures above this are left out of the page. */
const largestPicture = 4_000_000;

function isText(value: unknown): value is MultilineText {
  return typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));
}

/** A `data:` address of a bitmap, or undefined where it is none, too large, or not base64. */
export function bitmapAddress(type: string, content: unknown): string | undefined {
  if (!bitmapTypes.includes(type) || !isText(content)) return undefined;
  const base64 = joinText(content).replace(/\s+/g, '');
  if (base64.length === 0 || base64.length > largestPicture || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  return `data:${type};base64,${base64}`;
}

export type PictureSize = { width: number; height: number };

/** Width and height from the header of a PNG or a JPEG, so that a page does not jump when it arrives. */
export function bitmapSize(address: string): PictureSize | undefined {
  const bytes = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
  if (bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47)
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8) return jpegSize(bytes);
  return undefined;
}

function jpegSize(bytes: Buffer): PictureSize | undefined {
  for (let offset = 2; offset + 9 < bytes.length;) {
    const marker = bytes.readUInt16BE(offset);
    const startOfFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (startOfFrame) return { height: bytes.readUInt16BE(offset + 5), width: bytes.readUInt16BE(offset + 7) };
    offset += 2 + bytes.readUInt16BE(offset + 2);
  }
  return undefined;
}

/**
 * A bitmap as an image element, at its own size or at `wanted`; pixels of a magnified picture stay sharp.
 * `undefined` where the content is not acceptable.
 */
export function bitmap(type: string, content: unknown, alternative: string, wanted?: PictureSize): Html | undefined {
  const address = bitmapAddress(type, content);
  if (address === undefined) return undefined;
  const own = bitmapSize(address);
  const size = wanted ?? own;
  const sizes =
    size === undefined ? null : html` width="${Math.round(size.width)}" height="${Math.round(size.height)}"`;
  const sharp = own !== undefined && wanted !== undefined && wanted.width > own.width ? html` class="sharp"` : null;
  return html`<img src="${address}" alt="${alternative}" ${sizes}${sharp} decoding="async" />`;
}

/** A picture of a text: only those that travel with the notebook are shown; any other address becomes its words. */
export function attachedImage(address: string, alternative: string, attachments: { [file: string]: MimeBundle }): Html {
  const name = /^attachment:(.+)$/.exec(address)?.[1];
  const bundle = name === undefined ? undefined : attachments[decodeURIComponent(name)];
  for (const [type, content] of Object.entries(bundle ?? {})) {
    const image = bitmap(type, content, alternative);
    if (image !== undefined) return image;
  }
  const inline = /^data:(image\/[a-z]+);base64,(.+)$/.exec(address);
  const image = inline === null ? undefined : bitmap(inline[1] ?? '', inline[2], alternative);
  return image ?? html`<span class="missing-picture">${alternative || 'picture'}</span>`;
}
