import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageRoot } from './bundle/package-root.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('has an example that prints what the README says', () => {
    const [, code = '', printed = ''] = /```js\n(.*?)```.*?```text\n(.*?)```/s.exec(readme) ?? [];
    expect(code).toContain("from '@atlas/report'");
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: packageRoot,
      encoding: 'utf8',
    });
    expect(output).toBe(printed);
  });
});
