import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { type Bar, searchDisplays, type SearchKind } from './search-displays.js';

const looks = (bars: readonly Bar[]): string[] => bars.map(({ colour, upright }) => `${colour} ${upright}`);

describe('searchDisplays', () => {
  it.each<[SearchKind, string[]]>([
    ['colour', ['blue true']],
    ['orientation', ['red false']],
    ['conjunction', ['red false', 'blue true']],
  ])('shows a target by %s among its distractors', (kind, distractors) => {
    const { bars } = searchDisplays(3, rng(1), { kind, items: 8 });
    for (const display of bars) {
      const [target, ...others] = looks(display);
      expect(target).toBe('red true');
      expect(new Set(others)).toEqual(new Set(distractors));
    }
    const [empty] = searchDisplays(1, rng(1), { kind, items: 8, target: false }).bars;
    expect(looks(empty!)).not.toContain('red true');
  });

  it('draws every bar where it says, apart from the others and from the edge', () => {
    const { images, bars, size, cell } = searchDisplays(2, rng(2), { kind: 'conjunction', items: 25 });
    const pixels = [0, 1].map((i) => images.subarray(i * size * size * 3, (i + 1) * size * size * 3));
    bars.forEach((display, i) => {
      for (const { row, column, colour } of display) {
        expect(pixels[i]![(row * size + column) * 3]).toBe(colour === 'red' ? 230 : 40);
        expect(Math.min(row, column, size - row, size - column)).toBeGreaterThan(cell);
      }
    });
    const inked = pixels[0]!.reduce((sum, value) => sum + (value === 230 ? 1 : 0), 0);
    expect(inked).toBe(25 * 32 * 10);
  });

  it('stands its bars at the same places with and without a target', () => {
    const options = { kind: 'colour', items: 6 } as const;
    const places = (bars: readonly Bar[]): number[][] => bars.map(({ row, column }) => [row, column]);
    const [shown] = searchDisplays(1, rng(3), options).bars;
    const [without] = searchDisplays(1, rng(3), { ...options, target: false }).bars;
    expect(places(without!)).toEqual(places(shown!));
    expect(places(searchDisplays(2, rng(3), options).bars[1]!)).not.toEqual(places(shown!));
  });

  it('refuses more bars than cells', () => {
    expect(() => searchDisplays(1, rng(1), { kind: 'colour', items: 26 })).toThrow(/from 2 to the 25 cells, found 26/);
  });
});
