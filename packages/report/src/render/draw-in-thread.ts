import { parentPort, workerData } from 'node:worker_threads';
import { type ChartSpec } from './chart-spec.js';
import { drawBoth } from './draw-both.js';

// A thread that draws the charts it was started with, and sends each as soon as it is done; null stands for one that
// cannot be drawn.
for (const spec of workerData as ChartSpec[]) {
  parentPort?.postMessage(await drawBoth(spec).catch(() => null));
}
