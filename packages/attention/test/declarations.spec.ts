import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allMechanisms, mechanisms } from '../src/index.js';

const source = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

describe('every mechanism declares what the report needs', () => {
  it.each(allMechanisms.map((mechanism) => [mechanism.name, mechanism] as const))('%s', (name, mechanism) => {
    expect(mechanisms[name as keyof typeof mechanisms]).toBe(mechanism);
    const { title, paper, axes, formula, publishedConfig, examples } = mechanism;
    expect(title.length).toBeGreaterThan(5);
    expect(paper.title.length).toBeGreaterThan(10);
    expect(paper.authors).toMatch(/^[A-Z].* and [A-Z]\w+$/);
    expect(paper.venue).toMatch(/\w+/);
    expect(paper.date).toMatch(/^(19|20)\d\d-\d\d(-\d\d)?$/);
    if (paper.arxiv !== undefined) {
      expect(paper.arxiv).toMatch(/^\d{4}\.\d{4,5}$/);
      // An arXiv identifier begins with the year and month of the first version.
      expect(paper.date.slice(2, 7).replace('-', '')).toBe(paper.arxiv.slice(0, 4));
    }
    expect(axes.length).toBeGreaterThan(0);
    expect(new Set(axes).size).toBe(axes.length);
    for (const half of [formula.g, formula.f]) {
      const open = half.split('').filter((sign) => sign === '{').length;
      expect(half.split('').filter((sign) => sign === '}')).toHaveLength(open);
    }
    expect(JSON.parse(JSON.stringify(publishedConfig))).toEqual(publishedConfig);
    expect(Object.keys(examples).length).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(mechanism.options(publishedConfig)))).toEqual(mechanism.options(publishedConfig));
  });

  it('populates all six kinds of survey statement S10', () => {
    const kinds = new Set(allMechanisms.map(({ axes }) => [...axes].sort().join(' and ')));
    const six = ['channel', 'spatial', 'temporal', 'branch', 'channel and spatial', 'spatial and temporal'];
    expect([...kinds].sort()).toEqual(six.sort());
  });

  it('dates the beginnings as the survey’s story needs them: vision ten weeks before language', () => {
    expect(mechanisms['hard-attention'].paper.date).toBe('2014-06-24');
    expect(mechanisms.additive.paper.date).toBe('2014-09-01');
  });
});

describe('the source can be read in one sitting', () => {
  it.each(files)('%s has at most 200 lines', (name) => {
    expect(readFileSync(join(source, name), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });

  it.each(files.filter((name) => name.startsWith('mechanisms')))(
    '%s opens with formula, paper and differences',
    (name) => {
      const opening = readFileSync(join(source, name), 'utf8').split('*/')[0]!;
      expect(opening).toMatch(/^\/\*\*/);
      expect(opening).toMatch(/\b(19|20)\d\d\b/);
      expect(opening).toMatch(/g\(.*\) = /);
      expect(opening).toMatch(/f\(.*\) = /);
      expect(opening).toMatch(/Differences: /);
    },
  );

  it('runs in a browser: no file imports from Node or reads values inside a mechanism', () => {
    for (const name of files) {
      const text = readFileSync(join(source, name), 'utf8');
      expect(text, name).not.toMatch(/from 'node:|einsum|@tensorflow\/tfjs'|tfjs-node/);
      if (!name.startsWith('tools')) expect(text, name).not.toMatch(/dataSync|arraySync|bufferSync/);
    }
  });
});
