import type { Converter } from 'tslab/dist/converter.js';

type CellModule = Parameters<Converter['addModule']>;

/** TypeScript's "Cannot find module … or its corresponding type declarations". */
const moduleNotFound = 2307;

/**
 * A converter that starts afresh when it is to try again after it did not find a module. TypeScript remembers what it
 * did not find, but the user may have installed the package or saved the file in the meantime.
 */
export function renewedConverter(create: () => Converter): Converter {
  const modules = new Map<string, CellModule>();
  let converter = create();
  let missed = false;
  const renew = (): void => {
    converter.close();
    converter = create();
    for (const module of modules.values()) converter.addModule(...module);
  };
  return {
    convert: (previous, source) => {
      if (missed) renew();
      const result = converter.convert(previous, source);
      missed = result.diagnostics.some(({ code }) => code === moduleNotFound);
      return result;
    },
    inspect: (...question) => converter.inspect(...question),
    complete: (...question) => converter.complete(...question),
    addModule: (...module) => {
      modules.set(module[0], module);
      return converter.addModule(...module);
    },
    close: () => converter.close(),
  };
}
