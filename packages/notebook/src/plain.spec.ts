import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { toPlain, ValueError } from './plain.js';

describe('toPlain', () => {
  it('copies plain data and makes arrays of typed arrays', () => {
    const value = { a: [1, 'x', true], b: { c: Float32Array.of(0.5, 2) }, d: Object.create(null) as object };
    expect(toPlain(value, 'it')).toEqual({ a: [1, 'x', true], b: { c: [0.5, 2] }, d: {} });
  });

  it('accepts objects of another realm, as cells make them', () => {
    expect(toPlain(runInNewContext('({a: [1, {b: 2}]})'), 'it')).toEqual({ a: [1, { b: 2 }] });
  });

  it.each<[unknown, string]>([
    [{ a: [0, Number.NaN] }, 'result "x" at /a/1 is NaN: find the division by zero'],
    [-Infinity, 'result "x" is -Infinity: find what overflowed'],
    [Float32Array.of(1, Number.NaN), 'at /1 is NaN'],
    [{ a: null }, 'at /a is null: leave the field out'],
    [{ a: undefined }, 'at /a is undefined: leave the field out'],
    [10n, 'is a bigint: convert it with Number(…)'],
    [{ dataSync: () => [] }, 'is a tensor: read it with "await tensor.array()" first'],
    [Promise.resolve(1), 'is a promise: put "await" before it'],
    [new Map(), 'is a Map: give numbers'],
    [new Date(0), 'is a Date: give numbers'],
    [() => 1, 'is a function: give numbers'],
  ])('refuses %s', (value, message) => {
    expect(() => toPlain(value, 'result "x"')).toThrow(ValueError);
    expect(() => toPlain(value, 'result "x"')).toThrow(message);
  });

  it('does not overlook the holes of an array', () => {
    const holes: number[] = [];
    holes[2] = 1;
    expect(() => toPlain(holes, 'it')).toThrow('at /0 is undefined');
  });

  it('allows null where a gap has a meaning', () => {
    expect(toPlain([{ a: null }], 'it', { allowNull: true })).toEqual([{ a: null }]);
  });
});
