/** A tensor as the header describes it, its type and place not yet checked. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

/** Checks the form of a header: what each entry has, not whether the entries fit together. */
export function parseHeader(
  bytes: Uint8Array,
  invalid: (problem: string) => Error,
): { tensors: HeaderEntry[]; metadata: { [key: string]: string } } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid(
      `expected a header in JSON, found an error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!isRecord(header)) throw invalid('expected an object as header');
  const { __metadata__: metadata = {}, ...tensors } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw invalid('expected texts under __metadata__');
  }
  return {
    tensors: Object.entries(tensors).map(([name, value]) => parseEntry(name, value, invalid)),
    metadata: metadata as { [key: string]: string },
  };
}

function parseEntry(name: string, value: unknown, invalid: (problem: string) => Error): HeaderEntry {
  const { dtype, shape, data_offsets: offsets }: Record<string, unknown> = isRecord(value) ? value : {};
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw invalid(`tensor '${name}': expected dtype, shape and two data_offsets, found ${JSON.stringify(value)}`);
  }
  return { name, dtype, shape, begin: offsets[0]!, end: offsets[1]! };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}
