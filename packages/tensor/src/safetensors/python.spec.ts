import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalValues, rng } from '../rng.js';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';
import { leaves, type TensorTree } from '../tree.js';

const python = process.env['ATLAS_PYTHON'] ?? 'python3';
const missing = spawnSync(python, ['-c', 'import numpy, safetensors']).status !== 0;
const required = process.env['ATLAS_REQUIRE_ALL'] === '1';

const program = `
import hashlib, json, sys
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
tensors = load_file(sys.argv[1])
with safe_open(sys.argv[1], framework="np") as file:
    metadata = file.metadata()
save_file(tensors, sys.argv[2], metadata={"written by": "Python"})
print(json.dumps({"metadata": metadata, "tensors": {
    name: [str(x.dtype), list(x.shape), hashlib.sha256(x.tobytes()).hexdigest()] for name, x in tensors.items()}}))
`;

const name =
  missing && !required
    ? `safetensors of Python (skipped: '${python}' lacks numpy or safetensors)`
    : 'safetensors of Python';

describe.skipIf(missing && !required)(name, () => {
  let folder: string;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('opens our file and writes one that we open, bit for bit', () => {
    const tree: TensorTree = {
      layer: { kernel: tf.tensor(normalValues(rng(3), 60), [3, 4, 5]), mask: tf.tensor1d([true, false], 'bool') },
      odd: tf.tensor1d(Float32Array.of(NaN, -0, Infinity, 1e-45)),
      step: tf.scalar(-7, 'int32'),
    };
    const [ours, theirs] = [join(folder, 'ours.safetensors'), join(folder, 'theirs.safetensors')];
    writeFileSync(ours, encodeSafetensors(tree, { title: 'größer' }));
    const seen: unknown = JSON.parse(execFileSync(python, ['-c', program, ours, theirs], { encoding: 'utf8' }));
    const numpyTypes: { readonly [dtype: string]: string } = { float32: 'float32', int32: 'int32', bool: 'bool' };
    expect(seen).toEqual({
      metadata: { title: 'größer' },
      tensors: Object.fromEntries(leaves(tree).map(([path, x]) => [path, [numpyTypes[x.dtype], x.shape, digest(x)]])),
    });
    const back = decodeSafetensors(readFileSync(theirs));
    expect(back.metadata).toEqual({ 'written by': 'Python' });
    expect(leaves(back.tree).map(([path, x]) => [path, x.dtype, x.shape, digest(x)])).toEqual(
      leaves(tree).map(([path, x]) => [path, x.dtype, x.shape, digest(x)]),
    );
  });
});

function digest(x: tf.Tensor): string {
  return createHash('sha256').update(x.dataSync()).digest('hex');
}
