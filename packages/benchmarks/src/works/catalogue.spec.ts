import { allMechanisms } from '@atlas/attention';
import { describe, expect, it } from 'vitest';
import { catalogue, chooseWorks } from './catalogue.js';

const works = catalogue();

describe('the catalogue', () => {
  it('has every mechanism at its published sizes', () => {
    const published = works.filter(({ group }) => group === 'published').map(({ id }) => id);
    expect(published.sort()).toEqual(allMechanisms.map(({ name }) => `published/${name}`).sort());
  });

  it('names each work once, by its group', () => {
    expect(new Set(works.map(({ id }) => id)).size).toBe(works.length);
    for (const { id, group } of works) expect(id.split('/')[0]).toBe(group);
  });

  it('counts what a block has to do', () => {
    const se = works.find(({ id }) => id === 'blocks/se');
    // Two products of 8 x 256 with 256 x 16, forward and twice backward, two operations for each multiply-accumulate.
    expect(se?.operations).toBe(8 * 2 * 256 * 16 * 3 * 2);
    expect(se?.size).toBe('8 x 28 x 28 x 256');
  });
});

describe('chooseWorks', () => {
  it('takes groups and single works, in the order of the catalogue', () => {
    const chosen = chooseWorks(works, ['blocks/eca', 'machine']).map(({ id }) => id);
    expect(chosen).toEqual(['machine/matmul', 'machine/copy', 'blocks/eca']);
  });

  it('takes all without a name', () => {
    expect(chooseWorks(works, [])).toHaveLength(works.length);
  });

  it('refuses a name that means nothing', () => {
    expect(() => chooseWorks(works, ['block'])).toThrow('expected a group (machine, blocks, ');
  });
});
