import { chooseBackend, disposeTree, leaves } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.js';

await chooseBackend();

describe('the work of a mechanism', () => {
  it.each(['naive-self-attention', 'scaled-dot-product', 'similarity-attention', 'self-attention'])(
    'gives an output and gradients of %s, with parameters or without',
    (name) => {
      const task = catalogue()
        .find(({ id }) => id === `published/${name}`)!
        .prepare();
      const outputs = task.run(task.inputs);
      const found = leaves(outputs);
      expect(Object.keys(outputs)).toContain('output');
      expect(found.length).toBeGreaterThan(1);
      for (const [, leaf] of found) expect(leaf.size).toBeGreaterThan(0);
      disposeTree(outputs);
      disposeTree(task.inputs);
    },
  );
});
