import { describe, expect, it } from 'vitest';
import { formulasOf, renderMath } from './math.js';
import { StyleSheet } from './style-sheet.js';

describe('a displayed formula', () => {
  it('may break at wide spaces that stand by themselves', () => {
    expect(formulasOf('a = b, \\qquad c \\quad d')).toEqual(['a = b,', 'c', 'd']);
    expect(formulasOf('\\text{a \\quad b}\\left(x \\quad y\\right)')).toHaveLength(1);
    expect(formulasOf('\\begin{cases}a & b \\quad\\\\ c\\end{cases} \\quad d')).toHaveLength(2);
    expect(formulasOf('\\quad')).toEqual(['\\quad']);
  });
  it('is one group of formulas, each with its source as its name', () => {
    const { markup } = renderMath('z = x, \\qquad s = \\sigma(z)', true, new StyleSheet());
    expect(markup.match(/<math /g)).toHaveLength(2);
    expect(markup).toContain('aria-label="s = \\sigma(z)"');
    expect(renderMath('a \\quad \\frac{1}', true, new StyleSheet()).markup).toContain('bad-formula');
  });
});
