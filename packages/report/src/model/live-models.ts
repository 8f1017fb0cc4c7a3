import { isObject, type JsonObject } from '@atlas/schemas';

/** What a trained network in an artifact can be used for on a page. */
export type LiveKind = 'translator' | 'gates' | 'glimpses';

/** A trained network that pages can run: a safetensors file that describes itself in its metadata. */
export type LiveModel = {
  /** Path of the artifact in the reports and in the site. */
  path: string;
  kind: LiveKind;
  /** `rnnsearch`, `transformer`, `se`, `ram`, … */
  name: string;
  title: string;
};

const titles: Readonly<Record<string, string>> = {
  rnnsearch: 'RNNsearch',
  rnnencdec: 'RNNenc-dec',
  transformer: 'Transformer',
  ram: 'RAM',
  se: 'Squeeze-and-Excitation',
  sk: 'Selective kernel',
};

const translators = ['rnnsearch', 'transformer', 'rnnencdec'];
/** Mechanisms whose weights are numbers per channel or branch, which a strip can show. */
const gates = ['se', 'sk', 'eca', 'gsop'];

/** Which live part can run an artifact; undefined for files that are no network or do not say which. */
export function liveModelOf(path: string, content: Uint8Array): LiveModel | undefined {
  if (!path.endsWith('.safetensors')) return undefined;
  const metadata = metadataOf(content);
  if (metadata === undefined) return undefined;
  if (metadata['model'] === 'recurrent-attention') return model(path, 'glimpses', 'ram');
  const description = parsed(metadata['description']);
  const { network, attention } = description ?? {};
  if (typeof network === 'string' && translators.includes(network)) return model(path, 'translator', network);
  const mechanism = isObject(attention) ? attention['mechanism'] : undefined;
  if (typeof mechanism === 'string' && gates.includes(mechanism)) return model(path, 'gates', mechanism);
  return undefined;
}

function model(path: string, kind: LiveKind, name: string): LiveModel {
  return { path, kind, name, title: titles[name] ?? name.toUpperCase() };
}

/** One network of each kind and name: the first, but one for plain digits before one for another task. */
export function chooseModels(found: readonly LiveModel[]): LiveModel[] {
  const ranked = [...found].sort((a, b) => Number(b.path.includes('digit')) - Number(a.path.includes('digit')));
  const first = new Map<string, LiveModel>();
  for (const each of ranked) if (!first.has(`${each.kind} ${each.name}`)) first.set(`${each.kind} ${each.name}`, each);
  const order = Object.keys(titles);
  const rank = ({ name }: LiveModel): number => (order.indexOf(name) + order.length + 1) % (order.length + 1);
  return [...first.values()].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** Where the weights of a network stand as a script, since pages from a folder cannot fetch files. */
export function weightsScript({ path }: LiveModel): string {
  return `weights/${path
    .replace(/^artifacts\//, '')
    .replace(/\.safetensors$/, '')
    .replaceAll('/', '-')}.js`;
}

/** The metadata of a safetensors file: eight bytes of length, then a JSON header. */
function metadataOf(content: Uint8Array): JsonObject | undefined {
  if (content.length < 8) return undefined;
  const length = Number(new DataView(content.buffer, content.byteOffset).getBigUint64(0, true));
  if (length > content.length - 8) return undefined;
  const header = parsed(new TextDecoder().decode(content.subarray(8, 8 + length)));
  const metadata = header?.['__metadata__'];
  return isObject(metadata) ? (metadata as JsonObject) : undefined;
}

function parsed(text: unknown): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
