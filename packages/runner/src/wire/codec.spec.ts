import { describe, expect, it } from 'vitest';
import { Codec, WireError } from './codec.js';

const bytes = (frames: readonly (string | Uint8Array)[]): Uint8Array[] => frames.map((frame) => Buffer.from(frame));
const sent = (key = 'key') => bytes(new Codec(key).request('execute_request', { code: 'é' }).frames);

describe('Codec', () => {
  it('reads what another with the same key has written, with any identities in front', () => {
    const message = new Codec('key').read([Buffer.from('identity'), ...sent(), Buffer.from('buffer')]);
    expect(message).toMatchObject({
      type: 'execute_request',
      content: { code: 'é' },
      parentId: undefined,
      oversize: false,
    });
    expect(message.buffers.map(String)).toEqual(['buffer']);
  });

  it('refuses another key, changed content, a repeated message and broken frames', () => {
    const reader = new Codec('key');
    expect(() => reader.read(sent('other'))).toThrow('signature');
    const changed = sent();
    changed[5] = Buffer.from('{"code":"evil"}');
    expect(() => reader.read(changed)).toThrow('signature');
    const frames = sent();
    reader.read(frames);
    expect(() => reader.read(frames)).toThrow('seen before');
    expect(() => reader.read([Buffer.from('junk')])).toThrow(WireError);
    expect(() => reader.read([])).toThrow(WireError);
  });

  it('accepts everything where the key is empty', () => {
    const frames = sent('any');
    expect(new Codec('').read(frames).type).toBe('execute_request');
  });

  it('explains content that is no JSON object', () => {
    const frames = sent('');
    frames[5] = Buffer.from('[1]');
    expect(() => new Codec('').read(frames)).toThrow('expected the content of a message to be an object');
    frames[5] = Buffer.from('{');
    expect(() => new Codec('').read(frames)).toThrow('is not JSON');
  });

  it('does not parse a content that is too large to keep', () => {
    const frames = sent('');
    frames[5] = Buffer.alloc(257 * 1024 * 1024);
    const message = new Codec('').read(frames);
    expect(message).toMatchObject({ type: 'execute_request', oversize: true, content: {} });
    expect(message.bytes).toBeGreaterThan(256 * 1024 * 1024);
  });
});
