import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { rememberedSources } from './remembered-sources.mjs';

/** @param {string | Buffer} content */
const hash = (content) => createHash('sha256').update(content).digest('hex').slice(0, 16);

/** The instruction sets of the processor: floating-point results may differ between them. */
function processorFeatures() {
  if (!existsSync('/proc/cpuinfo')) return cpus()[0]?.model ?? 'unknown';
  const flags = /^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  const vector = flags.split(' ').filter((flag) => /^(sse|avx|fma|amx|f16c)/.test(flag));
  return vector.sort().join(' ');
}

/** @param {string} root @param {string} environmentBackend */
function backend(root, environmentBackend) {
  const stamp = join(root, 'node_modules/@tensorflow/tfjs-node/.atlas-native');
  const native = existsSync(stamp) && environmentBackend !== 'cpu';
  return native ? `tensorflow ${JSON.parse(readFileSync(stamp, 'utf8')).library}` : 'cpu';
}

/**
 * Everything that can change the results of a notebook, each part under a name that means something to a person.
 * Two machines with the same parts may share a cached result.
 * @param {string} root the workspace
 * @param {string} name for example `05-channel`
 * @param {string} profile
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<Record<string, string>>}
 */
export async function digestParts(root, name, profile, environment = process.env) {
  const read = (/** @type {string} */ file) => readFileSync(join(root, file));
  const notebook = JSON.parse(read(`notebooks/${name}.ipynb`).toString());
  const contract = existsSync(join(root, `notebooks/${name}.schema.json`)) ? read(`notebooks/${name}.schema.json`) : '';
  const cells = notebook.cells.map((cell) => [
    cell.cell_type,
    [cell.source].flat().join(''),
    cell.metadata?.tags ?? [],
  ]);
  const code = notebook.cells.filter((cell) => cell.cell_type === 'code').map((cell) => [cell.source].flat().join(''));
  const parts = {
    profile,
    'notebook cells': hash(JSON.stringify(cells)),
    'notebook schema': hash(contract),
    lockfile: hash(read('package-lock.json')),
    'Node version': process.versions.node,
    'processor features': processorFeatures(),
    'processor threads': String(cpus().length),
    backend: backend(root, environment.ATLAS_BACKEND ?? ''),
  };
  for (const variable of ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'TF_XLA_FLAGS']) {
    if (environment[variable]) parts[variable] = environment[variable];
  }
  for (const data of contract === '' ? [] : (JSON.parse(contract.toString()).atlas?.datasets ?? [])) {
    const manifest = `datasets/${data}/dataset.json`;
    if (existsSync(join(root, manifest))) parts[manifest] = hash(read(manifest));
  }
  // A notebook about the others reads all contracts.
  if (code.some((cell) => /\bcontracts\(/.test(cell))) {
    const contracts = readdirSync(join(root, 'notebooks')).filter((file) => file.endsWith('.schema.json'));
    for (const file of contracts.sort()) parts[`notebooks/${file}`] = hash(read(`notebooks/${file}`));
  }
  // The bundler is loaded only where it is needed.
  const find = async () => (await import('./used-sources.mjs')).sourcesUsedBy(root, code);
  for (const [file, content] of await rememberedSources(root, name, code, find)) parts[file] = hash(content);
  return parts;
}
