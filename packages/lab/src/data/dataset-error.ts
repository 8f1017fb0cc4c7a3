/** What went wrong with a data set: `missing` (no source has it), `corrupt` (its content is not the published one). */
export type DatasetErrorKind = 'missing' | 'corrupt';

/** A data set cannot be used. The message names the file, what was expected and found, and the way out. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';

  constructor(
    readonly kind: DatasetErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
