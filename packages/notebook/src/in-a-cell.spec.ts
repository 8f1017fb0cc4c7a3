import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Runs cells in tslab's own compiler and executor, and prints what would go to the notebook, one JSON line each. */
const program = `
  const jupyter = require('tslab/dist/jupyter.js');
  const { createConverter } = require('tslab/dist/converter.js');
  const { createExecutor } = require('tslab/dist/executor.js');
  const say = (kind, value) => process.stdout.write(JSON.stringify([kind, value]) + '\\n');
  jupyter.lastWriteDisplayData = (message, update) => say('display', { ...message, update });
  const node = createConverter({ isJS: false, cwd: process.cwd() });
  const print = { log: (...parts) => say('log', parts.join(' ')), error: (...parts) => say('error', parts.join(' ')) };
  const executor = createExecutor(process.cwd(), { node, browser: node, close: () => node.close() }, print);
  (async () => {
    for (const cell of JSON.parse(process.argv[1])) say('done', await executor.execute(cell));
    process.exit(0);
  })();
`;

type Line = [kind: 'display' | 'log' | 'error' | 'done', value: unknown];

function run(...cells: string[]): Line[] {
  const cwd = fileURLToPath(new URL('../test', import.meta.url));
  const printed = execFileSync(process.execPath, ['--eval', program, '--', JSON.stringify(cells)], {
    cwd,
    encoding: 'utf8',
  });
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe('in a tslab cell', () => {
  it('is imported with its types, and shows outputs of several MIME types that are updated in place', () => {
    const lines = run(
      `import { study, show, progress } from '@atlas/notebook';
       const atlas = study('90-example');
       atlas.result('accuracy', 0.91234);`,
      `const bar = progress(1, 'training'); bar.advance();`,
    );
    expect(lines.map(([kind]) => kind)).toEqual(['display', 'done', 'display', 'display', 'done']);
    expect(lines[0]?.[1]).toMatchObject({
      data: {
        'application/scrapbook.scrap.json+json': { name: 'result:accuracy', data: 0.912 },
        'text/plain': 'result accuracy: 0.912',
      },
      update: false,
    });
    const [first, second] = lines
      .slice(2, 4)
      .map(([, value]) => value as { transient: { display_id: string }; update: boolean });
    expect(first?.update).toBe(false);
    expect(second).toMatchObject({ update: true, transient: { display_id: first?.transient.display_id } });
    expect(lines.at(-1)).toEqual(['done', true]);
  });

  it('stops a claim without a control before the cell runs, in words that name it', () => {
    const lines = run(
      `import { study } from '@atlas/notebook';
       const atlas = study('90-example');
       atlas.claim('helps', { seeds: [1, 2], values: [1, 2] });`,
    );
    expect(
      lines.some(([kind, value]) => kind === 'error' && String(value).includes("Property 'control' is missing")),
    ).toBe(true);
    expect(lines.at(-1)).toEqual(['done', false]);
  });
});

describe('in a plain script', () => {
  it('prints the text of an output', () => {
    const code = "import { show } from '@atlas/notebook'; show.table([{ a: 1 }]);";
    const options = { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' } as const;
    expect(execFileSync(process.execPath, ['--input-type=module', '--eval', code], options)).toBe('a\n1\n');
  });
});
