import { fileURLToPath } from 'node:url';
import { chooseBackend } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { chromiumPath, inChromium, launch } from '@atlas/testing/chromium';
import { build } from 'esbuild';
import { type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allMechanisms } from '../src/index.js';
import { runAll, type Results } from './browser/run.js';

describe.skipIf(chromiumPath === undefined)(inChromium('mechanisms in Chromium'), () => {
  let browser: Browser;
  let bundled: string[];
  let found: { backend: string; results: Results };
  const errors: string[] = [];

  beforeAll(async () => {
    await chooseBackend();
    const bundle = await build({
      entryPoints: [fileURLToPath(new URL('./browser/page.ts', import.meta.url))],
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      metafile: true,
      logLevel: 'silent',
    });
    bundled = Object.values(bundle.metafile.outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([name, { bytesInOutput }]) => (bytesInOutput > 0 ? [name] : [])),
    );
    browser = await launch();
    const page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.setContent('<!doctype html><title>mechanisms</title>');
    await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
    found = await page.evaluate(() => globalThis.runMechanisms());
  });

  afterAll(() => browser?.close());

  it('run unchanged and give what they give in Node, gradients included', () => {
    expect(errors).toEqual([]);
    const expected = runAll();
    expect(Object.keys(found.results)).toEqual(Object.keys(expected));
    for (const [example, leaves] of Object.entries(expected)) {
      expect(Object.keys(found.results[example]!), example).toEqual(Object.keys(leaves));
      for (const [path, { shape, values }] of Object.entries(leaves)) {
        const there = found.results[example]![path]!;
        expect(there.shape, `${example}: ${path}`).toEqual(shape);
        const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
        expectClose(there.values, values, { rtol: 0, atol: 1e-4 * largest });
      }
    }
  });

  it('bring neither the native backend nor the layers into a bundle that does not use them', () => {
    expect(bundled.filter((name) => /tfjs-node|tfjs-layers|protobufjs/.test(name))).toEqual([]);
    expect(bundled.filter((name) => name.includes('src/mechanisms/'))).toHaveLength(allMechanisms.length);
  });
});
