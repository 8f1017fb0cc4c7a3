import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Admission, type Need } from './admission.js';

/** Lets runs ask in order, and tells which have begun. */
function door(
  jobs: number,
  bytes: number,
): { ask: (name: string, need?: Partial<Need>) => void; begun: string[]; end: (name: string) => Promise<void> } {
  const admission = new Admission(jobs, bytes);
  const begun: string[] = [];
  const leaving = new Map<string, () => void>();
  return {
    begun,
    ask: (name, need) =>
      void admission.enter({ bytes: 1, alone: false, ...need }).then((leave) => {
        begun.push(name);
        leaving.set(name, leave);
      }),
    end: async (name) => {
      leaving.get(name)!();
      await turn();
    },
  };
}

describe('the admission of runs', () => {
  it('holds the number of jobs and the order', async () => {
    const { ask, begun, end } = door(2, 100);
    for (const name of ['a', 'b', 'c', 'd']) ask(name);
    await turn();
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('holds the memory, but never keeps a run from running by itself', async () => {
    const { ask, begun, end } = door(4, 100);
    ask('a', { bytes: 60 });
    ask('b', { bytes: 60 });
    ask('huge', { bytes: 500 });
    await turn();
    expect(begun).toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'huge']);
  });

  it('lets what measures time run alone, before and after others', async () => {
    const { ask, begun, end } = door(4, 100);
    ask('a');
    ask('timing', { alone: true });
    ask('b');
    await turn();
    expect(begun).toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'timing']);
    await end('timing');
    expect(begun).toEqual(['a', 'timing', 'b']);
  });
});
