import { describe, expect, it } from 'vitest';
import { collect, textOf } from '../test/collect.js';
import { durationText, progress } from './progress.js';

function timed(total: number): {
  bar: ReturnType<typeof progress>;
  wait: (ms: number) => void;
  texts: () => string[];
  outputs: ReturnType<typeof collect>['outputs'];
} {
  const { sink, outputs } = collect();
  let now = 1000;
  const bar = progress(total, 'training', { sink, clock: () => now });
  return {
    bar,
    outputs,
    wait: (ms) => {
      now += ms;
    },
    texts: () => outputs.map((output) => textOf(output).replace(/^[█░]+ /, '')),
  };
}

describe('progress', () => {
  it('shows one output and replaces it, with the time left', () => {
    const { bar, wait, texts, outputs } = timed(4);
    wait(1000);
    bar.advance();
    wait(1000);
    bar.advance(2, 'loss 0.5');
    wait(2000);
    bar.advance();
    expect(texts()).toEqual([
      'training: 0 of 4, starting',
      'training: 1 of 4, about 3 s left',
      'training: 3 of 4, about 667 ms left, loss 0.5',
      'training: 4 of 4, in 4 s, loss 0.5',
    ]);
    expect(outputs.map((output) => output.update)).toEqual([false, true, true, true]);
    expect(new Set(outputs.map((output) => output.displayId)).size).toBe(1);
    expect(textOf(outputs[1])).toContain('█████░░░░░░░░░░░░░░░ ');
    expect(textOf(outputs[1], 'text/html')).toContain('<progress value="1" max="4" aria-label="training"></progress>');
  });

  it('does not flood the notebook, but always shows the end', () => {
    const { bar, wait, texts } = timed(1000);
    for (let step = 0; step < 1000; step++) {
      wait(1);
      bar.advance();
    }
    // Updates at 250, 500 and 750 ms, beside the first and the last.
    expect(texts()).toHaveLength(5);
    expect(texts().at(-1)).toBe('training: 1000 of 1000, in 1 s');
  });

  it('ends once, also before its time', () => {
    const { bar, texts } = timed(10);
    bar.finish('stopped early');
    bar.advance();
    bar.finish();
    expect(texts()).toEqual(['training: 0 of 10, starting', 'training: 10 of 10, in 0 ms, stopped early']);
  });

  it('never counts beyond its total', () => {
    const { bar, texts } = timed(2);
    bar.advance(5);
    expect(texts().at(-1)).toBe('training: 2 of 2, in 0 ms');
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d steps', (total) => {
    expect(() => timed(total)).toThrow('needs a whole number of steps above 0');
  });

  it('writes durations as people do', () => {
    expect([850, 12_400, 200_000, 7_500_000].map(durationText)).toEqual(['850 ms', '12 s', '3 min 20 s', '2 h 5 min']);
  });
});
