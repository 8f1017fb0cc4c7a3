import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.js';

describe('canonicalJson', () => {
  it('sorts names, keeps rows of scalars on one line and ends with a line feed', () => {
    const value = {
      b: [
        [1, 2.5],
        ['x', null],
      ],
      a: { d: true, c: {} },
      e: [],
    };
    expect(canonicalJson(value)).toBe(
      '{\n  "a": {\n    "c": {},\n    "d": true\n  },\n  "b": [\n    [1, 2.5],\n    ["x", null]\n  ],\n  "e": []\n}\n',
    );
  });

  it('does not depend on the order of insertion', () => {
    expect(canonicalJson({ x: 1, y: { b: 1, a: 2 } })).toBe(canonicalJson({ y: { a: 2, b: 1 }, x: 1 }));
  });

  it('sorts by code unit, whatever the locale', () => {
    expect(canonicalJson({ ä: 1, z: 2, Z: 3 })).toBe('{\n  "Z": 3,\n  "z": 2,\n  "ä": 1\n}\n');
  });

  it('writes -0 as 0 and leaves out fields that are undefined', () => {
    expect(canonicalJson({ a: -0, b: undefined })).toBe('{\n  "a": 0\n}\n');
  });

  it('says where a number is not finite', () => {
    expect(() => canonicalJson({ a: [{ 'b/c': Number.NaN }] })).toThrow('JSON cannot hold NaN at /a/0/b~1c');
    expect(() => canonicalJson([undefined])).toThrow('JSON cannot hold a undefined at /0');
  });

  it('is read back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
