import { validateNotebook } from '@atlas/schemas';
import { describe, expect, it } from 'vitest';
import { NotebookError, parseNotebookText } from './read.js';

const read = (document: unknown) => parseNotebookText(JSON.stringify(document), 'x.ipynb');
const cell = (more: object) => ({
  cell_type: 'code',
  metadata: {},
  source: '',
  outputs: [],
  execution_count: 1,
  ...more,
});

describe('parseNotebookText', () => {
  it('reads a notebook of format 4.0 as a valid one of 4.5', () => {
    const notebook = read({
      nbformat: 4,
      nbformat_minor: 0,
      metadata: {},
      cells: [cell({ source: ['a\n', 'b'] }), { cell_type: 'markdown', metadata: {}, source: '# T' }],
    });
    expect(validateNotebook(notebook)).toEqual([]);
    expect(notebook.cells[0]).toMatchObject({ source: 'a\nb', outputs: [], execution_count: null });
  });

  it('gives cells without a usable id the same one each time', () => {
    const document = {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [cell({ id: 'a' }), cell({ id: 'a' }), cell({ id: 'not usable!' }), cell({})],
    };
    const ids = read(document).cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toBe('a');
    expect(read(document).cells.map(({ id }) => id)).toEqual(ids);
  });

  it('drops what an earlier run has left', () => {
    const old = cell({
      id: 'a',
      metadata: { papermill: { status: 'completed' }, tags: ['x'] },
      outputs: [{ output_type: 'odd' }],
    });
    const notebook = read({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [old] });
    expect(notebook.cells[0]).toMatchObject({ metadata: { tags: ['x'] }, outputs: [] });
    expect(notebook.cells[0]?.metadata).not.toHaveProperty('papermill');
  });

  it.each([
    ['not json', 'is not JSON'],
    ['[]', 'expected an object'],
    ['{"nbformat": 3}', 'jupyter nbconvert --to notebook --nbformat 4'],
    ['{"nbformat": 4, "nbformat_minor": 5}', 'lacks the property "cells"'],
    [
      '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": 7}]}',
      '/cells/0/source',
    ],
    [
      '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "poem", "source": ""}]}',
      '/cells/0',
    ],
  ])('refuses %s and says where', (text, message) => {
    expect(() => parseNotebookText(text, 'x.ipynb')).toThrow(NotebookError);
    expect(() => parseNotebookText(text, 'x.ipynb')).toThrow(message);
  });
});
