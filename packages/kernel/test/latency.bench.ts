import { afterAll, beforeAll, bench, describe } from 'vitest';
import { KernelClient } from './client.js';

describe('from start to the first result', () => {
  bench(
    'start, 1 + 1, stop',
    async () => {
      const kernel = await KernelClient.start();
      await kernel.run('1 + 1');
      kernel.process.kill('SIGKILL');
      await kernel.stop();
    },
    { iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 },
  );
});

describe('a running kernel', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
    await kernel.run('const list = [1, 2, 3];');
  });
  afterAll(() => kernel.stop());

  bench('a trivial cell', async () => {
    await kernel.run('1 + 1');
  });
  bench('a cell with a declaration', async () => {
    await kernel.run('const again = list.length;');
  });
  bench('a completion', async () => {
    await kernel.request('shell', 'complete_request', { code: 'list.', cursor_pos: 5 });
  });
  bench('an inspection', async () => {
    await kernel.request('shell', 'inspect_request', { code: 'list', cursor_pos: 2, detail_level: 0 });
  });
});
