import { describe, expect, it } from 'vitest';
import { Signer } from './signer.js';

const documents = ['{"msg_id":"1"}', '{}', '{}', '{}'].map((text) => Buffer.from(text));

describe('Signer', () => {
  it('signs with the hexadecimal HMAC-SHA256 of the documents', () => {
    // printf '{"msg_id":"1"}{}{}{}' | openssl dgst -sha256 -hmac secret
    expect(new Signer('secret').sign(documents)).toBe(
      'f6f00555a98e51dc0a7993a211211b64710b098200d21577542d73a6d7b8a667',
    );
  });

  it('accepts what it has signed, once', () => {
    const signer = new Signer('secret');
    const signature = Buffer.from(signer.sign(documents));
    signer.verify(signature, documents);
    expect(() => signer.verify(signature, documents)).toThrow('sent before');
  });

  it('refuses another key, another document and another length', () => {
    const signer = new Signer('secret');
    const other = Buffer.from(new Signer('other').sign(documents));
    expect(() => signer.verify(other, documents)).toThrow('does not fit');
    const signature = Buffer.from(signer.sign(documents));
    expect(() => signer.verify(signature, [...documents.slice(0, 3), Buffer.from('[]')])).toThrow('does not fit');
    expect(() => signer.verify(signature.subarray(1), documents)).toThrow('does not fit');
    expect(() => signer.verify(Buffer.alloc(0), documents)).toThrow('does not fit');
  });

  it('forgets the oldest digests, so that its memory is bounded', () => {
    const signer = new Signer('secret');
    const message = (id: number): Buffer[] => [Buffer.from(String(id))];
    for (let id = 0; id <= 65_536; id++) signer.verify(Buffer.from(signer.sign(message(id))), message(id));
    expect(() => signer.verify(Buffer.from(signer.sign(message(0))), message(0))).not.toThrow();
    expect(() => signer.verify(Buffer.from(signer.sign(message(65_536))), message(65_536))).toThrow('sent before');
  });

  it('neither signs nor checks with an empty key', () => {
    const signer = new Signer('');
    expect(signer.sign(documents)).toBe('');
    expect(() => signer.verify(Buffer.from('anything'), documents)).not.toThrow();
  });

  it('refuses schemes that it does not know', () => {
    expect(() => new Signer('secret', 'rot13')).toThrow('Unknown signature scheme "rot13"');
    expect(() => new Signer('secret', 'hmac-nonsense')).toThrow();
  });
});
