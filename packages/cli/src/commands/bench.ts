import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  bench as measure,
  catalogue,
  chooseWorks,
  contenderNames,
  groups,
  parseBenchFile,
  peerEnvironment,
  shortEffort,
  usualEffort,
  type BenchFile,
  type BenchWork,
  type ContenderName,
  type Work,
} from '@atlas/benchmarks';
import { benchTools } from '../bench/tools.js';
import { type Command, flag, type Invocation, listOption, stringOption } from '../command.js';
import { exitCode, UsageError } from '../exit-code.js';
import { bytes, table } from '../terminal/table.js';
import { findWorkspace } from '../workspace.js';

/** The name under `--only` of what is no work of tensors: runner and site. */
const TOOLS = 'tools';

function chosen(invocation: Invocation): { works: Work[]; tools: boolean } {
  const names = listOption(invocation, 'only').flatMap((list) => list.split(','));
  const ofWorks = names.filter((name) => name !== TOOLS);
  const tools = names.length === 0 || names.includes(TOOLS);
  if (tools && names.length > 0 && ofWorks.length === 0) return { works: [], tools };
  try {
    return { works: chooseWorks(catalogue(), ofWorks), tools };
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

function contendersOf(invocation: Invocation): ContenderName[] | undefined {
  const list = stringOption(invocation, 'by')?.split(',');
  return list?.map((given) => {
    const found = contenderNames.find((name) => name === given);
    if (!found) throw new UsageError(`--by: expected some of ${contenderNames.join(', ')}, found "${given}"`);
    return found;
  });
}

function textOf(file: BenchFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
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

function toolTable({ tools }: BenchFile): string {
  if (tools.length === 0) return '';
  return `\n${table([['tool', 'ms'], ...tools.map(({ title, median }) => [title, median.toFixed(0)])])}`;
}

const header = ['work', 'by', 'ms', 'middle half', 'ours / theirs', 'difference', 'memory'];

/** `atlas bench`: how fast mechanisms, networks and tools are, and other libraries beside them. */
export const bench: Command = {
  name: 'bench',
  summary: `Measure speed. Groups: ${[...groups, TOOLS].join(', ')}.`,
  positionals: '',
  options: {
    peers: {
      type: 'boolean',
      help: 'beside PyTorch and JAX; installs them under .atlas, or takes the Python in ATLAS_PEERS',
    },
    only: { type: 'string', multiple: true, value: 'LIST', help: 'groups or works, such as blocks or blocks/se' },
    quick: { type: 'boolean', help: 'a few runs of each, to see that it works' },
    by: {
      type: 'string',
      value: 'LIST',
      help: `beside the compiled function, of ${contenderNames.slice(1).join(', ')}`,
    },
    out: { type: 'string', value: 'FILE', help: 'also write the JSON document to a file, after every work' },
    json: { type: 'boolean', help: 'one JSON document on stdout' },
  },
  run: async (invocation) => {
    const { works, tools } = chosen(invocation);
    const root = findWorkspace();
    const by = contendersOf(invocation);
    const out = stringOption(invocation, 'out');
    const python = flag(invocation, 'peers') ? await peers(root) : undefined;
    const result = await measure({
      works,
      tools: tools ? await benchTools(root) : [],
      ...(by && { by }),
      effort: flag(invocation, 'quick') ? shortEffort : usualEffort,
      ...(python !== undefined && { python }),
      onWork: (work, soFar) => {
        for (const row of rowsOf(work)) complain(row.filter(Boolean).join('  '));
        if (out !== undefined) write(resolve(out), textOf(soFar));
      },
    });
    const file = parseBenchFile(result, 'the measured times');
    if (out !== undefined) write(resolve(out), textOf(file));
    const tables = (): string => `${table([header, ...file.works.flatMap(rowsOf)])}${toolTable(file)}`;
    process.stdout.write(flag(invocation, 'json') ? textOf(file) : tables());
    return exitCode.done;
  },
};
