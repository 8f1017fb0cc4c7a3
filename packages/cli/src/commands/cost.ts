import { costAttentionNames, costModelNames, costOf, type CostReport, type CostRequest } from '@atlas/models';
import { type Command, flag, type Invocation, stringOption } from '../command.js';
import { exitCode, UsageError } from '../exit-code.js';
import { table } from '../terminal/table.js';

/** Options that are whole numbers, and the names they have in a request. */
const numbers = {
  input: 'input',
  reduction: 'reduction',
  layers: 'layers',
  'd-model': 'dModel',
  'd-ff': 'dFf',
  heads: 'heads',
  'd-k': 'dK',
  vocabulary: 'vocabulary',
  patch: 'patch',
  scales: 'scales',
} as const satisfies Record<string, keyof CostRequest>;

function wholeNumber(text: string, what: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 1) {
    throw new UsageError(`${what}: expected a whole number of at least 1, found "${text}"`);
  }
  return value;
}

function choice<Choice extends string>(
  invocation: Invocation,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = stringOption(invocation, name);
  const found = choices.find((value) => value === text);
  if (text !== undefined && found === undefined) {
    throw new UsageError(`--${name}: expected one of ${choices.join(', ')}, found "${text}"`);
  }
  return found;
}

function requestOf(invocation: Invocation): CostRequest {
  const [model] = invocation.positionals;
  if (!model) throw new UsageError(`which model? one of ${costModelNames.join(', ')}`);
  const counted = Object.entries(numbers).flatMap(([option, name]): [string, number][] => {
    const text = stringOption(invocation, option);
    return text === undefined ? [] : [[name, wholeNumber(text, `--${option}`)]];
  });
  const stages = stringOption(invocation, 'stages')
    ?.split(',')
    .map((stage) => wholeNumber(stage, '--stages'));
  return {
    model,
    attention: stringOption(invocation, 'attention'),
    variant: choice(invocation, 'variant', ['paper', 'code']),
    strideIn: choice(invocation, 'stride-in', ['1x1', '3x3']),
    stages,
    blocks: choice(invocation, 'blocks', ['all', 'one']),
    counting: { matmul: flag(invocation, 'matmul'), statistics: flag(invocation, 'statistics') },
    ...Object.fromEntries(counted),
  };
}

function print(report: CostReport): void {
  const grouped = (value: number): string => value.toLocaleString('en-US');
  const rows = Object.entries(report.byStage).map(([stage, share]) => [
    stage,
    grouped(share.params),
    grouped(share.macs),
  ]);
  const name = [report.model, report.attention].filter(Boolean).join(' + ');
  process.stdout.write(
    `${name} (${report.variant}), input ${report.input}\n\n` +
      table([
        ['stage', 'parameters', 'multiply-accumulates'],
        ...rows,
        ['total', grouped(report.params), grouped(report.macs)],
      ]) +
      `\n${report.convention}\n`,
  );
}

/** `atlas cost MODEL`: parameters from the real weights, operations from a real forward pass. */
export const cost: Command = {
  name: 'cost',
  summary: `Count the parameters and multiply-accumulates of a network. Models: ${costModelNames.join(', ')}.`,
  positionals: 'MODEL',
  options: {
    attention: { type: 'string', value: 'NAME', help: `one of ${costAttentionNames.join(', ')}` },
    variant: {
      type: 'string',
      value: 'paper|code',
      help: 'the equations of the paper, or the released program (the printed numbers)',
    },
    input: { type: 'string', value: 'N', help: 'side of the image, or words of the sentence' },
    'stride-in': { type: 'string', value: '1x1|3x3', help: 'which convolution of a bottleneck halves the size' },
    reduction: { type: 'string', value: 'N', help: 'reduction of the mechanism' },
    stages: { type: 'string', value: 'LIST', help: 'stages that have the mechanism, for example 3,4,5' },
    blocks: { type: 'string', value: 'all|one', help: 'all blocks of those stages, or one in each' },
    layers: { type: 'string', value: 'N', help: 'Transformer: layers' },
    'd-model': { type: 'string', value: 'N', help: 'Transformer: width' },
    'd-ff': { type: 'string', value: 'N', help: 'Transformer: width of the feed-forward layer' },
    heads: { type: 'string', value: 'N', help: 'Transformer: heads' },
    'd-k': { type: 'string', value: 'N', help: 'Transformer: size of a key' },
    vocabulary: { type: 'string', value: 'N', help: 'words of the vocabulary' },
    patch: { type: 'string', value: 'N', help: 'RAM: side of the smallest patch' },
    scales: { type: 'string', value: 'N', help: 'RAM: patches of a glimpse' },
    matmul: { type: 'boolean', help: 'count products of computed matrices, too' },
    statistics: { type: 'boolean', help: 'count running means and variances as parameters' },
    json: { type: 'boolean', help: 'one JSON document on stdout' },
  },
  run: async (invocation) => {
    const request = requestOf(invocation);
    let report: CostReport;
    try {
      report = costOf(request);
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(error.message);
      throw error;
    }
    if (flag(invocation, 'json')) process.stdout.write(`${JSON.stringify(report)}\n`);
    else print(report);
    return exitCode.done;
  },
};
