import { expect, test } from 'vitest';
import { explainNodeVersion } from './node-version.mjs';

test.each(['20.19.0', '20.20.2', '22.12.0', '24.21.0'])('accepts Node %s', (version) => {
  expect(explainNodeVersion(version)).toBeUndefined();
});

test.each(['12.22.0', '18.20.4', '20.18.3'])('refuses Node %s and says what to do', (version) => {
  const message = explainNodeVersion(version) ?? '';
  expect(message).toContain(version);
  expect(message).toContain('20.19');
  expect(message).toContain('nvm install');
});
