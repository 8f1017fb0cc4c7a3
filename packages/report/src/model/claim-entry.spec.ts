import { type Profile, type Verdict } from '@atlas/schemas';
import { describe, expect, it } from 'vitest';
import { type ChapterData } from '../read/report-data.js';
import { claimsOf, verdictOf } from './claim-entry.js';

/** A chapter with one claim, asserted in some profiles, and the verdicts of its runs. */
function chapterWith(asserted: readonly Profile[], verdicts: Partial<Record<Profile, Verdict>>): ChapterData {
  const runs = Object.entries(verdicts).map(([profile, verdict]) => ({
    profile,
    past: [],
    result: { claims: { equal: { decision: { verdict } } }, cells: {} },
  }));
  const contract = { atlas: { claims: { equal: { profiles: asserted, source: {} } } } };
  return { name: '08-non-local', notebook: { cells: [] }, contract, runs, problems: [] } as unknown as ChapterData;
}

function entryOf(...chapter: Parameters<typeof chapterWith>) {
  const [entry] = claimsOf(chapterWith(...chapter));
  return { verdict: verdictOf(entry!), profiles: entry!.runs.map(({ profile }) => profile) };
}

describe('the verdict of a claim', () => {
  it('is that of the default profile where it is asserted there', () => {
    expect(entryOf(['default', 'full'], { full: 'holds', default: 'fails' })).toEqual({
      verdict: 'fails',
      profiles: ['default', 'full'],
    });
  });

  it('is that of the full profile where only that asserts it', () => {
    expect(entryOf(['full'], { default: 'not decided', full: 'holds' })).toEqual({
      verdict: 'holds',
      profiles: ['full', 'default'],
    });
  });

  it('is the one shown where no run asserts it', () => {
    expect(entryOf(['full'], { default: 'fails' }).verdict).toBe('fails');
    expect(entryOf([], { default: 'fails', full: 'holds' }).verdict).toBe('fails');
  });
});
