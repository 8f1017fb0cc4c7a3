import { chooseBackend, disposeTree, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RetrievalTask, retrievalBatch, retrievalBatches } from './retrieval.js';

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));

/** Part of the problems that a score solves, the highest score being the answer. */
function solved(task: RetrievalTask, score: (q: [number, number], k: [number, number]) => number, noise = 0): number {
  const batch = retrievalBatch(500, rng(1), { task, noise });
  const [q, k, target] = [batch.query.dataSync(), batch.key.dataSync(), batch.target.dataSync()];
  disposeTree(batch);
  let right = 0;
  for (let i = 0; i < 500; i++) {
    const scores = Array.from({ length: 6 }, (_, j) =>
      score([q[2 * i]!, q[2 * i + 1]!], [k[(i * 6 + j) * 2]!, k[(i * 6 + j) * 2 + 1]!]),
    );
    if (scores.indexOf(Math.max(...scores)) === target[i]) right++;
  }
  return right / 500;
}

const dot = (q: [number, number], k: [number, number]): number => q[0] * k[0] + q[1] * k[1];
const cosine = (q: [number, number], k: [number, number]): number => dot(q, k) / Math.hypot(...k);
const nearness = (q: [number, number], k: [number, number]): number => -Math.abs(q[0] - k[0]);

describe('retrievalBatch', () => {
  it('has one right answer without noise, which the right similarity finds', () => {
    expect(solved('direction', dot)).toBe(1);
    expect(solved('direction', cosine)).toBe(1);
    expect(solved('direction-only', cosine)).toBe(1);
    expect(solved('value', nearness)).toBe(1);
  });

  it('fools the similarity that it is made to fool', () => {
    expect(solved('direction-only', dot)).toBeLessThan(0.8);
    expect(solved('value', dot)).toBeLessThan(0.5);
    expect(solved('value', cosine)).toBeLessThan(0.5);
  });

  it('is never certain with noise', () => {
    expect(solved('value', nearness, 0.03)).toBeLessThan(0.98);
  });

  it('draws other problems in every batch, the same ones again by number', () => {
    const source = retrievalBatches(4, 10, rng(1), { task: 'value' });
    const read = (epoch: number, index: number): number[] => {
      const batch = source.batch(epoch, index);
      const values = [...batch.key.dataSync()];
      disposeTree(batch);
      return values;
    };
    expect(read(0, 1)).toEqual(read(0, 1));
    expect(read(0, 1)).not.toEqual(read(0, 2));
    expect(read(0, 1)).not.toEqual(read(1, 1));
  });
});
