import { documentValidator } from '../json/document-validator.js';
import { type JsonSchema } from '../json/json.js';
import { type Problem } from '../json/problem.js';
import { pointer } from '../json/pointer.js';
import { type Notebook } from './notebook.js';

const multiline: JsonSchema = { type: ['string', 'array'], items: { type: 'string' } };
const bundle: JsonSchema = { type: 'object' };
const metadata: JsonSchema = {
  type: 'object',
  properties: { tags: { type: 'array', items: { type: 'string', pattern: '^[^,]+$' }, uniqueItems: true } },
};
const executionCount: JsonSchema = { type: ['integer', 'null'], minimum: 0 };
const id: JsonSchema = { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,64}$' };

type Fields = { [name: string]: JsonSchema };

/** Chooses the fields by a tag, so that an error speaks only of the kind that was chosen. */
function tagged(tag: string, kinds: { [kind: string]: Fields }, optional: readonly string[] = []): JsonSchema {
  const branches = Object.entries(kinds).map(([kind, fields]) => ({
    if: { type: 'object', properties: { [tag]: { const: kind } }, required: [tag] },
    then: {
      type: 'object',
      properties: { [tag]: true, ...fields },
      required: Object.keys(fields).filter((field) => !optional.includes(field)),
      additionalProperties: false,
    },
  }));
  const names: JsonSchema = { type: 'string', enum: Object.keys(kinds) };
  return { type: 'object', properties: { [tag]: names }, required: [tag], allOf: branches };
}

const output = tagged('output_type', {
  stream: { name: { type: 'string', enum: ['stdout', 'stderr'] }, text: multiline },
  display_data: { data: bundle, metadata: { type: 'object' } },
  execute_result: { execution_count: executionCount, data: bundle, metadata: { type: 'object' } },
  error: {
    ename: { type: 'string' },
    evalue: { type: 'string' },
    traceback: { type: 'array', items: { type: 'string' } },
  },
});

const textCell: Fields = {
  id,
  metadata,
  source: multiline,
  attachments: { type: 'object', additionalProperties: bundle },
};
const codeCell: Fields = {
  id,
  metadata,
  source: multiline,
  outputs: { type: 'array', items: output },
  execution_count: executionCount,
};

export const notebookSchema: JsonSchema = {
  type: 'object',
  properties: {
    nbformat: { const: 4 },
    nbformat_minor: { type: 'integer', minimum: 5 },
    metadata: { type: 'object' },
    cells: {
      type: 'array',
      items: tagged('cell_type', { code: codeCell, markdown: textCell, raw: textCell }, ['attachments']),
    },
  },
  required: ['nbformat', 'nbformat_minor', 'metadata', 'cells'],
  additionalProperties: false,
};

/** The format says that cell ids are unique; a schema cannot. */
function repeatedIds(document: Notebook): Problem[] {
  const first = new Map<string, number>();
  const problems: Problem[] = [];
  document.cells.forEach((cell, index) => {
    const earlier = first.get(cell.id);
    if (earlier === undefined) first.set(cell.id, index);
    else
      problems.push({
        pointer: pointer('cells', index, 'id'),
        message: `repeats the id of cell ${earlier}`,
        cell: cell.id,
      });
  });
  return problems;
}

/** nbformat 4.5: every cell has an id, and no two cells share one. */
export const { problems: validateNotebook, parse: parseNotebook } = documentValidator<Notebook>(
  notebookSchema,
  repeatedIds,
);
