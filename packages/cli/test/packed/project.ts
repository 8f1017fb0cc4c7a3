import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../../../../', import.meta.url));

/** The packages that are made to be used elsewhere. */
export const libraries = ['tensor', 'attention', 'models', 'schemas', 'lab', 'notebook', 'kernel', 'runner'] as const;

/** What npm told the program that started the tests is not for the npm of the project. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

type Ended = { status: number | null; stdout: string; stderr: string };

/** A project that has nothing but the packed libraries, installed by npm as from anywhere else. */
export class PackedProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'atlas-packed-'));

  constructor() {
    const packages = join(this.folder, 'packed');
    mkdirSync(packages);
    writeFileSync(join(this.folder, 'package.json'), '{"name": "empty", "private": true, "type": "module"}');
    const named = libraries.map((name) => join(workspace, 'packages', name));
    this.mustRun('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', packages, ...named]);
    const tarballs = readdirSync(packages).map((file) => join(packages, file));
    // What npm has downloaded for the workspace is in its cache: nothing else is fetched.
    this.mustRun('npm', ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs]);
  }

  get modules(): string {
    return join(this.folder, 'node_modules');
  }

  write(file: string, content: string): string {
    const path = join(this.folder, file);
    writeFileSync(path, content);
    return path;
  }

  run(command: string, args: readonly string[]): Ended {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: this.folder,
      env: environment,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  /** Runs a program that must succeed. @returns the last line that it printed */
  lastLine(file: string, source: string): string {
    return (
      this.mustRun(process.execPath, [this.write(file, source)])
        .trim()
        .split('\n')
        .at(-1) ?? ''
    );
  }

  /** The diagnostics of the compiler for a source, with the module resolution of a project. */
  diagnostics(source: string, moduleResolution: string, module: string): string {
    this.write('types.ts', source);
    const compilerOptions = { moduleResolution, module, target: 'ES2022', strict: true, noEmit: true };
    const options = { compilerOptions: { ...compilerOptions, skipLibCheck: true, types: [] }, files: ['types.ts'] };
    this.write('tsconfig.json', JSON.stringify(options));
    return this.run(process.execPath, [join(workspace, 'node_modules/typescript/bin/tsc')]).stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private mustRun(command: string, args: readonly string[]): string {
    const { status, stdout, stderr } = this.run(command, args);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  }
}
