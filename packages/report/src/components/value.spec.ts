import { describe, expect, it } from 'vitest';
import { renderValue } from './value.js';

const cellsOf = (markup: string, tag: 'td' | 'th'): string[] =>
  [...markup.matchAll(new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`, 'g'))].map(([, text]) => text ?? '');

describe('a recorded value', () => {
  it('has its columns in the order of the schema, and names of code in words', () => {
    const schema = { title: 'Error', items: { properties: { network: {}, errorRate: {}, low: {}, high: {} } } };
    const value = [{ errorRate: 0.5, high: 0.7, low: 0.3, network: 'SE', seeds: [1, 2] }];
    const { markup } = renderValue('error', value, { properties: { error: schema } });
    expect(cellsOf(markup, 'th')).toEqual(['network', 'error rate', 'low', 'high', 'seeds']);
    expect(cellsOf(markup, 'td')).toEqual(['SE', '0.5', '0.3', '0.7', '1, 2']);
    // The fold around it is named already.
    expect(markup).not.toContain('<caption');
    expect(markup).toContain('aria-label="Error"');
  });
  it('follows references to shared definitions', () => {
    const row = { properties: { network: {}, mean: {}, low: {} } };
    const $defs = { row, rows: { type: 'array', items: { $ref: '#/$defs/row' } } };
    const value = [{ low: 0.3, mean: 0.5, network: 'SE' }];
    for (const schema of [{ $ref: '#/$defs/rows' }, { items: { $ref: '#/$defs/row' } }]) {
      const { markup } = renderValue('error', value, { properties: { error: schema }, $defs });
      expect(cellsOf(markup, 'th')).toEqual(['network', 'mean', 'low']);
    }
  });
  it('gives every field as many places as it has itself', () => {
    const schema = { properties: { sentences: {}, share: {}, bleu: {} } };
    const { markup } = renderValue(
      'language',
      { bleu: 97.34, sentences: 2000, share: 0.0469 },
      { properties: { language: schema } },
    );
    expect(cellsOf(markup, 'td')).toEqual(['sentences', '2,000', 'share', '0.0469', 'bleu', '97.34']);
  });
  it('shows short lists in full and long ones by their size', () => {
    const rows = [{ id: 'S1', claims: ['a', 'b'], none: [], many: Array.from({ length: 9 }, () => 0) }];
    expect(cellsOf(renderValue('statements', rows).markup, 'td')).toEqual(['S1', 'a, b', '–', '9 values']);
  });
});
