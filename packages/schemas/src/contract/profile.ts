/** How much a run does: `smoke` takes seconds, `default` makes the report, `full` uses real data. */
export type Profile = 'smoke' | 'default' | 'full';

export const profiles: readonly Profile[] = ['smoke', 'default', 'full'];
