import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installKernelSpec, uninstallKernelSpec, userDataFolder } from './install.js';
import { kernelSpec } from './kernel-spec.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'install-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the kernelspec', () => {
  it('starts this Node and this program by absolute paths, with one placeholder', () => {
    const { argv, language } = kernelSpec();
    expect(argv[0]).toBe(process.execPath);
    expect(argv[1]).toMatch(/^\/.*bin\.js$/);
    expect(argv.filter((argument) => argument.includes('{connection_file}'))).toEqual(['{connection_file}']);
    expect(language).toBe('typescript');
  });

  it('is written where Jupyter looks, again and again, and removed', () => {
    for (let time = 0; time < 2; time++) {
      expect(installKernelSpec(folder, { name: 'tslab' })).toBe(join(folder, 'kernels', 'tslab'));
    }
    const written: unknown = JSON.parse(readFileSync(join(folder, 'kernels', 'tslab', 'kernel.json'), 'utf8'));
    expect(written).toEqual(kernelSpec());
    uninstallKernelSpec(folder, { name: 'tslab' });
    expect(existsSync(join(folder, 'kernels', 'tslab'))).toBe(false);
    expect(() => uninstallKernelSpec(folder, { name: 'tslab' })).toThrow('No kernel is installed');
  });

  it('leaves the kernel of others alone', () => {
    const other = join(folder, 'kernels', 'tslab');
    mkdirSync(other, { recursive: true });
    writeFileSync(join(other, 'kernel.json'), '{"argv":["tslab"],"language":"typescript"}');
    expect(() => installKernelSpec(folder, { name: 'tslab' })).toThrow('belongs to another kernel');
    expect(() => uninstallKernelSpec(folder, { name: 'tslab' })).toThrow('belongs to another kernel');
    expect(existsSync(join(other, 'kernel.json'))).toBe(true);
  });

  it.each(['../evil', 'a/b', '', '..', 'a b'])('refuses the name %j', (name) => {
    expect(() => installKernelSpec(folder, { name })).toThrow('is not a kernel name');
  });
});

describe('userDataFolder', () => {
  it.each([
    [{ JUPYTER_DATA_DIR: '/data' }, 'linux', '/data'],
    [{ XDG_DATA_HOME: '/xdg' }, 'linux', '/xdg/jupyter'],
    [{}, 'linux', join(homedir(), '.local/share/jupyter')],
    [{}, 'darwin', join(homedir(), 'Library/Jupyter')],
    [{ APPDATA: '/roaming' }, 'win32', '/roaming/jupyter'],
  ] as const)('of %o on %s is %s', (environment, platform, expected) => {
    expect(userDataFolder(environment, platform)).toBe(expected);
  });
});
