import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSite } from '@atlas/report';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'atlas-new-'));
  mkdirSync(join(root, 'notebooks'));
  writeFileSync(join(root, 'nx.json'), '{}');
  for (const link of ['node_modules', 'packages']) symlinkSync(join(workspace, link), join(root, link));
  for (const end of ['.ipynb', '.schema.json']) {
    cpSync(join(workspace, `notebooks/01-unified-form${end}`), join(root, `notebooks/01-unified-form${end}`));
  }
});
afterAll(() => rmSync(root, { recursive: true }));

function atlas(...args: string[]): { code: number | null; out: string; err: string } {
  const main = join(workspace, 'packages/cli/dist/main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

describe('a new study', () => {
  const title = 'My "gate" & co: $& \\sigma';
  beforeAll(() => {
    const { code, out, err } = atlas('new', 'my-gate', '--title', title, '--mechanism', 'eca');
    expect(code, err).toBe(0);
    expect(out).toBe(['.ipynb', '.schema.json'].map((end) => `${join(root, 'notebooks/02-my-gate')}${end}\n`).join(''));
  });

  test('has the name, the title and the mechanism that were asked for', () => {
    const text = readFileSync(join(root, 'notebooks/02-my-gate.ipynb'), 'utf8');
    const { cells } = JSON.parse(text) as { cells: { source: string[] }[] };
    expect(cells[0]?.source[0]).toBe(`# ${title}\n`);
    expect(text).toContain("study('02-my-gate')");
    expect(text).toContain("mechanisms['eca']");
    expect(text).not.toContain('00-study');
    const contract = JSON.parse(readFileSync(join(root, 'notebooks/02-my-gate.schema.json'), 'utf8')) as {
      title: string;
      atlas: { claims: Record<string, { mechanisms: string[] }> };
    };
    expect(contract.title).toBe(title);
    expect(contract.atlas.claims['g-matters']?.mechanisms).toEqual(['eca']);
  });

  test.each(['smoke', 'default'])('runs, and its claim holds, in the profile %s', (profile) => {
    const { code, err } = atlas('run', '02-my-gate', '--profile', profile, '--out', join(root, 'reports'));
    expect(code, err).toBe(0);
    const file = join(root, `reports/results/${profile}/02-my-gate.json`);
    const { claims, checks, results } = JSON.parse(readFileSync(file, 'utf8')) as {
      claims: Record<string, { decision: { verdict: string } }>;
      checks: Record<string, { passed: boolean }>;
      results: { effects: { effect: number; control: number }[] };
    };
    expect(claims['g-matters']?.decision.verdict).toBe('holds');
    expect(checks['apply-is-f-of-g']?.passed).toBe(true);
    expect(results.effects).toHaveLength(profile === 'smoke' ? 3 : 5);
    for (const { effect, control } of results.effects) {
      expect(effect).toBeGreaterThan(0.001);
      expect(control).toBe(0);
    }
  });

  test('becomes a page of the report', async () => {
    const out = join(root, 'site');
    await buildSite({ root, out });
    const pages = readdirSync(out, { recursive: true }).map(String);
    const page = pages.find((name) => name.endsWith('.html') && name.includes('02-my-gate'));
    expect(page).toBeDefined();
    expect(readFileSync(join(out, page!), 'utf8')).toContain(
      'Without the decision of g the mechanism gives another output.',
    );
  });

  test('passes lint and the strict type check', async () => {
    const url = pathToFileURL(join(workspace, 'packages/tooling/notebooks/index.mjs')).href;
    const { checkNotebooks } = (await import(url)) as { checkNotebooks: (root: string, options: object) => unknown[] };
    expect(checkNotebooks(root, { notebooks: ['02-my-gate'] })).toEqual([]);
  });

  test('has targets of Nx at once', async () => {
    const url = pathToFileURL(join(workspace, 'packages/tooling/nx/plugin.mjs')).href;
    const { createNodesV2 } = (await import(url)) as {
      createNodesV2: [string, (files: string[], options: undefined, context: { workspaceRoot: string }) => unknown];
    };
    const nodes = createNodesV2[1](['notebooks/02-my-gate.ipynb'], undefined, { workspaceRoot: root });
    expect(JSON.stringify(nodes)).toContain('"run-02-my-gate-default"');
  });

  test('is never written over', () => {
    const before = readFileSync(join(root, 'notebooks/02-my-gate.ipynb'), 'utf8');
    const again = atlas('new', 'my-gate');
    expect(again.code).toBe(2);
    expect(again.err).toContain('there is a notebook 02-my-gate already');
    // A contract without its notebook is somebody's work, too.
    writeFileSync(join(root, 'notebooks/03-half.schema.json'), 'kept');
    const half = atlas('new', '03-half');
    expect(half.code).toBe(2);
    expect(half.err).toContain('03-half.schema.json exists and is left alone');
    expect(readFileSync(join(root, 'notebooks/03-half.schema.json'), 'utf8')).toBe('kept');
    expect(readFileSync(join(root, 'notebooks/02-my-gate.ipynb'), 'utf8')).toBe(before);
    expect(readdirSync(join(root, 'notebooks'))).toHaveLength(5);
  });
});

test('wrong usage is answered with what is right', () => {
  expect(atlas('new')).toMatchObject({ code: 2, err: expect.stringContaining('atlas new NAME') as string });
  expect(atlas('new', 'a', '--mechanism', 'magic').err).toContain('unknown mechanism "magic"; there are: itti-koch');
});
