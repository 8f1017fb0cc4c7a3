import { describe, expect, it } from 'vitest';
import { StartUpLines } from './start-up-lines.js';

const lines = [
  'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
  'I0000 00:00:1795405192.477994    8834 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off errors from different computation orders. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.',
  '2026-03-01 10:20:30.123456: I tensorflow/core/util/port.cc:113] oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off errors from different computation orders. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.',
  '2026-03-01 10:20:30.123456: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized to use available CPU instructions in performance-critical operations.',
  'I0000 00:00:1795405192.477994    8834 cpu_feature_guard.cc:227] This TensorFlow binary is optimized to use available CPU instructions in performance-critical operations.',
  'To enable the following instructions: AVX2 AVX512F AVX512_VNNI FMA, in other operations, rebuild TensorFlow with the appropriate compiler flags.',
];
const noise = lines.map((text) => `${text}\n`).join('');
const feedAll = (pieces: readonly string[]): string => {
  const filter = new StartUpLines();
  return pieces.map((piece) => filter.feed(piece)).join('') + filter.rest();
};

describe("TensorFlow's start-up lines", () => {
  it('are taken out, with the text around them untouched', () => {
    expect(feedAll([noise])).toBe('');
    expect(feedAll([`before\n${noise}after`])).toBe('before\nafter');
    expect(feedAll([`\n\n${lines[1]!}\n\n`])).toBe('\n\n\n');
  });

  it('are taken out wherever the pieces end', () => {
    const text = `one\n${noise}two\nthree`;
    for (let cut = 0; cut <= text.length; cut++)
      expect(feedAll([text.slice(0, cut), text.slice(cut)])).toBe('one\ntwo\nthree');
    expect(feedAll([...text])).toBe('one\ntwo\nthree');
  });

  it.each([
    'WARNING: something else\n',
    'I0000 00:00:1795405192.477994    8834 port.cc:153] another message\n',
    'E0000 00:00:1795405192.477994    8834 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results due to x\n',
    'W0000 00:00:1795405192.477994    8834 cpu_allocator_impl.cc:83] Allocation of 1000 exceeds 10% of free system memory.\n',
    '2026-03-01 10:20:30.123456: E tensorflow/core/framework/op_kernel.cc:1] failed\n',
    'my own note: oneDNN custom operations are on.\n',
    'To enable the following instructions: type your name\n',
    ` ${lines[0]!}\n`,
    `${lines[1]!} And more.\n`.replace('I0000', 'X0000'),
    'I',
    'I think',
    '2026',
    'Total: 5%\rTotal: 6%',
    '',
  ])('leave everything else as it is: %j', (text) => {
    expect(feedAll([text])).toBe(text);
    expect(feedAll([...text])).toBe(text);
  });
});
