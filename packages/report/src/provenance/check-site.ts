#!/usr/bin/env node
import { checkHashes } from './hashes.js';

/** `atlas-check-site [folder]`: 0 if every file is the one in the list, 1 if not, 2 if there is no list. */
async function main(folder: string): Promise<number> {
  try {
    const { checked, problems } = await checkHashes(folder);
    for (const { path, problem } of problems) process.stderr.write(`${path}: ${problem}\n`);
    process.stdout.write(
      problems.length === 0
        ? `All ${checked} files are as they were built.\n`
        : `${problems.length} of ${checked} files differ.\n`,
    );
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

void main(process.argv[2] ?? 'reports/site').then((code) => {
  process.exitCode = code;
});
