import { spawnSync } from 'node:child_process';
import { cpus, freemem, totalmem } from 'node:os';
import type { BackendInfo } from '@atlas/tensor';
import { type Command } from '../command.js';
import { exitCode } from '../exit-code.js';
import { bytes, table } from '../terminal/table.js';

/** The first line that a program prints about its version, or undefined where it is missing. */
function version(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n')[0] : undefined;
}

/**
 * The backend that notebooks would get, as a row of the table. Another process asks, for TensorFlow writes lines of its
 * own to the terminal when it starts, and a library that does not fit ends the process that loads it.
 */
function backendRow(): string[] {
  const script = `import { chooseBackend } from ${JSON.stringify(import.meta.resolve('@atlas/tensor'))};
    process.stdout.write(JSON.stringify(await chooseBackend()));`;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    const reason =
      stderr.split('\n').find((line) => /^\w*Error\b/.test(line)) ?? `its process ended by ${signal ?? status}`;
    return ['backend', 'cannot be loaded', reason];
  }
  const { name, tensorflowVersion, notice } = JSON.parse(stdout) as BackendInfo;
  return ['backend', [name, tensorflowVersion].filter(Boolean).join(' '), notice ?? 'ok'];
}

/** What each optional program is for, and what happens without it. */
const programs: readonly (readonly [string, string])[] = [
  ['python3', 'provides TensorFlow; without it the pure-JavaScript backend is used'],
  ['c++', 'compiles the binding to TensorFlow; without it the pure-JavaScript backend is used'],
  ['chromium', 'browser tests; without it they are skipped'],
  ['sbatch', 'atlas run --executor slurm'],
];

/** `atlas doctor`: what is installed, which backend, what is missing. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'What is installed, which backend is used, what is missing and what that means.',
  positionals: '',
  options: {},
  run: async () => {
    const rows = [
      ['Node', process.versions.node, 'ok'],
      ['processor', `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} threads`, 'ok'],
      ['memory', `${bytes(freemem())} free of ${bytes(totalmem())}`, 'ok'],
      backendRow(),
      ...programs.map(([program, purpose]) => {
        const found = version(program);
        return [program, found ?? 'not found', found ? 'ok' : purpose];
      }),
    ];
    process.stdout.write(table([['what', 'found', 'remark'], ...rows]));
    return exitCode.done;
  },
};
