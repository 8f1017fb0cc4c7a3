import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { CommandError, runCommand } from './processes.mjs';
import { SetupError, step } from './say.mjs';

/**
 * The Python wheel carries a current libtensorflow with the C interface that @tensorflow/tfjs-node binds to.
 * Only its libraries are used, so the wheel's Python version does not matter and is fixed, with its hash.
 */
export const wheels = {
  'linux-x64': {
    version: '2.21.0',
    python: '3.11',
    platform: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  },
};

const neededBytes = 1.4e9;

// Copies the two libraries and the C headers out of a wheel, which is a zip file.
const unpackScript = `
import sys, zipfile, os, shutil
wheel, target = sys.argv[1:3]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith('tensorflow/libtensorflow'):
            destination = os.path.join(target, 'lib', os.path.basename(name))
        elif name.startswith('tensorflow/include/') and name.endswith('.h') and ('/c/' in name or '/platform/' in name):
            destination = os.path.join(target, 'include', name[len('tensorflow/include/'):])
        else:
            continue
        os.makedirs(os.path.dirname(destination), exist_ok=True)
        with archive.open(name) as source, open(destination, 'wb') as out:
            shutil.copyfileobj(source, out, 1 << 20)
`;

/** @param {string} folder */
function requireSpace(folder) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < neededBytes) {
    throw new SetupError(
      `not enough room in ${folder}: TensorFlow needs ${(neededBytes / 1e9).toFixed(1)} GB, ` +
        `${((bavail * bsize) / 1e9).toFixed(1)} GB are free (ATLAS_CACHE names another folder)`,
    );
  }
}

/** What pip says is long; one line of it is the reason. @param {unknown} error @returns {unknown} */
function explainPip(error) {
  if (!(error instanceof CommandError)) return error;
  if (error.output.includes('DO NOT MATCH THE HASHES'))
    return new SetupError('the downloaded TensorFlow is not the pinned file: its SHA-256 differs');
  const reasons = error.output.split('\n').filter((line) => line.startsWith('ERROR: '));
  return new SetupError(
    `TensorFlow could not be downloaded: ${reasons.at(-1)?.slice('ERROR: '.length) ?? error.message}`,
  );
}

/** @param {(typeof wheels)['linux-x64']} wheel @param {string} python @param {string} folder */
async function download(wheel, python, folder) {
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `tensorflow-cpu==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  await runCommand(
    python,
    [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--no-cache-dir',
      '--only-binary=:all:',
      '--require-hashes',
      '--implementation=cp',
      `--python-version=${wheel.python}`,
      `--platform=${wheel.platform}`,
      '--dest',
      folder,
      '-r',
      requirements,
    ],
    { quiet: true },
  ).catch((error) => {
    throw explainPip(error);
  });
  const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!file) throw new SetupError('pip reported success but left no wheel');
  return join(folder, file);
}

/** What a killed set-up left half-done. Only the holder of the lock calls this. @param {string} final */
function removeRemains(final) {
  const folder = dirname(final);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${basename(final)}.`) && name.endsWith('.part'))
      rmSync(join(folder, name), { recursive: true });
  }
}

/**
 * The folder with `lib/` and `include/` of libtensorflow, downloaded once per user.
 * @param {string} cache
 * @param {string} python
 * @returns {Promise<string>}
 */
export async function libtensorflow(cache, python) {
  const wheel = wheels[`${process.platform}-${process.arch}`];
  const final = join(cache, `libtensorflow-${wheel.version}-${process.platform}-${process.arch}`);
  if (existsSync(final)) return final;
  return withLock(`${final}.lock`, async () => {
    if (existsSync(final)) return final;
    removeRemains(final);
    requireSpace(cache);
    const temporary = `${final}.${process.pid}.part`;
    mkdirSync(temporary, { recursive: true });
    try {
      const file = await step(`downloading TensorFlow ${wheel.version} (274 MB, once per user)`, () =>
        download(wheel, python, temporary),
      );
      await step('unpacking TensorFlow (about 10 s)', () =>
        runCommand(python, ['-c', unpackScript, file, temporary], { quiet: true }),
      );
      rmSync(file);
      rmSync(join(temporary, 'requirements.txt'));
      // The folder gets its name only when it is whole.
      renameSync(temporary, final);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    return final;
  });
}
