import { describe, expect, it } from 'vitest';
import { pointer, pointerParts, valueAt } from './pointer.js';

describe('JSON pointers', () => {
  it('escapes ~ and / as RFC 6901 says', () => {
    expect(pointer('a/b', 'm~n', 0)).toBe('/a~1b/m~0n/0');
    expect(pointer()).toBe('');
  });

  it('is undone by pointerParts', () => {
    const parts = ['~1', '', 'a/b~c', '3'];
    expect(pointerParts(pointer(...parts))).toEqual(parts);
    expect(pointerParts('')).toEqual([]);
  });

  it('finds values, and nothing that is inherited', () => {
    const document = { a: [{ 'b/c': 5 }] };
    expect(valueAt(document, '/a/0/b~1c')).toBe(5);
    expect(valueAt(document, '')).toBe(document);
    expect(valueAt(document, '/a/1')).toBeUndefined();
    expect(valueAt(document, '/toString')).toBeUndefined();
  });
});
