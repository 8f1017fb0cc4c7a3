/**
 * Starts tslab's kernel with an output socket that loses nothing:
 *   node launcher.js kernel --config-path <connection file>
 *
 * tslab sends without awaiting, and zeromq defers after 512 sends in one turn, so every later message of that turn is
 * lost. With `sendTimeout: 0` a send always completes at once; the high-water mark of 0 keeps the queue from dropping.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Zeromq from 'zeromq';

interface TslabMain {
  main(): void;
}

// tslab hands over to the copy nearest to its working directory, so that copy and its zeromq are the ones to patch.
const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL('.', import.meta.url));
const tslabMain = require.resolve('tslab/dist/main.js', { paths: [process.cwd(), here] });
const zeromq = createRequire(tslabMain)('zeromq') as { Publisher: typeof Zeromq.Publisher };
const { Publisher } = zeromq;

zeromq.Publisher = class extends Publisher {
  constructor(options: ConstructorParameters<typeof Publisher>[0] = {}) {
    super({ ...options, sendTimeout: 0, sendHighWaterMark: 0, linger: 5000 });
  }
};

(createRequire(tslabMain)(tslabMain) as TslabMain).main();
