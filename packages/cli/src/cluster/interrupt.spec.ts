import { expect, it } from 'vitest';
import { askWhatBecomes } from './interrupt.js';

it('leaves the runs to the cluster after a request to terminate', async () => {
  expect(await askWhatBecomes('SIGTERM')).toBe('leave');
});
