import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { nodeModule } from '../bundle/node-script.js';
import { type ChartSpec } from './chart-spec.js';
import { type ChartDrawings } from './draw-both.js';

/** The program of a thread that draws. */
export const drawingProgram = (): Promise<URL> => nodeModule('render/draw-in-thread.ts');

/** Below so many charts a thread costs more than it saves: it loads vega first. */
const fewest = 8;

/** Draws many charts at once, in as many threads as there are cores. Without those that cannot be drawn. */
export async function drawMany(specs: readonly ChartSpec[]): Promise<Map<ChartSpec, ChartDrawings>> {
  const threads = Math.min(availableParallelism(), Math.floor(specs.length / fewest));
  if (threads < 2) return new Map();
  const program = await drawingProgram();
  const parts = Array.from({ length: threads }, (_, thread) => specs.filter((_spec, i) => i % threads === thread));
  const drawn = await Promise.all(parts.map((part) => drawInThread(program, part)));
  const found = parts.flatMap((part, thread) =>
    part.map((spec, i): [ChartSpec, ChartDrawings | null] => [spec, drawn[thread]?.[i] ?? null]),
  );
  return new Map(found.filter((entry): entry is [ChartSpec, ChartDrawings] => entry[1] !== null));
}

function drawInThread(program: URL, specs: readonly ChartSpec[]): Promise<(ChartDrawings | null)[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: specs });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread that draws charts ended with code ${code}`)));
  });
}
