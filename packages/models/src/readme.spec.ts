import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('has an example in its README that prints what the README says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, code = '', printed = ''] = /```js\n(.*?)```.*?```text\n(.*?)```/s.exec(readme) ?? [];
  expect(code).toContain("from '@atlas/models'");
  const options = { cwd: new URL('..', import.meta.url), encoding: 'utf8' } as const;
  expect(execFileSync(process.execPath, ['--input-type=module', '--eval', code], options)).toBe(printed);
});
