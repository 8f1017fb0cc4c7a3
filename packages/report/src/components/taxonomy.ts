import { type MechanismData } from '../model/mechanism-data.js';
import { mechanismPath, relative } from '../site.js';
import { html, type Html } from '../text/html.js';
import { axes, axisChip, type Axis } from './axes.js';

/** Mechanisms by the axes that they declare: one group for each combination that occurs. */
export function taxonomy(page: string, mechanisms: readonly MechanismData[]): Html {
  if (mechanisms.length === 0)
    return html`<p class="absent-note">The groups are drawn from the axes that each mechanism declares.</p>`;
  const groups = new Map<string, MechanismData[]>();
  for (const mechanism of mechanisms) {
    const key = axes.filter((axis) => mechanism.axes.includes(axis)).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), mechanism]);
  }
  const keys = [...groups.keys()].sort((a, b) => rank(a) - rank(b));
  return html`<ul class="taxonomy">
    ${keys.map(
      (key) =>
        html`<li>
          <p class="chips">${(key.split(' ') as Axis[]).map(axisChip)}</p>
          <ul>
            ${(groups.get(key) ?? []).map(({ id, title }) => html`<li><a href="${relative(page, mechanismPath(id))}">${title}</a></li>`)}
          </ul>
        </li>`,
    )}
  </ul>`;
}

/** Single axes first, in their usual order, then the combinations. */
function rank(key: string): number {
  const names = key.split(' ');
  return (names.length - 1) * 100 + names.reduce((sum, name) => sum * 5 + axes.indexOf(name as Axis), 0);
}
