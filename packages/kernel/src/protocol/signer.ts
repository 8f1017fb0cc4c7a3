import { createHmac, timingSafeEqual } from 'node:crypto';

/** As many digests as jupyter_client remembers. */
const rememberedDigests = 65_536;

/**
 * Signs and verifies messages: the hexadecimal HMAC of the four documents, as the bytes that travel.
 * An empty key turns signing off, as the protocol defines it.
 */
export class Signer {
  private readonly algorithm: string;
  private readonly seen = new Set<string>();

  /** Throws when the scheme is not one of `hmac-<hash>` with a hash that this Node knows. */
  constructor(
    private readonly key: string,
    scheme = 'hmac-sha256',
  ) {
    const algorithm = /^hmac-(\w+)$/.exec(scheme)?.[1];
    if (algorithm === undefined) {
      throw new Error(`Unknown signature scheme "${scheme}"; expected "hmac-sha256" or another "hmac-<hash>".`);
    }
    this.algorithm = algorithm;
    this.digest([]);
  }

  sign(documents: readonly Buffer[]): string {
    return this.key === '' ? '' : this.digest(documents);
  }

  /** Throws unless the signature fits and has not been used before. */
  verify(signature: Buffer, documents: readonly Buffer[]): void {
    if (this.key === '') return;
    const expected = this.digest(documents);
    const expectedBytes = Buffer.from(expected);
    if (signature.length !== expectedBytes.length || !timingSafeEqual(signature, expectedBytes)) {
      throw new Error('the signature does not fit the message');
    }
    if (this.seen.has(expected)) throw new Error('the message was sent before');
    this.remember(expected);
  }

  private remember(digest: string): void {
    this.seen.add(digest);
    if (this.seen.size <= rememberedDigests) return;
    // A set keeps the order of insertion: its first element is the oldest.
    for (const oldest of this.seen) {
      this.seen.delete(oldest);
      break;
    }
  }

  private digest(documents: readonly Buffer[]): string {
    const hmac = createHmac(this.algorithm, this.key);
    for (const document of documents) hmac.update(document);
    return hmac.digest('hex');
  }
}
