import { type JsonObject } from '@atlas/schemas';

/** One output: the same thing in several MIME types, from which a reader chooses the richest it can show. */
export type Output = {
  data: { [mimeType: string]: unknown };
  metadata?: JsonObject;
  /** Name of an output that is shown once and then replaced in place. */
  displayId?: string;
  /** True to replace the output of that name instead of adding one. */
  update?: boolean;
};

/** Where outputs go. In a cell it is the kernel; a test collects them in a list. */
export type Sink = (output: Output) => void;
