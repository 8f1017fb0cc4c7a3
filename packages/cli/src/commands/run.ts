import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { githubAnnotations, junitXml, outcomesJson, progressReporter, summaryText } from '@atlas/runner';
import { clusterOptionNames, clusterOptions, jobOptions, resourceTexts } from '../cluster/options.js';
import { runAllOnCluster } from '../cluster/run-all.js';
import { type Command, flag, type Invocation, listOption, stringOption } from '../command.js';
import { exitCode, UsageError, worst } from '../exit-code.js';
import { runAll } from '../run/run-all.js';
import { combineSweep, withoutVerdictsOfOneSeed } from '../sweep/combine.js';
import { planNotebook, type PlannedRun } from '../sweep/plan.js';
import { findWorkspace, notebookNames, parseProfile, resolveNotebook } from '../workspace.js';

/** A whole number of at least one, or undefined where the option was not given. */
function count(invocation: Invocation, name: string): number | undefined {
  const text = stringOption(invocation, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`--${name}: expected a whole number of at least 1, found "${text}"`);
  return value;
}

/** The workspace of the notebooks: that of the first file named, else that of the current folder. */
function workspaceOf(positionals: readonly string[]): string {
  const file = positionals.find((given) => given.endsWith('.ipynb'));
  return findWorkspace(file === undefined ? process.cwd() : dirname(resolve(file)));
}

/** @throws UsageError where the files of two runs would overwrite each other */
function requireDistinct(runs: readonly PlannedRun[]): void {
  const twice = runs.find(({ label }, index) => runs.findIndex((run) => run.label === label) !== index);
  if (twice) throw new UsageError(`two notebooks are called ${twice.label}; run them apart, each with its own --out`);
}

/** @throws UsageError for an unknown executor, and for options that the chosen one does not have */
function usesSlurm(invocation: Invocation): boolean {
  const executor = stringOption(invocation, 'executor') ?? 'local';
  if (executor === 'slurm') return true;
  if (executor !== 'local') throw new UsageError(`unknown executor "${executor}"; there are: local, slurm`);
  const meaningless = clusterOptionNames.find((name) => invocation.values[name] !== undefined);
  if (meaningless) throw new UsageError(`--${meaningless} is for a cluster; add --executor slurm`);
  return false;
}

/** `atlas run`: always runs what it is told. */
export const run: Command = {
  name: 'run',
  summary:
    'Run notebooks, whether or not anything has changed: files, names or leading numbers; all of them if none is named.',
  positionals: '[notebook...]',
  options: {
    profile: { type: 'string', value: 'NAME', help: 'smoke, default or full (default: default)' },
    parameter: {
      type: 'string',
      short: 'p',
      multiple: true,
      value: 'NAME=VALUE',
      help: 'a parameter of the notebook; may be given again; 1..8 or x,y runs every combination',
    },
    kernel: { type: 'string', value: 'NAME', help: 'a kernel other than the one the notebook names' },
    jobs: {
      type: 'string',
      value: 'N',
      help: 'notebooks at once, as far as cores and memory allow (default: 1; each uses every core)',
    },
    executor: { type: 'string', value: 'NAME', help: 'local or slurm (default: local)' },
    timeout: { type: 'string', value: 'SECONDS', help: 'for each notebook as a whole' },
    resume: { type: 'boolean', help: 'take the artifacts of a run that did not finish; Slurm: pick up the runs there' },
    out: { type: 'string', value: 'DIR', help: 'where results and executed notebooks go (default: reports)' },
    junit: { type: 'string', value: 'FILE', help: 'write a JUnit report' },
    live: { type: 'boolean', help: 'show the output of cells while they run' },
    json: { type: 'boolean', help: 'one JSON document on stdout' },
    ...clusterOptions,
  },
  run: async (invocation) => {
    const { positionals } = invocation;
    const root = workspaceOf(positionals);
    const names = positionals.length > 0 ? positionals : notebookNames(root);
    const paths = [...new Set(names.map((given) => resolveNotebook(root, given)))];
    const timeout = count(invocation, 'timeout');
    const kernel = stringOption(invocation, 'kernel');
    const junit = stringOption(invocation, 'junit');
    const json = flag(invocation, 'json');
    const profile = parseProfile(stringOption(invocation, 'profile'));
    const out = resolve(stringOption(invocation, 'out') ?? join(root, 'reports'));
    const onSlurm = usesSlurm(invocation);
    const plans = paths.map((path) => planNotebook(path, listOption(invocation, 'parameter'), out, profile));
    const runs = plans.flatMap((plan) => plan.runs);
    requireDistinct(runs);
    const reporter = progressReporter({ stream: process.stderr, live: flag(invocation, 'live') });
    const jobs = count(invocation, 'jobs');
    const common = {
      root,
      runs,
      profile,
      resume: flag(invocation, 'resume'),
      onEvent: reporter.onEvent,
      ...(kernel !== undefined && { kernel }),
      ...(timeout !== undefined && { timeoutMilliseconds: timeout * 1000 }),
    };
    const work = onSlurm
      ? runAllOnCluster({
          ...common,
          shared: resolve(stringOption(invocation, 'shared') ?? join(out, 'cluster')),
          resources: resourceTexts(invocation, count(invocation, 'cores')),
          options: jobOptions(invocation, jobs),
          say: (message) => reporter.onEvent({ type: 'notice', notebook: 'Slurm', at: Date.now(), message }),
        })
      : runAll({ ...common, jobs: jobs ?? 1 });
    const finished = await work.finally(() => reporter.close());
    const outcomes = plans.flatMap((plan) =>
      plan.runs.flatMap(({ label }) => {
        const outcome = finished.get(label);
        return outcome === undefined ? [] : withoutVerdictsOfOneSeed(outcome, plan);
      }),
    );
    const sweeps = plans.flatMap((plan) => combineSweep(plan, finished) ?? []);
    process.stderr.write(summaryText(outcomes));
    for (const { text } of sweeps) process.stderr.write(`\n${text}`);
    if (process.env['GITHUB_ACTIONS'] === 'true') {
      for (const outcome of outcomes)
        process.stderr.write(
          githubAnnotations(outcome, root)
            .map((line) => `${line}\n`)
            .join(''),
        );
    }
    if (junit !== undefined) writeFileSync(resolve(junit), junitXml(outcomes));
    if (json) {
      const files = sweeps.flatMap(({ file }) => file ?? []);
      const document = { ...outcomesJson(outcomes), ...(sweeps.length > 0 && { sweeps: files }) };
      process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    }
    const codes = [...outcomes, ...sweeps].map((ended) => ended.exitCode);
    return worst(outcomes.length < runs.length ? [exitCode.interrupted, ...codes] : codes);
  },
};
