import { html, joined, type Html } from '../../text/html.js';
import { type PlaceMap, type Saliency } from './saliency-maps.js';

/** A map as a drawing over the picture: the more salient a place, the brighter. */
export function mapOverlay({ width, height, values }: PlaceMap): Html {
  const cells = values.map((value, index) => {
    const opacity = value.toFixed(2);
    return html`<rect
      x="${index % width}"
      y="${Math.floor(index / width)}"
      width="1.02"
      height="1.02"
      fill-opacity="${opacity}"
    />`;
  });
  return html`<svg class="map" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
    ${cells}
  </svg>`;
}

/** The scan path: numbered circles, joined in their order. */
export function scanPath({ path, radius }: Saliency, width: number, height: number): Html {
  const line = path.map(({ x, y }) => `${x},${y}`).join(' ');
  return html`<svg class="path" viewBox="0 0 ${width} ${height}" aria-hidden="true">
    <polyline points="${line}" />
    ${path.map(({ x, y }, index) => html`<circle cx="${x}" cy="${y}" r="${radius}" /><text x="${x}" y="${y + 5}" text-anchor="middle">${index + 1}</text>`)}
  </svg>`;
}

/** The scan path in words. */
export function pathWords({ path }: Saliency, width: number, height: number): Html {
  const share = (value: number, whole: number): string => `${Math.round((100 * value) / whole)} %`;
  const places = path.map(
    ({ x, y }, index) =>
      html`<span data-x="${x}" data-y="${y}"
        >${index + 1}: ${share(x, width)} from the left, ${share(y, height)} from the top</span
      >`,
  );
  return html`<p class="most">Attention goes to ${joined(places, '; ')}.</p>`;
}
