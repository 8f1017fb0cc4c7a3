import { intervalText, numberText, type SweepFile } from '@atlas/schemas';
import { pointName } from './plan.js';

/** The claims of a sweep, decided over all seeds: one line for each point and claim. */
export function pointsText({ notebook, points }: SweepFile): string {
  return points
    .flatMap(({ parameters, seeds, missing, claims }) => {
      const where = [notebook, pointName(parameters)].filter((part) => part !== '').join(' ');
      const lacking = missing.length === 0 ? '' : `, without ${missing.join(', ')}`;
      const over = seeds.length + missing.length === 0 ? '' : ` over ${seeds.length} seeds${lacking}`;
      return Object.entries(claims).map(([id, { decision }]) => {
        const { estimate, interval } = decision.measured;
        const value = estimate === undefined ? '' : `: ${numberText(estimate)}`;
        return `${where}  ${id}  ${decision.verdict}${over}${value}${interval ? ` (${intervalText(interval)})` : ''}`;
      });
    })
    .join('\n');
}
