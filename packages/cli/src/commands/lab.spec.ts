import { expect, test } from 'vitest';
import { lab, parsePort } from './lab.js';

test('a port is a number that a person may use', () => {
  expect(parsePort('8888')).toBe(8888);
  for (const wrong of ['0', '65536', '-1', '80.5', 'http', '']) expect(() => parsePort(wrong)).toThrow('1 to 65535');
});

test('takes no names', async () => {
  await expect(lab.run({ positionals: ['05'], values: {} })).rejects.toThrow('takes no names');
});
