import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { provideBinding, tryBackend } from './binding.mjs';
import { cacheFolder, stateFolder, workspace } from './folders.mjs';
import { libtensorflow, wheels } from './libtensorflow.mjs';
import { firstWorking, Interrupted, runCommand } from './processes.mjs';
import { say, step } from './say.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

const tfjsNode = join(workspace, 'node_modules/@tensorflow/tfjs-node');
const bindingFile = join(tfjsNode, 'lib/napi-v8/tfjs_binding.node');
// Beside the binding, so that both go when the packages are installed anew.
const readyFile = join(tfjsNode, '.atlas-native');
const failedFile = join(stateFolder, 'native-backend-failed');

function tools() {
  return {
    python: firstWorking(['python3', 'python']),
    compiler: firstWorking([process.env.CXX ?? 'c++', 'g++', 'clang++']),
  };
}

/** @param {ReturnType<typeof tools>} found */
async function fromWheel(found) {
  const platform = `${process.platform}-${process.arch}`;
  if (!wheels[platform]) throw new Error(`no TensorFlow wheel is pinned for ${platform}`);
  if (!found.python) throw new Error('Python 3 was not found');
  if (!found.compiler) throw new Error('no C++ compiler was found');
  const cache = cacheFolder();
  const library = await libtensorflow(cache, found.python);
  await provideBinding({ cache, library, compiler: found.compiler });
}

async function fromOwnDownload() {
  rmSync(join(tfjsNode, 'deps'), { recursive: true, force: true });
  await step("trying TensorFlow.js's own download (up to 3 minutes)", () =>
    runCommand(process.execPath, ['scripts/install.js'], { cwd: tfjsNode, quiet: true, timeout: 180_000 }).catch(
      (error) => {
        if (error instanceof Interrupted) throw error;
        throw new Error("TensorFlow.js's own download failed, too");
      },
    ),
  );
}

/**
 * Makes the native backend usable, by the first way that works: the pinned wheel, then the package's own download.
 * Where neither does, the pure-JavaScript backend remains; that is told, not thrown.
 */
export async function provisionNativeBackend() {
  if (process.env.ATLAS_BACKEND === 'cpu') return;
  if (existsSync(bindingFile) && existsSync(join(tfjsNode, 'deps/lib/libtensorflow.so')) && readStamp(readyFile))
    return;
  const found = tools();
  const situation = JSON.stringify(found);
  const insist = process.env.ATLAS_BACKEND === 'tensorflow';
  if (!insist && readStamp(failedFile)?.startsWith(situation)) {
    say(
      'setup: using the pure-JavaScript backend (the native one could not be set up; ATLAS_BACKEND=tensorflow tries again)',
    );
    return;
  }
  const reasons = [];
  for (const way of [() => fromWheel(found), fromOwnDownload]) {
    try {
      await way();
      writeStamp(readyFile, JSON.stringify({ library: await tryBackend() }));
      rmSync(failedFile, { force: true });
      return;
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      reasons.push(error.message.trim().split('\n')[0]);
    }
  }
  // Half a backend is worse than none: what was linked so far goes.
  for (const part of ['lib', 'deps']) rmSync(join(tfjsNode, part), { recursive: true, force: true });
  writeStamp(failedFile, `${situation}\n${reasons.join('\n')}\n`);
  say(
    `setup: NOTICE: the native TensorFlow backend is not available (${reasons.join('; ')}).\n` +
      'setup: The pure-JavaScript backend is used instead: everything works, but slowly, so the report runs its smoke profile.\n' +
      (found.python && found.compiler
        ? 'setup: ATLAS_BACKEND=tensorflow before the command tries again.'
        : 'setup: To get the native one, install Python 3 with pip and a C++ compiler, then run the command again.'),
  );
}
