import { build } from 'esbuild';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

const page = `
  import * as tf from '@tensorflow/tfjs-core';
  import { chooseBackend, compile, convolution, initConvolution, randomNormal, rng, valueAndGrads } from '@atlas/tensor';
  globalThis.done = chooseBackend().then(({ name }) => {
    const params = initConvolution({ kernelSize: 3, inChannels: 4, outChannels: 4, groups: 2 }, rng(1));
    const x = randomNormal(rng(2), [1, 5, 5, 4]);
    const step = compile((p) => valueAndGrads((q) => tf.sum(tf.square(convolution(q, x, { groups: 2, dilation: 2 }))), p));
    const { value, grads } = step(params);
    return { name, value: value.dataSync()[0], shape: grads.kernel.shape, chained: tf.scalar(2).square().dataSync()[0] };
  });`;

/** The built package in a page, without any of Node's modules. */
describe('in a browser', () => {
  let bundle: string;
  let inputs: string[];
  beforeAll(async () => {
    const result = await build({
      absWorkingDir: folder,
      stdin: { contents: page, resolveDir: folder },
      bundle: true,
      platform: 'browser',
      format: 'iife',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    bundle = result.outputFiles[0]!.text;
    inputs = Object.keys(result.metafile.inputs).map((input) => resolve(folder, input));
  });

  it('leaves out the native backend and what writes its graphs', () => {
    expect(inputs.some((input) => input.endsWith('/tensor/dist/backend.browser.js'))).toBe(true);
    expect(
      inputs.filter((input) => /tfjs-node|protobufjs|tensor\/dist\/(backend|compile\/session)\.js/.test(input)),
    ).toEqual([]);
  });

  it('computes, differentiates and compiles', async () => {
    const globals = {
      location: { search: '' },
      console,
      TextEncoder,
      TextDecoder,
      performance,
      setTimeout,
      clearTimeout,
      URL,
    };
    const context = createContext({
      ...globals,
      window: { document: {} },
      navigator: { userAgent: 'test' },
      document: {},
    });
    runInContext(bundle, context);
    const result = (await (context as { done: Promise<Record<string, unknown>> }).done) as { value: number };
    expect(result).toMatchObject({ name: 'cpu', shape: [3, 3, 2, 4], chained: 4 });
    expect(result.value).toBeGreaterThan(0);
  });
});
