import { type Command, flag, stringOption } from '../command.js';
import { exitCode } from '../exit-code.js';
import { type Chapter, readChapters } from '../reports/read.js';
import { table } from '../terminal/table.js';
import { findWorkspace, parseProfile } from '../workspace.js';

type Row = { notebook: string; claim: string; sentence: string; verdict: string; expected: string; reason: string };

function rows({ name, contract, results }: Chapter): Row[] {
  return Object.entries(contract.atlas.claims).map(([claim, { sentence, expected }]) => {
    const decision = results?.claims[claim]?.decision;
    return {
      notebook: name,
      claim,
      sentence,
      expected,
      verdict: decision?.verdict ?? 'not run',
      reason: decision?.reason ?? '',
    };
  });
}

/** `atlas claims`: the ledger, in the terminal. */
export const claims: Command = {
  name: 'claims',
  summary: 'The ledger of claims: what was measured, and what the rule made of it.',
  positionals: '',
  options: {
    profile: { type: 'string', value: 'NAME', help: 'smoke, default or full (default: default)' },
    json: { type: 'boolean', help: 'one JSON document on stdout' },
  },
  run: async (invocation) => {
    const profile = parseProfile(stringOption(invocation, 'profile'));
    const ledger = readChapters(findWorkspace(), profile).flatMap(rows);
    if (flag(invocation, 'json')) {
      process.stdout.write(`${JSON.stringify({ profile, claims: ledger }, null, 2)}\n`);
      return exitCode.done;
    }
    const mark: Record<string, string> = { holds: '✓ holds', fails: '✗ fails', 'not decided': '? not decided' };
    process.stdout.write(
      table([
        ['verdict', 'notebook', 'claim', 'sentence'],
        ...ledger.map((row) => [mark[row.verdict] ?? row.verdict, row.notebook, row.claim, row.sentence]),
      ]),
    );
    const count = (verdict: string): number => ledger.filter((row) => row.verdict === verdict).length;
    process.stdout.write(
      `\n${ledger.length} claims (${profile} profile): ${count('holds')} hold, ${count('fails')} fail, ` +
        `${count('not decided')} not decided, ${count('not run')} not run\n`,
    );
    return exitCode.done;
  },
};
