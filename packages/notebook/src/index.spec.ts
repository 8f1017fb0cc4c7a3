import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import * as surface from './index.js';

it('has a stable public surface', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'CheckError',
    'StudyError',
    'ValueError',
    'contracts',
    'createShow',
    'pngBytes',
    'progress',
    'show',
    'study',
  ]);
});

it('can be required: no top-level await anywhere in its graph', () => {
  const required = createRequire(import.meta.url)('@atlas/notebook') as typeof surface;
  expect(Object.keys(required).sort()).toEqual(Object.keys(surface).sort());
});
