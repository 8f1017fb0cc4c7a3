import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { workspace } from './folders.mjs';
import { runCommand } from './processes.mjs';
import { SetupError, step } from './say.mjs';

const tfjsNode = join(workspace, 'node_modules/@tensorflow/tfjs-node');

/** The binding uses Node-API 8, which is the same in every Node from 18 on: one build serves all of them. */
const nodeApi = 8;

/** @returns {string | undefined} the folder of node_api.h that belongs to the running Node */
function nodeHeaders() {
  const besideNode = resolve(dirname(process.execPath), '../include/node');
  const candidates = [
    besideNode,
    process.config.variables.nodedir && join(process.config.variables.nodedir, 'include/node'),
  ];
  return candidates.find((folder) => folder && existsSync(join(folder, 'node_api.h')));
}

/** @param {string} cache @returns {Promise<string>} Node's headers from the npm package that carries Node itself */
async function downloadNodeHeaders(cache) {
  const version = process.versions.node;
  const folder = join(cache, `node-headers-${version}`);
  const include = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'include/node');
  if (!existsSync(join(include, 'node_api.h'))) {
    await step(`fetching the headers of Node ${version}`, () =>
      runCommand(
        'npm',
        [
          'install',
          '--ignore-scripts',
          '--no-save',
          '--prefix',
          folder,
          `node-${process.platform}-${process.arch}@${version}`,
        ],
        { quiet: true },
      ),
    );
  }
  if (!existsSync(join(include, 'node_api.h'))) throw new SetupError(`the headers of Node ${version} were not found`);
  return include;
}

/** Links the libraries where the binding looks for them: `deps/lib` beside its own folder. @param {string} library */
function linkLibraries(library) {
  const target = join(tfjsNode, 'deps/lib');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const from = (/** @type {string} */ start) => {
    const name = readdirSync(join(library, 'lib')).find((entry) => entry.startsWith(start));
    if (!name) throw new SetupError(`${start} is missing in ${library}; remove that folder and run the command again`);
    return join(library, 'lib', name);
  };
  for (const [start, name] of [
    ['libtensorflow_cc', 'libtensorflow'],
    ['libtensorflow_framework', 'libtensorflow_framework'],
  ]) {
    symlinkSync(from(start), join(target, `${name}.so`));
    symlinkSync(from(start), join(target, `${name}.so.2`));
  }
  // The library is found under the name that is recorded inside it, too.
  symlinkSync(from('libtensorflow_cc'), join(target, 'libtensorflow_cc.so.2'));
}

/**
 * Compiles the binding that @tensorflow/tfjs-node ships as source (two C++ files) against libtensorflow.
 * The result is kept in the cache: a second clone only copies it.
 * @param {{ cache: string, library: string, compiler: string }} tools
 */
export async function provideBinding({ cache, library, compiler }) {
  const { version } = createRequire(import.meta.url)(join(tfjsNode, 'package.json'));
  const built = join(library, `tfjs_binding-${version}.node`);
  linkLibraries(library);
  if (!existsSync(built)) {
    const headers = nodeHeaders() ?? (await downloadNodeHeaders(cache));
    const temporary = `${built}.${process.pid}.part`;
    try {
      await step('compiling the binding between Node and TensorFlow (about 10 s)', () =>
        runCommand(
          compiler,
          [
            '-std=c++17',
            '-O2',
            '-fPIC',
            '-shared',
            `-DNAPI_VERSION=${nodeApi}`,
            '-o',
            temporary,
            `-I${headers}`,
            `-I${join(library, 'include')}`,
            `-I${tfjsNode}`,
            join(tfjsNode, 'binding/tfjs_backend.cc'),
            join(tfjsNode, 'binding/tfjs_binding.cc'),
            `-L${join(tfjsNode, 'deps/lib')}`,
            '-ltensorflow',
            '-ltensorflow_framework',
            '-Wl,-rpath,$ORIGIN/../../deps/lib',
          ],
          { quiet: true },
        ),
      );
      renameSync(temporary, built);
    } finally {
      rmSync(temporary, { force: true });
    }
  }
  const folder = join(tfjsNode, `lib/napi-v${nodeApi}`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(built, join(folder, 'tfjs_binding.node'));
}

/**
 * Loads the backend in a process of its own and multiplies two matrices: only what has worked counts as provisioned.
 * @returns {Promise<string>} the version of the TensorFlow library that answered
 */
export async function tryBackend() {
  const script =
    "process.env.TF_CPP_MIN_LOG_LEVEL='2';const util=require('node:util');util.isNullOrUndefined??=(v)=>v==null;" +
    "const tf=require('@tensorflow/tfjs-node');if(tf.matMul([[2]],[[3]]).dataSync()[0]!==6)process.exit(1);" +
    "console.log('version='+tf.backend().binding.TF_Version);";
  const text = await runCommand(process.execPath, ['--no-deprecation', '-e', script], { cwd: workspace, quiet: true });
  return /version=(\S+)/.exec(text)?.[1] ?? 'unknown';
}
