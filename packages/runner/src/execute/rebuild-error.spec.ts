import { describe, expect, it } from 'vitest';
import { rebuildError } from './rebuild-error.js';

describe('rebuildError', () => {
  it('finds a stack, its name and a message of several lines, and leaves the text before it', () => {
    const stack = 'TypeError: one\ntwo\n    at evalmachine.<anonymous>:2:7\n    at Script.run\n';
    expect(rebuildError(`a note\n${stack}`)).toEqual({
      before: 'a note\n',
      error: {
        output_type: 'error',
        ename: 'TypeError',
        evalue: 'one\ntwo',
        traceback: stack.trimEnd().split('\n'),
      },
    });
  });

  it('finds the last error where there are several', () => {
    const text = 'Error: first\n    at a\nRangeError [ERR_X]: second\n    at b\n  code: 1\n';
    expect(rebuildError(text).error).toMatchObject({ ename: 'RangeError', evalue: 'second' });
  });

  it('finds type errors with all their lines', () => {
    const text = "note\n1:5 - Type 'a' is wrong\n2:1 - Cannot find name 'x'\n";
    expect(rebuildError(text)).toMatchObject({
      before: 'note\n',
      error: {
        ename: 'CompileError',
        evalue: "Type 'a' is wrong",
        traceback: ["1:5 - Type 'a' is wrong", "2:1 - Cannot find name 'x'"],
      },
    });
  });

  it('takes the last line of a thrown value that is no error, and says so when there is nothing', () => {
    expect(rebuildError('just text\n').error).toMatchObject({ ename: 'Error', evalue: 'just text' });
    expect(rebuildError('').error.evalue).toBe('the kernel reported an error without a message');
  });
});
