/** The public names of a package, as the build describes them in `.atlas/api/<package>.json`. */
export type ApiPackage = { name: string; description: string; modules: ApiModule[] };

/** One source file of a package. */
export type ApiModule = {
  /** Inside the package, such as `src/rng.ts`. */
  source: string;
  /** The comment that the file begins with: formula and paper. */
  head: string;
  symbols: ApiSymbol[];
};

export type ApiSymbol = {
  name: string;
  kind: string;
  /** As the compiler declares it. */
  signature: string;
  docstring: { text: string; parameters: { name: string; text: string }[]; returns: string; throws: string[] };
};

/** The folder name of a package: `@atlas/tensor` is `tensor`. */
export const packageFolder = ({ name }: ApiPackage): string => name.replace(/^@[^/]+\//, '');
