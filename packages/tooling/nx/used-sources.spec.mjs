import { expect, test } from 'vitest';
import { workspace } from '../bootstrap/folders.mjs';
import { importedPackages } from './notebook-targets.mjs';
import { sourcesUsedBy } from './used-sources.mjs';

const used = (/** @type {string[]} */ ...cells) => sourcesUsedBy(workspace, cells);

test('a notebook depends on the mechanism that it imports and on no other', async () => {
  const files = await used("import { squeezeExcite } from '@atlas/attention';");
  expect(files).toContain('packages/attention/src/mechanisms/squeeze-excite.ts');
  expect(files).not.toContain('packages/attention/src/mechanisms/additive.ts');
});

test('importing the registry is depending on every mechanism', async () => {
  const files = await used("import { mechanisms } from '@atlas/attention';");
  expect(files).toContain('packages/attention/src/mechanisms/squeeze-excite.ts');
  expect(files).toContain('packages/attention/src/mechanisms/additive.ts');
});

test('understands imports of several lines, renamed names and whole modules', async () => {
  const files = await used(
    "const a = 1;\nimport {\n  additive as attend,\n  type AdditiveParams,\n} from '@atlas/attention';\nimport * as tensor from '@atlas/tensor';\ntensor.rng(1);",
  );
  expect(files).toContain('packages/attention/src/mechanisms/additive.ts');
  expect(files).toContain('packages/tensor/src/rng.ts');
});

test('a package that is imported whole is used by the names that follow it', async () => {
  const files = await used(
    "import * as attention from '@atlas/attention';\n// attention is what this is about\nconst { additive } = attention;",
    'const options: attention.AnyMechanism = { attention: attention.squeezeExcite };',
  );
  expect(files).toContain('packages/attention/src/mechanisms/squeeze-excite.ts');
  expect(files).toContain('packages/attention/src/mechanisms/additive.ts');
  expect(files).not.toContain('packages/attention/src/mechanisms/non-local.ts');
});

test.each([
  ['handed on', "import * as attention from '@atlas/attention';\nconsole.log(attention);"],
  [
    'taken apart with a rest',
    "import * as attention from '@atlas/attention';\nconst { additive, ...rest } = attention;",
  ],
  ['read by a computed name', "import * as attention from '@atlas/attention';\nattention[process.argv[2]];"],
  ['imported while the cell runs', "const attention = await import('@atlas/attention');"],
])('everything is used of a package that is %s', async (_how, cell) => {
  expect(await used(cell)).toContain('packages/attention/src/mechanisms/non-local.ts');
});

test('every file that executes cells takes part, and none that only shows progress', async () => {
  const files = await used('1 + 1');
  expect(files).toEqual(
    expect.arrayContaining([
      'packages/kernel/src/executor/compiler.ts',
      'packages/kernel/src/executor/link-thread.ts',
      'packages/kernel/src/supervisor/kernel.ts',
      'packages/runner/src/run/run-notebook.ts',
    ]),
  );
  expect(files.filter((file) => file.includes('/progress/') || file.includes('/attention/'))).toEqual([]);
});

test('names the packages that a notebook imports', () => {
  const text = String.raw`"import { a } from '@atlas/tensor';\n", "import { b } from '@atlas/lab';\n", "from '@atlas/tensor'"`;
  expect(importedPackages(text)).toEqual(['lab', 'tensor']);
});
