import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  bench as measure,
  catalogue,
  chooseWorks,
  groups,
  parseBenchFile,
  peerEnvironment,
  shortEffort,
  usualEffort,
  type BenchWork,
  type Work,
} from '@atlas/benchmarks';
import { type Command, flag, type Invocation, listOption, stringOption } from '../command.js';
import { exitCode, UsageError } from '../exit-code.js';
import { bytes, table } from '../terminal/table.js';
import { findWorkspace } from '../workspace.js';

function chosen(invocation: Invocation): Work[] {
  const names = listOption(invocation, 'only').flatMap((list) => list.split(','));
  try {
    return chooseWorks(catalogue(), names);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** A Python that has the peers: the one that ATLAS_PEERS names, else one that is made under `.atlas/peers`. */
async function peers(root: string): Promise<string> {
  return process.env['ATLAS_PEERS'] ?? peerEnvironment(join(root, '.atlas', 'peers'), complain);
}

function complain(line: string): void {
  process.stderr.write(`atlas bench: ${line}\n`);
}

function rowsOf({ id, entries, failures }: BenchWork): string[][] {
  const own = entries.find(({ contender }) => contender === 'compiled');
  const rows = entries.map((entry) => [
    id,
    [entry.contender, entry.layout].filter(Boolean).join(' '),
    entry.median.toPrecision(4),
    `${entry.low.toPrecision(3)} to ${entry.high.toPrecision(3)}`,
    own ? (own.median / entry.median).toFixed(2) : '',
    entry.difference?.toExponential(0) ?? '',
    entry.peakBytes === undefined ? '' : bytes(entry.peakBytes),
  ]);
  return [
    ...rows,
    ...failures.map(({ contender, message }) => [id, contender, 'failed', message.split('\n')[0] ?? '']),
  ];
}

const header = ['work', 'by', 'ms', 'middle half', 'ours / theirs', 'difference', 'memory'];

/** `atlas bench`: how fast mechanisms, networks and tools are, and other libraries beside them. */
export const bench: Command = {
  name: 'bench',
  summary: `Measure speed. Groups: ${groups.join(', ')}.`,
  positionals: '',
  options: {
    peers: {
      type: 'boolean',
      help: 'beside PyTorch and JAX; installs them under .atlas, or takes the Python in ATLAS_PEERS',
    },
    only: { type: 'string', multiple: true, value: 'LIST', help: 'groups or works, such as blocks or blocks/se' },
    quick: { type: 'boolean', help: 'a few runs of each, to see that it works' },
    'compiled-only': { type: 'boolean', help: 'leave out the slow runs op by op' },
    out: { type: 'string', value: 'FILE', help: 'also write the JSON document to a file' },
    json: { type: 'boolean', help: 'one JSON document on stdout' },
  },
  run: async (invocation) => {
    const works = chosen(invocation);
    const python = flag(invocation, 'peers') ? await peers(findWorkspace()) : undefined;
    const result = await measure({
      works,
      opByOp: !flag(invocation, 'compiled-only'),
      effort: flag(invocation, 'quick') ? shortEffort : usualEffort,
      ...(python !== undefined && { python }),
      onWork: (work) => {
        for (const row of rowsOf(work)) complain(row.filter(Boolean).join('  '));
      },
    });
    const file = parseBenchFile(result, 'the measured times');
    const text = `${JSON.stringify(file, undefined, 2)}\n`;
    const out = stringOption(invocation, 'out');
    if (out !== undefined) {
      mkdirSync(dirname(resolve(out)), { recursive: true });
      writeFileSync(resolve(out), text);
    }
    process.stdout.write(flag(invocation, 'json') ? text : table([header, ...file.works.flatMap(rowsOf)]));
    return exitCode.done;
  },
};
