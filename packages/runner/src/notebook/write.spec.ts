import { validateNotebook, type Notebook } from '@atlas/schemas';
import { describe, expect, it } from 'vitest';
import { notebookText, passingNotebookText } from './write.js';

const notebook: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { zebra: 1, apple: { b: 1, a: 2 } },
  cells: [
    { cell_type: 'markdown', id: 'm', metadata: {}, source: '# T\n\ntext' },
    {
      cell_type: 'code',
      id: 'c',
      metadata: {},
      source: '',
      execution_count: 1,
      outputs: [
        { output_type: 'stream', name: 'stdout', text: 'one\ntwo' },
        {
          output_type: 'display_data',
          metadata: {},
          data: { 'text/html': '<p>\n</p>', 'application/json': 'a\nb', 'application/vnd.x+json': { text: 'c\nd' } },
        },
        { output_type: 'error', ename: 'E', evalue: 'x', traceback: ['a\nb'] },
      ],
    },
  ],
};

describe('notebookText', () => {
  it('writes names in order, texts as lines, and JSON as it is', () => {
    const text = notebookText(notebook);
    expect(text.indexOf('"apple"')).toBeLessThan(text.indexOf('"zebra"'));
    expect(text.endsWith('}\n')).toBe(true);
    const read = JSON.parse(text) as { cells: { source: string[]; outputs: unknown[] }[] };
    expect(validateNotebook(read)).toEqual([]);
    expect(read.cells[0]?.source).toEqual(['# T\n', '\n', 'text']);
    expect(read.cells[1]).toMatchObject({
      source: [],
      outputs: [
        { text: ['one\n', 'two'] },
        {
          data: {
            'text/html': ['<p>\n', '</p>'],
            'application/json': 'a\nb',
            'application/vnd.x+json': { text: 'c\nd' },
          },
        },
        { traceback: ['a\nb'] },
      ],
    });
  });

  it('says the same as what is written in passing', () => {
    expect(JSON.parse(passingNotebookText(notebook))).toEqual(JSON.parse(notebookText(notebook)));
  });
});
