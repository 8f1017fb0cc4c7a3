import { html, trusted, type Html } from '../text/html.js';

/** The four axes along which attention acts. Each has a colour and a sign, the same on every page. */
export const axes = ['channel', 'spatial', 'temporal', 'branch'] as const;

export type Axis = (typeof axes)[number];

/** Signs on a 16-pixel grid: a stack of planes, a grid of places, a row in time, a fork. */
const signs: Readonly<Record<Axis, string>> = {
  channel: '<path d="M2 5.5l6-3 6 3-6 3zM2 8.5l6 3 6-3M2 11.5l6 3 6-3"/>',
  spatial: '<path d="M2.5 2.5h11v11h-11zM2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11"/>',
  temporal: '<path d="M1.5 8h12M10.5 5l3 3-3 3M4 5.5v5M7 5.5v5"/>',
  branch: '<path d="M2 8h3c3 0 3-4.5 6-4.5h3M5 8c3 0 3 4.5 6 4.5h3"/>',
};

export function isAxis(name: string): name is Axis {
  return (axes as readonly string[]).includes(name);
}

/** The sign of an axis alone, for diagrams and lines of time. */
export function axisSign(axis: Axis): Html {
  return html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class="sign">
    ${trusted(signs[axis])}
  </svg>`;
}

/** A chip: sign and word in the colour of the axis. */
export function axisChip(axis: Axis): Html {
  return html`<span class="axis axis-${axis}">${axisSign(axis)}${axis}</span>`;
}
