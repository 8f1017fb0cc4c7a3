import { type Config, type WindowLike } from 'dompurify';
import { type Html, trusted } from '../text/html.js';
import { bitmapAddress } from './image.js';

/** Makes markup from a notebook harmless. Nothing in the result can run, load, cover the page or answer to its names. */
export type Sanitiser = { html(markup: string): Html; svg(markup: string): Html };

const htmlTags = (
  'p div span br hr b i em strong small sub sup u s code pre kbd samp var abbr cite q blockquote ul ol li dl dt dd ' +
  'table thead tbody tfoot tr th td caption colgroup col details summary img a'
).split(' ');
const htmlAttributes = 'colspan rowspan scope span alt title width height href src start open'.split(' ');

const svgTags = (
  'svg g path rect circle ellipse line polyline polygon text tspan title desc defs lineargradient radialgradient stop ' +
  'clippath pattern marker'
).split(' ');
const svgAttributes = (
  'viewbox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform fill fill-opacity fill-rule stroke ' +
  'stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin stroke-miterlimit opacity dx dy ' +
  'text-anchor dominant-baseline font-size font-weight font-style offset stop-color stop-opacity gradientunits ' +
  'gradienttransform clip-path id preserveaspectratio refx refy markerwidth markerheight orient patternunits ' +
  'patterntransform vector-effect role aria-label aria-hidden'
).split(' ');

const htmlPolicy: Config = {
  ALLOWED_TAGS: htmlTags,
  ALLOWED_ATTR: htmlAttributes,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  // It is applied to every attribute: an address must be of the web, other values must not look like an address.
  ALLOWED_URI_REGEXP: /^(?:https?:|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
  SANITIZE_NAMED_PROPS: true,
};
const svgPolicy: Config = {
  ...htmlPolicy,
  ALLOWED_TAGS: svgTags,
  ALLOWED_ATTR: svgAttributes,
  NAMESPACE: 'http://www.w3.org/2000/svg',
};

const localReference = /^url\(\s*#([\w-]+)\s*\)$/;
let pictures = 0;

/**
 * Loads the sanitiser: DOMPurify over a document of its own. It takes a third of a second, so it is loaded only for
 * sites whose notebooks hold such outputs.
 */
export async function createSanitiser(): Promise<Sanitiser> {
  const [{ JSDOM }, { default: createDOMPurify }] = await Promise.all([import('jsdom'), import('dompurify')]);
  const { window } = new JSDOM('');
  const purify = createDOMPurify(window as unknown as WindowLike);
  purify.addHook('afterSanitizeAttributes', guardAttributes);
  const clean = (markup: string, policy: Config): string => {
    try {
      return purify.sanitize(markup, { ...policy, RETURN_TRUSTED_TYPE: false });
    } catch {
      // Markup that is nested too deeply for the parser has nothing to show to a reader either.
      return '';
    }
  };
  return {
    html: (markup) => trusted(clean(markup, htmlPolicy)),
    svg: (markup) => prefixIds(clean(markup.replace(/^[^]*?(?=<svg[\s>])/i, ''), svgPolicy)),
  };
}

/** For sites without foreign markup: nothing to clean, and nothing let through. */
export const refuseMarkup: Sanitiser = { html: () => trusted(''), svg: () => trusted('') };

function guardAttributes(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const isReference = /url\s*\(/i.test(value) || /^(clip-path|marker)/i.test(name);
    if (isReference && !localReference.test(value)) element.removeAttribute(name);
  }
  const tag = element.tagName.toLowerCase();
  if (tag === 'a') guardLink(element);
  if (tag === 'img') guardPicture(element);
  if (tag === 'svg') guardDrawing(element);
  // Numbers stand to the right, whatever made the table.
  if (tag === 'td' && /^[−-]?[\d,]*\.?\d+(e[+-]?\d+)?( ?%)?$/i.test(element.textContent?.trim() ?? ''))
    element.setAttribute('class', 'number');
  for (const side of ['width', 'height']) {
    const value = Number(element.getAttribute(side));
    if (htmlTags.includes(tag) && element.hasAttribute(side) && !(value > 0 && value <= 4000))
      element.removeAttribute(side);
  }
}

function guardLink(element: Element): void {
  if (!/^https?:/i.test(element.getAttribute('href') ?? '')) element.removeAttribute('href');
  else element.setAttribute('rel', 'noopener noreferrer external');
}

function guardPicture(element: Element): void {
  const [, type = '', content = ''] =
    /^data:(image\/[a-z]+);base64,(.*)$/is.exec(element.getAttribute('src') ?? '') ?? [];
  if (bitmapAddress(type, content) === undefined) element.removeAttribute('src');
  if (!element.hasAttribute('alt')) element.setAttribute('alt', '');
  if (!element.hasAttribute('src')) element.remove();
}

/** A drawing needs a box, else it takes any size; the page's style then keeps it inside its column. */
function guardDrawing(element: Element): void {
  const [width, height] = ['width', 'height'].map((side) => Number.parseFloat(element.getAttribute(side) ?? ''));
  const hasBox = /^\s*-?[\d.]+([\s,]+-?[\d.]+){3}\s*$/.test(element.getAttribute('viewBox') ?? '');
  const sane = (value: number | undefined): boolean => value !== undefined && value > 0 && value <= 4000;
  if (!hasBox) element.setAttribute('viewBox', `0 0 ${sane(width) ? width : 600} ${sane(height) ? height : 400}`);
  if (!sane(width)) element.removeAttribute('width');
  if (!sane(height)) element.removeAttribute('height');
}

/** Every drawing gets identifiers of its own, so that two of them, or one and the page, never answer to one name. */
function prefixIds(markup: string): Html {
  const prefix = `drawing${++pictures}-`;
  return trusted(
    markup
      .replace(
        /\sid="(?:user-content-)?([^"]*)"/g,
        (_match, id: string) => ` id="${prefix}${id.replace(/[^\w-]/g, '')}"`,
      )
      .replace(/url\(\s*#([\w-]+)\s*\)/g, (_match, id: string) => `url(#${prefix}${id.replace(/^user-content-/, '')})`),
  );
}

/** Whether an element of {@link Html} is empty after sanitising, so that a page can say so. */
export function isEmpty(markup: Html): boolean {
  return !/<(img|svg|hr)\b/.test(markup.markup) && markup.markup.replace(/<[^>]*>/g, '').trim() === '';
}
