import { afterEach, expect, it, vi } from 'vitest';
import { kernelSink } from './kernel-sink.js';

const cell = Symbol.for('jupyter.cell');

afterEach(() => {
  Reflect.deleteProperty(globalThis, cell);
  vi.restoreAllMocks();
});

it("hands whole outputs to the project's kernel", () => {
  const display = vi.fn();
  Reflect.set(globalThis, cell, { display });
  kernelSink({ data: { 'text/plain': 'a' }, displayId: 'x', update: true });
  expect(display).toHaveBeenCalledExactlyOnceWith({ 'text/plain': 'a' }, { displayId: 'x', update: true });
});

it('prints the text of an output outside of a kernel, and no updates', () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  kernelSink({ data: { 'text/plain': 'a', 'text/html': '<p>a</p>' } });
  kernelSink({ data: { 'text/plain': 'b' }, displayId: 'x', update: true });
  kernelSink({ data: { 'text/html': '<p>c</p>' } });
  expect(write.mock.calls).toEqual([['a\n']]);
});
