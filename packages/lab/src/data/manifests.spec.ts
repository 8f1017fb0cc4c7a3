import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readManifest } from './manifest.js';

const datasets = join(dirname(fileURLToPath(import.meta.url)), '../../../../datasets');

describe('the manifests in datasets/', () => {
  it.each(
    readdirSync(datasets, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name),
  )('%s is valid, named as its folder, and described', (name) => {
    const { manifest } = readManifest(name, datasets);
    expect(manifest.name).toBe(name);
    expect(readdirSync(join(datasets, name))).toContain('README.md');
    for (const file of manifest.files) expect(file.urls.length).toBeGreaterThan(0);
  });
});
