import {
  formatProblem,
  isObject,
  parametersSchema,
  validateParameters,
  type JsonObject,
  type JsonValue,
  type Notebook,
  type NotebookContract,
  type Profile,
} from '@atlas/schemas';
import { knownLanguages, parameterLanguage } from './language.js';
import { tagsOf } from './tags.js';

/** Parameters that the notebook does not have, or whose values it does not accept. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
}

const identifier = /^[A-Za-z_$][\w$]*$/;

export interface ParameterSources {
  readonly contract: NotebookContract | undefined;
  readonly profile: Profile;
  /** Values that the caller gives; they win over those of the profile. */
  readonly given: JsonObject;
  /** Names that the notebook's own parameters cell sets. */
  readonly declared: readonly string[];
}

/** The names that the notebook's parameters cell sets; none where it has no such cell or another language. */
export function declaredParameters(notebook: Notebook, language: string): string[] {
  const cell = notebook.cells.find((candidate) => candidate.cell_type === 'code' && tagsOf(candidate).parameters);
  const source = typeof cell?.source === 'string' ? cell.source : '';
  return parameterLanguage(language)?.names(source) ?? [];
}

/**
 * The values to inject: those of the profile, replaced by those given. A name that the contract (without one: the
 * parameters cell) does not have is an error, and so is a value that does not match its schema.
 */
export function resolveParameters({ contract, profile, given, declared }: ParameterSources): JsonObject {
  const known = contract === undefined ? declared : Object.keys(propertiesOf(contract));
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const names = known.length === 0 ? 'it has none' : `it has: ${known.join(', ')}`;
    throw new ParameterError(
      `the notebook has no parameter ${unknown.map((name) => `"${name}"`).join(', ')}; ${names}`,
    );
  }
  const odd = Object.keys(given).find((name) => !identifier.test(name));
  if (odd !== undefined)
    throw new ParameterError(`${JSON.stringify(odd)} cannot name a parameter: expected an identifier`);
  if (contract === undefined) return { ...given };
  const values = { ...contract.atlas.profiles[profile], ...given };
  const problems = validateParameters(contract, values);
  if (problems.length > 0) {
    throw new ParameterError(
      `wrong parameters for profile ${profile}:\n${problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')}`,
    );
  }
  return values;
}

/**
 * Reads `name=value` as the contract's schema says: a parameter whose type is a text is taken as it is, all others are
 * JSON. Without a schema a value is JSON where it can be read so, else a text.
 */
export function parseParameter(text: string, contract: NotebookContract | undefined): [string, JsonValue] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new ParameterError(`expected a parameter as name=value, found ${JSON.stringify(text)}`);
  const name = text.slice(0, equals);
  const value = text.slice(equals + 1);
  const schema = contract === undefined ? undefined : propertiesOf(contract)[name];
  if (isObject(schema) && schema['type'] === 'string') return [name, value];
  try {
    return [name, JSON.parse(value) as JsonValue];
  } catch {
    if (isObject(schema) && schema['type'] !== undefined) {
      throw new ParameterError(
        `parameter "${name}": expected ${JSON.stringify(schema['type'])} as JSON, found ${value}`,
      );
    }
    return [name, value];
  }
}

/**
 * Puts the values into the notebook as papermill does: into the existing cell tagged `injected-parameters`, else after
 * the first cell tagged `parameters`, else at the top. Without values an old injected cell is removed, since it would
 * stay in force. Returns the notebook and whether the values had to go to the top.
 */
export function injectParameters(
  notebook: Notebook,
  language: string,
  values: JsonObject,
): { notebook: Notebook; atTop: boolean } {
  const cells = notebook.cells.filter((cell) => !tagsOf(cell).injectedParameters);
  if (Object.keys(values).length === 0) return { notebook: { ...notebook, cells }, atTop: false };
  const writer = parameterLanguage(language);
  if (writer === undefined) {
    throw new ParameterError(
      `parameters cannot be written in the language "${language}"; known: ${knownLanguages.join(', ')}`,
    );
  }
  const old = notebook.cells.findIndex((cell) => tagsOf(cell).injectedParameters);
  const after = cells.findIndex((cell) => cell.cell_type === 'code' && tagsOf(cell).parameters);
  const place =
    old >= 0 ? notebook.cells.slice(0, old).filter((cell) => !tagsOf(cell).injectedParameters).length : after + 1;
  cells.splice(place, 0, {
    cell_type: 'code',
    id: freeId(notebook),
    metadata: { tags: ['injected-parameters'] },
    source: writer.cell(values),
    outputs: [],
    execution_count: null,
  });
  return { notebook: { ...notebook, cells }, atTop: old < 0 && after < 0 };
}

function freeId(notebook: Notebook): string {
  const taken = new Set(notebook.cells.map((cell) => cell.id));
  let id = 'injected-parameters';
  for (let suffix = 2; taken.has(id); suffix += 1) id = `injected-parameters-${suffix}`;
  return id;
}

function propertiesOf(contract: NotebookContract): Record<string, unknown> {
  const schema = parametersSchema(contract);
  return isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
}
