import { expect, test } from 'vitest';
import { workspace } from '../bootstrap/folders.mjs';
import { importedPackages } from './notebook-targets.mjs';
import { sourcesUsedBy } from './used-sources.mjs';

const used = async (/** @type {string[]} */ ...cells) => (await sourcesUsedBy(workspace, cells)).map(([file]) => file);

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
    "const a = 1;\nimport {\n  additive as attend,\n  type AdditiveParams,\n} from '@atlas/attention';\nimport * as tensor from '@atlas/tensor';",
  );
  expect(files).toContain('packages/attention/src/mechanisms/additive.ts');
  expect(files).toContain('packages/tensor/src/rng.ts');
});

test('names the packages that a notebook imports', () => {
  const text = String.raw`"import { a } from '@atlas/tensor';\n", "import { b } from '@atlas/lab';\n", "from '@atlas/tensor'"`;
  expect(importedPackages(text)).toEqual(['lab', 'tensor']);
});
