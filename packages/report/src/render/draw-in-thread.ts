import { parentPort, workerData } from 'node:worker_threads';
import { type ChartSpec } from './chart-spec.js';
import { drawBoth, type ChartDrawings } from './draw-both.js';

// A thread that draws the charts it was started with; null stands for one that cannot be drawn.
const drawings: (ChartDrawings | null)[] = [];
for (const spec of workerData as ChartSpec[]) drawings.push(await drawBoth(spec).catch(() => null));
parentPort?.postMessage(drawings);
