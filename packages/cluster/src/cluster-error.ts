/** Why nothing can be run on the cluster. The message names what was found and the way out. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';

  /**
   * @param kind `usage` for something the caller can ask for differently, `resource` for a folder or a service that
   * does not do its part
   */
  constructor(
    readonly kind: 'usage' | 'resource',
    message: string,
  ) {
    super(message);
  }
}
