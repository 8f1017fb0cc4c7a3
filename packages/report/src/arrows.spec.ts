import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from './bundle/package-root.js';

const files = readdirSync(join(packageRoot, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
);
const imports = (file: string): string[] =>
  [
    ...readFileSync(join(packageRoot, 'src', file), 'utf8').matchAll(
      /^import (?!type )[^;]*?from '([^']+)'|^import '([^']+)'/gm,
    ),
  ].map(([, from, bare]) => from ?? bare ?? '');

it('keeps TensorFlow.js and the library out of everything but the live parts', () => {
  const library = /^@tensorflow\/|^@atlas\/(attention|models|tensor|lab)/;
  const outside = files.filter((file) => !file.startsWith('live/'));
  expect(outside.length).toBeGreaterThan(40);
  expect(outside.filter((file) => imports(file).some((from) => library.test(from)))).toEqual([]);
});

it('lets the server side import only those files of the live parts that are free of the library', () => {
  const shared = new Set(
    files
      .filter((file) => !file.startsWith('live/'))
      .flatMap(imports)
      .filter((from) => from.includes('/live/'))
      .map((from) => from.replace(/^.*\/live\//, 'live/').replace(/\.js$/, '.ts')),
  );
  expect(shared.size).toBeGreaterThan(0);
  for (const file of shared)
    expect(
      imports(file).filter((from) => from.startsWith('@')),
      file,
    ).toEqual([]);
});
