import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/support.js';
import { kernelCommand } from './command.js';
import { findKernelSpec, installedKernelSpecs } from './find.js';
import { KernelSpecError } from './kernel-spec.js';
import { dataFolder, runtimeFolder, searchPath, type Surroundings } from './search-path.js';

const linux = (env: Surroundings['env'], home = '/home/me'): Surroundings => ({ env, platform: 'linux', home });

function install(data: string, name: string, content: unknown): void {
  const folder = join(data, 'kernels', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kernel.json'), typeof content === 'string' ? content : JSON.stringify(content));
}
const spec = (language: string, argv = ['run', '{connection_file}']) => ({ argv, language, display_name: language });

describe('searchPath', () => {
  it("follows Jupyter's order: JUPYTER_PATH, the user's folder, the system's", () => {
    expect(searchPath(linux({ JUPYTER_PATH: '/one:/two' }))).toEqual([
      '/one',
      '/two',
      '/home/me/.local/share/jupyter',
      '/usr/local/share/jupyter',
      '/usr/share/jupyter',
    ]);
  });

  it('puts an active environment first, unless told otherwise', () => {
    const env = { VIRTUAL_ENV: '/venv' };
    const ours = '/home/me/.local/share/jupyter';
    const first = searchPath(linux(env));
    expect(first.slice(0, 2)).toEqual(['/venv/share/jupyter', ours]);
    expect(searchPath(linux({ ...env, JUPYTER_PREFER_ENV_PATH: '0' })).slice(0, 2)).toEqual([
      ours,
      '/venv/share/jupyter',
    ]);
  });

  it.each([
    [{ env: {}, platform: 'darwin', home: '/Users/me' }, '/Users/me/Library/Jupyter'],
    [linux({ XDG_DATA_HOME: '/data' }), '/data/jupyter'],
    [linux({ JUPYTER_DATA_DIR: '/mine', XDG_DATA_HOME: '/data' }), '/mine'],
  ] as const)('knows the data folder of each system', (surroundings, folder) => {
    expect(dataFolder(surroundings)).toBe(folder);
    expect(runtimeFolder(surroundings)).toBe(join(folder, 'runtime'));
  });
});

describe('findKernelSpec', () => {
  function twoFolders(): Surroundings {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    install(first, 'Python3', spec('python', ['first']));
    install(second, 'python3', spec('python', ['second']));
    install(second, 'broken', '{');
    install(second, 'deno', { ...spec('typescript'), interrupt_mode: 'message', env: { A: '${HOME}/x' } });
    return linux({ JUPYTER_PATH: `${first}:${second}`, JUPYTER_DATA_DIR: '/nonexistent' });
  }

  it('takes the first match and does not mind upper and lower case', () => {
    expect(findKernelSpec({ name: 'PYTHON3' }, { surroundings: twoFolders() })).toMatchObject({
      name: 'Python3',
      spec: { argv: ['first'], interrupt_mode: 'signal' },
    });
  });

  it('prefers the kernels it is given', () => {
    const kernels = { deno: spec('typescript', ['given']) };
    expect(findKernelSpec({ name: 'deno' }, { surroundings: twoFolders(), kernels }).spec.argv).toEqual(['given']);
  });

  it('falls back to the language, past a broken kernelspec', () => {
    const found = findKernelSpec({ name: 'tslab', language: 'TypeScript' }, { surroundings: twoFolders() });
    expect(found).toMatchObject({ name: 'deno', spec: { interrupt_mode: 'message' } });
  });

  it('lists what there is when nothing fits', () => {
    expect(() => findKernelSpec({ name: 'julia' }, { surroundings: twoFolders() })).toThrow(
      /no kernel named "julia"; found: Python3, broken, deno\. Install the kernel, or choose one with --kernel NAME/,
    );
  });

  it('refuses a name that is a path and a kernelspec that is broken', () => {
    const surroundings = twoFolders();
    expect(() => findKernelSpec({ name: '../deno' }, { surroundings })).toThrow(KernelSpecError);
    expect(() => findKernelSpec({ name: 'broken' }, { surroundings })).toThrow(/kernel\.json cannot be read/);
    const data = temporaryFolder();
    install(data, 'odd', { argv: 'python', language: 'python' });
    expect(() => findKernelSpec({ name: 'odd' }, { surroundings: linux({ JUPYTER_PATH: data }) })).toThrow(
      /"argv" to be a list/,
    );
  });

  it('lists each name once', () => {
    expect(installedKernelSpecs(twoFolders()).map(({ name }) => name)).toEqual(['Python3', 'broken', 'deno']);
  });
});

describe('kernelCommand', () => {
  it('fills placeholders also inside an argument, and variables in the environment', () => {
    const found = {
      name: 'x',
      folder: '/resources',
      spec: {
        ...spec('x', ['run', '--file={connection_file}', '{resource_dir}/main']),
        env: { A: '${HOME}/a', B: '${NONE}' },
      },
    };
    expect(kernelCommand(found, '/c.json', { HOME: '/h' })).toEqual({
      program: 'run',
      args: ['--file=/c.json', '/resources/main'],
      env: { HOME: '/h', A: '/h/a', B: '${NONE}' },
    });
  });

  it('starts the Python of the environment that holds the kernelspec', () => {
    const prefix = temporaryFolder();
    const folder = join(prefix, 'share/jupyter/kernels/python3');
    mkdirSync(join(prefix, 'bin'), { recursive: true });
    writeFileSync(join(prefix, 'bin/python'), '', { mode: 0o755 });
    const found = { name: 'python3', folder, spec: spec('python', ['python', '-m', 'ipykernel_launcher']) };
    expect(kernelCommand(found, '/c.json', {}).program).toBe(join(prefix, 'bin/python'));
  });

  it("keeps IPython's history out of the user's database, unless the kernelspec says where it goes", () => {
    const args = (...argv: string[]) => kernelCommand({ name: 'x', spec: spec('python', argv) }, '/c.json', {}).args;
    expect(args('python', '-m', 'ipykernel_launcher')).toContain('--HistoryManager.hist_file=:memory:');
    expect(args('python', '-m', 'ipykernel_launcher', '--HistoryManager.hist_file=/h')).toHaveLength(3);
    expect(args('node', 'kernel.js')).toEqual(['kernel.js']);
  });
});
