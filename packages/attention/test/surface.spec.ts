import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chooseBackend } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import * as library from '../src/index.js';

beforeAll(() => chooseBackend());

describe('the public names', () => {
  it('each mechanism brings init, g, f, the whole and its declaration', () => {
    for (const [name, mechanism] of Object.entries(library.mechanisms)) {
      const declaration = Object.entries(library).find(([, value]) => value === mechanism)?.[0];
      expect(declaration, name).toMatch(/Mechanism$/);
      const whole = declaration!.replace(/Mechanism$/, '');
      const title = whole[0]!.toUpperCase() + whole.slice(1);
      const names = library as unknown as { readonly [name: string]: unknown };
      expect(names[whole], whole).toBe(mechanism.apply);
      expect(names[`g${title}`], `g${title}`).toBe(mechanism.g);
      expect(names[`f${title}`], `f${title}`).toBe(mechanism.f);
      expect(names[`init${title}`], `init${title}`).toBe(mechanism.init);
    }
  });

  it('can be required, as a notebook kernel does', () => {
    const built = createRequire(import.meta.url)('@atlas/attention') as typeof library;
    expect(Object.keys(built).sort()).toEqual(Object.keys(library).sort());
  });
});

describe('the README', () => {
  const text = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');

  it('lists every mechanism of the registry, and no other', () => {
    const listed = [...text.matchAll(/^\| `([a-z-]+)`\s*\|/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(Object.keys(library.mechanisms).sort());
  });

  it('has examples that run', async () => {
    const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);
    expect(blocks.length).toBeGreaterThan(1);
    for (const code of blocks) {
      const body = code.replace(
        /import (\{[^}]*\}|\* as \w+) from '([^']+)';/g,
        (_whole, names: string, from: string) =>
          names.startsWith('*')
            ? `const ${names.slice(5)} = await load('${from}');`
            : `const ${names} = await load('${from}');`,
      );
      const load = (name: string): Promise<unknown> => import(name);
      const run = new Function('load', `return (async () => { ${body} })();`) as (load: unknown) => Promise<void>;
      await run(load);
    }
  });
});
