import { bench, describe } from 'vitest';
import { KernelClient } from './client.js';

describe('from start to the first result', () => {
  bench(
    'start, 1 + 1, stop',
    async () => {
      const kernel = await KernelClient.start();
      await kernel.run('1 + 1');
      await kernel.stop();
    },
    { iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 },
  );
});

describe('a running kernel', () => {
  // Benchmarks run no hooks. The kernel ends with the process that started it.
  let started: Promise<KernelClient> | undefined;
  const running = (): Promise<KernelClient> => (started ??= KernelClient.start());
  const measure = (name: string, work: (kernel: KernelClient) => Promise<unknown>): void => {
    bench(name, async () => void (await work(await running())), { warmupIterations: 5 });
  };

  measure('a trivial cell', (kernel) => kernel.run('1 + 1'));
  measure('a cell with a declaration', (kernel) => kernel.run('const list = [1, 2, 3];'));
  measure('a completion', (kernel) => kernel.request('shell', 'complete_request', { code: '[1].', cursor_pos: 4 }));
  measure('an inspection', (kernel) =>
    kernel.request('shell', 'inspect_request', { code: 'console', cursor_pos: 2, detail_level: 0 }),
  );
});
