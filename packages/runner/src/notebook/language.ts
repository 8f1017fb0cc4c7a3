import type { JsonValue } from '@atlas/schemas';

/** How a language writes down parameters. */
export interface ParameterLanguage {
  /** The source of a cell that sets the parameters. */
  cell(values: Readonly<Record<string, JsonValue>>): string;
  /** The names that a cell of literals sets, in its order. */
  names(source: string): string[];
}

const typescript: ParameterLanguage = {
  // With `const` the type of `"full"` would be that one text, and a later comparison with another would not compile.
  cell: (values) =>
    ['// Parameters', ...assignments(values, (name, value) => `let ${name} = ${scriptLiteral(value)};`)].join('\n'),
  names: (source) => matches(source, /^[ \t]*(?:export[ \t]+)?(?:const|let|var)[ \t]+([A-Za-z_$][\w$]*)/gm),
};

const python: ParameterLanguage = {
  cell: (values) =>
    ['# Parameters', ...assignments(values, (name, value) => `${name} = ${pythonLiteral(value)}`)].join('\n'),
  names: (source) => matches(source, /^([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=(?!=)/gm),
};

/** The language of a kernel, or undefined where parameters cannot be written in it. */
export function parameterLanguage(name: string): ParameterLanguage | undefined {
  const languages: Readonly<Record<string, ParameterLanguage>> = { typescript, javascript: typescript, python };
  return languages[name.toLowerCase()];
}

export const knownLanguages = ['typescript', 'javascript', 'python'];

function assignments(
  values: Readonly<Record<string, JsonValue>>,
  assign: (name: string, value: JsonValue) => string,
): string[] {
  return Object.entries(values).map(([name, value]) => assign(name, value));
}

function matches(source: string, pattern: RegExp): string[] {
  return [...source.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function scriptLiteral(value: JsonValue): string {
  return Array.isArray(value) ? `[${value.map(scriptLiteral).join(', ')}]` : JSON.stringify(value);
}

function pythonLiteral(value: JsonValue): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([name, item]) => `${JSON.stringify(name)}: ${pythonLiteral(item)}`)
      .join(', ')}}`;
  }
  // A JSON text is a Python text, except that Python wants surrogate pairs as one character: they stay unescaped.
  return JSON.stringify(value);
}
