import { describe, expect, it } from 'vitest';
import { errorLine } from './error-line.js';

const error = (...traceback: string[]) => ({ output_type: 'error' as const, ename: 'E', evalue: '', traceback });

describe('errorLine', () => {
  it('takes the frame of this cell, not that of a function from another', () => {
    const found = errorLine(error('cell-1.ts:9:1', 'E: x', '    at helper (cell-1.ts:9:1)', '    at cell-3.ts:4:7'), 3);
    expect(found).toEqual({ line: 4, column: 7 });
  });

  it("reads IPython's tracebacks through their colours", () => {
    expect(errorLine(error('\u001b[36mCell In[\u001b[32m2\u001b[39m], line 5\u001b[0m'), 2)).toEqual({ line: 5 });
  });

  it("reads tslab's type errors", () => {
    expect(errorLine(error("1:5 - Type 'number' is not assignable"), 7)).toEqual({ line: 1, column: 5 });
  });

  it('says nothing where the traceback does not', () => {
    expect(errorLine(error('TypeError: x', '    at evalmachine.<anonymous>:2:7'), 1)).toBeUndefined();
  });
});
