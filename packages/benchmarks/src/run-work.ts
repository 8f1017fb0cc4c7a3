import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchEntry, BenchWork, ContenderName } from './file/bench-file.js';
import type { Contender } from './process/contender.js';
import { type Request, threadSettings } from './process/protocol.js';
import { spread } from './statistics.js';
import type { Work } from './works/work.js';

/** How long to measure. Times in milliseconds. */
export interface Effort {
  /** Of each contender before its runs count. */
  readonly warmUp: number;
  /** Of each contender in each round. */
  readonly round: number;
  /** Of each contender altogether; at least `leastRounds` are done. */
  readonly total: number;
  readonly leastRounds: number;
  readonly mostRounds: number;
}

export const usualEffort: Effort = { warmUp: 500, round: 150, total: 4000, leastRounds: 5, mostRounds: 15 };
export const shortEffort: Effort = { warmUp: 20, round: 20, total: 200, leastRounds: 3, mostRounds: 3 };

interface Runner {
  readonly contender: Contender;
  readonly name: ContenderName;
  readonly prepared: Pick<BenchEntry, 'firstCall' | 'difference' | 'layout'>;
  readonly runs: number;
  readonly rounds: number;
  readonly milliseconds: number[];
  peakBytes?: number;
}

/**
 * One work by all contenders, in turns: round after round each runs a little, so that a slow minute of the machine is
 * shared by all. The first contender computes the outputs that the others are compared with.
 * @param fresh starts a contender anew, for its memory
 */
export async function runWork(
  work: Work,
  contenders: readonly (readonly [ContenderName, Contender])[],
  cores: number,
  effort: Effort,
  fresh: (name: ContenderName) => Promise<Contender>,
): Promise<BenchWork> {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-bench-'));
  const failures: BenchWork['failures'] = [];
  const runners: Runner[] = [];
  try {
    for (const [name, contender] of contenders) {
      try {
        runners.push(await prepare(work, name, contender, folder, effort));
      } catch (error) {
        failures.push({ contender: name, message: error instanceof Error ? error.message : String(error) });
      }
    }
    await inTurns(runners);
    for (const { contender } of runners) await contender.ask({ do: 'release' }, 'released');
    if (work.memoryAfter !== undefined) {
      const first = { do: 'prepare', work: work.memoryAfter, folder: join(folder, 'first') } as const;
      mkdirSync(first.folder);
      const then = { do: 'prepare', work: work.id, folder } as const;
      for (const runner of runners) Object.assign(runner, await peakOf(await fresh(runner.name), first, then));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { id, group, title, size, threads, operations, bytes } = work;
  return {
    ...{ id, group, title, size, threads: threadSettings(threads, cores) },
    ...(operations !== undefined && { operations }),
    ...(bytes !== undefined && { bytes }),
    entries: runners.map(entryOf),
    failures,
  };
}

async function prepare(
  work: Work,
  name: ContenderName,
  contender: Contender,
  folder: string,
  effort: Effort,
): Promise<Runner> {
  const { firstCall, difference, layout } = await contender.ask({ do: 'prepare', work: work.id, folder }, 'prepared');
  const warmed: number[] = [];
  const spent = () => warmed.reduce((sum, time) => sum + time, 0);
  while (warmed.length < 2 || (spent() < effort.warmUp && warmed.length < 200)) {
    warmed.push(...(await contender.ask({ do: 'measure', runs: 1 }, 'measured')).milliseconds);
  }
  const typical = spread(warmed).low;
  const runs = Math.min(100, Math.max(1, Math.round(effort.round / typical)));
  const rounds = Math.round(effort.total / (runs * typical));
  return {
    contender,
    name,
    prepared: { firstCall, ...(difference !== null && { difference }), ...(layout !== undefined && { layout }) },
    runs,
    rounds: Math.min(effort.mostRounds, Math.max(effort.leastRounds, rounds)),
    milliseconds: [],
  };
}

async function inTurns(runners: readonly Runner[]): Promise<void> {
  const rounds = Math.max(0, ...runners.map((runner) => runner.rounds));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < runners.length; turn++) {
      // Nobody always runs behind the same neighbour.
      const runner = runners[(turn + round) % runners.length]!;
      if (round >= runner.rounds) continue;
      const answer = await runner.contender.ask({ do: 'measure', runs: runner.runs }, 'measured');
      runner.milliseconds.push(...answer.milliseconds);
    }
  }
}

/**
 * The most memory that the first call takes beyond what was there before it. Later calls use again what the process has
 * kept, so that nothing would be seen of them. A smaller work goes ahead, so that what is loaded once does not count.
 */
async function peakOf(contender: Contender, ...works: readonly Request[]): Promise<Pick<Runner, 'peakBytes'>> {
  try {
    let peakBytes: number | undefined;
    for (const work of works) {
      peakBytes = (await contender.ask(work, 'prepared')).peakBytes;
      await contender.ask({ do: 'release' }, 'released');
    }
    return peakBytes === undefined ? {} : { peakBytes };
  } finally {
    contender.stop();
  }
}

function entryOf({ name, prepared, milliseconds, peakBytes }: Runner): BenchEntry {
  return {
    contender: name,
    ...spread(milliseconds),
    samples: milliseconds.length,
    ...prepared,
    ...(peakBytes !== undefined && { peakBytes }),
  };
}
