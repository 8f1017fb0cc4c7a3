import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { format } from 'prettier';
import ts from 'typescript';

/**
 * @typedef {{ name: string, text: string }} NamedText
 * @typedef {{ text: string, parameters: NamedText[], returns: string, throws: string[] }} Docstring
 * @typedef {{ name: string, kind: string, signature: string, docstring: Docstring }} ApiSymbol
 * @typedef {{ source: string, head: string, symbols: ApiSymbol[] }} ApiModule
 * @typedef {{ name: string, description: string, modules: ApiModule[] }} ApiPackage
 */

/**
 * The public names of a built package with their signatures and docstrings, file by file.
 *
 * It reads the package's own declaration files and nothing else: a signature is shown as the compiler wrote it, so that
 * the types of other packages need not be loaded.
 * @param {string} folder the package, with `dist` beside `package.json`
 * @returns {Promise<ApiPackage>}
 * @throws {Error} where the package is not built
 */
export async function describePackage(folder) {
  const { name, description, types } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = resolve(folder, types);
  const program = ownProgram(entry);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const moduleSymbol = file && checker.getSymbolAtLocation(file);
  if (!moduleSymbol) throw new Error(`${name} has no exports at ${types}: build it first`);
  /** @type {Map<string, ApiModule>} */
  const modules = new Map();
  for (const exported of checker.getExportsOfModule(moduleSymbol)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declarations = (symbol.declarations ?? []).filter((declaration) => kindOf(declaration) !== undefined);
    const [first] = declarations;
    // A name that another package has made is described there.
    if (!first) continue;
    const origin = first.getSourceFile();
    const source = relative(join(folder, 'dist'), origin.fileName).replace(/\.d\.ts$/, '.ts');
    const module = modules.get(source) ?? { source: `src/${source}`, head: headOf(origin), symbols: [] };
    modules.set(source, module);
    module.symbols.push({
      name: exported.name,
      kind: kindOf(first) ?? '',
      signature: (await Promise.all(declarations.map(signatureOf))).join('\n'),
      docstring: docstringOf(declarations),
    });
  }
  const sorted = [...modules.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
  return { name, description, modules: sorted };
}

/** A program of the package's own files: names from elsewhere stay names. @param {string} entry */
function ownProgram(entry) {
  const options = { noLib: true, types: [], module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => {
      if (!text.startsWith('.')) return { resolvedModule: undefined };
      const resolvedFileName = join(dirname(containing), text.replace(/\.js$/, '.d.ts'));
      return { resolvedModule: { resolvedFileName, extension: ts.Extension.Dts, isExternalLibraryImport: false } };
    });
  return ts.createProgram([entry], options, host);
}

/** @param {ts.Declaration} declaration @returns {string | undefined} */
function kindOf(declaration) {
  if (ts.isFunctionDeclaration(declaration)) return 'function';
  if (ts.isClassDeclaration(declaration)) return 'class';
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) return 'type';
  if (ts.isVariableDeclaration(declaration)) return 'value';
  return undefined;
}

/** The statement that a declaration is written in. @param {ts.Declaration} declaration */
const statementOf = (declaration) => (ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration);

/** In lines that fit the page. @param {ts.Declaration} declaration */
async function signatureOf(declaration) {
  const text = statementOf(declaration)
    .getText()
    .replace(/^export /, '');
  const formatted = await format(text, { parser: 'typescript', printWidth: 72, singleQuote: true });
  return formatted.trimEnd().replace(/^declare /, '');
}

/** @param {readonly ts.Declaration[]} declarations @returns {Docstring} */
function docstringOf(declarations) {
  const documented = declarations.find(
    (declaration) => ts.getJSDocCommentsAndTags(statementOf(declaration)).length > 0,
  );
  const parts = documented ? ts.getJSDocCommentsAndTags(statementOf(documented)) : [];
  const comment = parts.filter(ts.isJSDoc).at(-1);
  const tags = [...(comment?.tags ?? [])];
  const textOf = (/** @type {ts.JSDoc | ts.JSDocTag | undefined} */ node) =>
    (ts.getTextOfJSDocComment(node?.comment) ?? '').trim();
  const named = (/** @type {string} */ name) => tags.filter((tag) => tag.tagName.text === name);
  return {
    text: textOf(comment),
    parameters: tags
      .filter(ts.isJSDocParameterTag)
      .map((tag) => ({ name: tag.name.getText(), text: textOf(tag).replace(/^- /, '') })),
    returns: textOf(named('returns')[0]),
    throws: named('throws').map((tag) =>
      tag
        .getText()
        .replace(/^@throws\s+/, '')
        .replace(/\s*\n\s*\*?\s*/g, ' ')
        .trim(),
    ),
  };
}

/** The comment that a file begins with, where it is about the file: what stands above its imports. @param {ts.SourceFile} file */
function headOf(file) {
  const [first] = file.statements;
  if (!first || !ts.isImportDeclaration(first)) return '';
  const [comment] = ts.getLeadingCommentRanges(file.text, first.getFullStart()) ?? [];
  const text = comment ? file.text.slice(comment.pos, comment.end) : '';
  if (!text.startsWith('/**')) return '';
  return text
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^[ \t]*\* ?/gm, '')
    .trim();
}
