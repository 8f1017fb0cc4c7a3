import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseRunRecord, type Profile } from '@atlas/schemas';
import { exitCode } from '../exit-code.js';
import { table } from '../terminal/table.js';
import { readJson } from './read-json.js';
import { readChapters } from './read.js';

/**
 * Says for every notebook whether it ran or was reused, and how its claims came out.
 * @param since when this command began: an older run record was reused
 * @returns the exit code of each notebook
 */
export function summarise(root: string, profile: Profile, since: Date): number[] {
  const rows: string[][] = [];
  const codes: number[] = [];
  for (const { name, results } of readChapters(root, profile)) {
    const file = join(root, 'reports/logs', profile, `${name}.json`);
    const record = existsSync(file) ? parseRunRecord(readJson(file), file) : undefined;
    const code = record?.exitCode ?? exitCode.failed;
    codes.push(code);
    const how = !record ? 'did not run' : new Date(record.started) < since ? 'reused, nothing changed' : record.status;
    const verdicts = Object.values(results?.claims ?? {}).map(({ decision }) => decision.verdict);
    const count = (verdict: string): number => verdicts.filter((other) => other === verdict).length;
    const claims = `${count('holds')} hold, ${count('fails')} fail, ${count('not decided')} not decided`;
    rows.push([name, how, record?.seconds === undefined ? '' : `${record.seconds.toFixed(0)} s`, claims, String(code)]);
  }
  process.stderr.write(`\n${table([['notebook', 'run', 'time', `claims (${profile})`, 'exit code'], ...rows])}`);
  return codes;
}
