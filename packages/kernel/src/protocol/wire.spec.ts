import { describe, expect, it } from 'vitest';
import { protocolVersion } from './message.js';
import { Signer } from './signer.js';
import { Wire } from './wire.js';

const client = new Wire(new Signer('key'), 'client');

function kernel(): Wire {
  return new Wire(new Signer('key'), 'kernel');
}

describe('Wire', () => {
  it('decodes what another side has encoded, with its routing prefix', () => {
    const prefix = [Buffer.from([0, 255]), Buffer.from('second')];
    const request = kernel().decode(client.encode(prefix, { type: 'execute_request', content: { code: 'é😀' } }));
    expect(request.identities).toEqual(prefix);
    expect(request.content).toEqual({ code: 'é😀' });
    expect(request.header).toMatchObject({ msg_type: 'execute_request', session: 'client', version: protocolVersion });
  });

  it('carries the parent and an ISO date, and never repeats an id', () => {
    const request = kernel().decode(client.encode([], { type: 'a', content: {} }));
    const decode = (): ReturnType<Wire['decode']> =>
      kernel().decode(kernel().encode([], { type: 'b', parent: request.header, content: {}, metadata: { m: 1 } }));
    const [first, second] = [decode(), decode()];
    expect(first.parentHeader).toEqual(request.header);
    expect(first.metadata).toEqual({ m: 1 });
    expect(new Date(first.header.date).toISOString()).toBe(first.header.date);
    expect(first.header.msg_id).not.toBe(second.header.msg_id);
  });

  it('accepts trailing binary buffers', () => {
    const frames = [...client.encode([], { type: 'comm_msg', content: {} }), Buffer.from('buffer')];
    expect(kernel().decode(frames).header.msg_type).toBe('comm_msg');
  });

  it.each([
    ['no delimiter', [Buffer.from('x')], 'delimiter'],
    ['too few documents', [Buffer.from('<IDS|MSG>'), Buffer.from('s'), Buffer.from('{}')], 'fewer than four'],
    ['no frames', [], 'delimiter'],
  ])('refuses a message with %s', (_name, frames, message) => {
    expect(() => kernel().decode(frames)).toThrow(message);
  });

  it.each([
    ['not JSON', 'nonsense', /JSON/],
    ['an array', '[]', /not a JSON object/],
    ['null', 'null', /not a JSON object/],
  ])('refuses a correctly signed document that is %s', (_name, document, message) => {
    const documents = ['{"msg_id":"1","msg_type":"t"}', '{}', '{}', document].map((text) => Buffer.from(text));
    const signature = Buffer.from(new Signer('key').sign(documents));
    expect(() => kernel().decode([Buffer.from('<IDS|MSG>'), signature, ...documents])).toThrow(message);
  });

  it('refuses a header without an id or a type', () => {
    const documents = ['{"msg_id":"1"}', '{}', '{}', '{}'].map((text) => Buffer.from(text));
    const signature = Buffer.from(new Signer('key').sign(documents));
    expect(() => kernel().decode([Buffer.from('<IDS|MSG>'), signature, ...documents])).toThrow('no msg_type');
  });
});
