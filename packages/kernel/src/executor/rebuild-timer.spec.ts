import type { System } from '@tslab/typescript-for-tslab';
import { describe, expect, it } from 'vitest';
import { withOneTimer } from './rebuild-timer.js';

/** A system with tslab's timer: one slot, fired by hand, and a second timer is a fault. */
function oneSlot(): { system: System; fire: () => void; isSet: () => boolean } {
  let slot: { callback: () => void } | undefined;
  const timers = {
    setTimeout: (callback: () => void) => {
      if (slot) throw new Error('a second timer');
      return (slot = { callback });
    },
    clearTimeout: (timer: unknown) => {
      if (slot !== timer) throw new Error('another timer');
      slot = undefined;
    },
  };
  const fire = (): void => {
    slot?.callback();
    slot = undefined;
  };
  return { system: withOneTimer(timers as unknown as System), fire, isSet: () => slot !== undefined };
}

describe('the timer of the compiler', () => {
  it('fires everything that is due, in order, also what is added meanwhile', () => {
    const { system, fire, isSet } = oneSlot();
    const fired: string[] = [];
    system.setTimeout!(() => {
      fired.push('modules');
      system.setTimeout!(() => fired.push('again'), 250);
    }, 250);
    system.setTimeout!(() => fired.push('program'), 250);
    fire();
    expect(fired).toEqual(['modules', 'program', 'again']);
    expect(isSet()).toBe(false);
  });

  it('forgets what was cleared, and can be set again', () => {
    const { system, fire } = oneSlot();
    const fired: string[] = [];
    const first = system.setTimeout!(() => fired.push('first'), 250);
    system.clearTimeout!(first);
    system.setTimeout!(() => fired.push('second'), 250);
    fire();
    system.clearTimeout!(first);
    system.setTimeout!(() => fired.push('third'), 250);
    fire();
    expect(fired).toEqual(['second', 'third']);
  });

  it('is off after the compiler has thrown', () => {
    const { system, fire } = oneSlot();
    const fired: string[] = [];
    system.setTimeout!(() => {
      throw new Error('the compiler fails');
    }, 250);
    expect(fire).toThrow('the compiler fails');
    system.setTimeout!(() => fired.push('later'), 250);
    fire();
    expect(fired).toEqual(['later']);
  });
});
