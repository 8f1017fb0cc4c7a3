import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```js\n(.*?)```\n\nprints\n\n```text\n(.*?)```/gs)];

it.each(examples.map(([, code = '', printed = '']) => ({ code, printed })))(
  'has examples in its README that print what the README says ($#)',
  ({ code, printed }) => {
    expect(code).toContain("from '@atlas/models'");
    const options = { cwd: new URL('..', import.meta.url), encoding: 'utf8' } as const;
    expect(execFileSync(process.execPath, ['--input-type=module', '--eval', code], options)).toBe(printed);
  },
);

it('finds every example', () => {
  expect(examples).toHaveLength(readme.split('```js').length - 1);
});
