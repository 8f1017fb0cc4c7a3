/** Thrown where evidence does not have the form that its rule needs. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
}
