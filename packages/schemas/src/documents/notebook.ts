import { type JsonObject } from '../json/json.js';

/** Text of nbformat: one string, or its lines with their line feeds. */
export type MultilineText = string | string[];

/** Outputs by MIME type. JSON types hold any JSON, all others text. */
export type MimeBundle = { [type: string]: unknown };

export type StreamOutput = { output_type: 'stream'; name: 'stdout' | 'stderr'; text: MultilineText };
export type DisplayOutput = { output_type: 'display_data'; data: MimeBundle; metadata: JsonObject };
export type ResultOutput = {
  output_type: 'execute_result';
  execution_count: number | null;
  data: MimeBundle;
  metadata: JsonObject;
};
export type ErrorOutput = { output_type: 'error'; ename: string; evalue: string; traceback: string[] };
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

export type CellMetadata = JsonObject & { tags?: string[] };

export type CodeCell = {
  cell_type: 'code';
  id: string;
  metadata: CellMetadata;
  source: MultilineText;
  outputs: Output[];
  execution_count: number | null;
};

export type TextCell = {
  cell_type: 'markdown' | 'raw';
  id: string;
  metadata: CellMetadata;
  source: MultilineText;
  attachments?: { [file: string]: MimeBundle };
};

export type Cell = CodeCell | TextCell;

/** A notebook in nbformat 4.5. */
export type Notebook = {
  nbformat: 4;
  nbformat_minor: number;
  metadata: JsonObject;
  cells: Cell[];
};

/** Multiline text as one string. */
export function joinText(text: MultilineText): string {
  return typeof text === 'string' ? text : text.join('');
}
