import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConnectionFile } from './connection.js';

const valid = {
  transport: 'tcp',
  ip: '127.0.0.1',
  key: 'secret',
  signature_scheme: 'hmac-sha256',
  shell_port: 1001,
  iopub_port: 1002,
  stdin_port: 1003,
  control_port: 1004,
  hb_port: 1005,
};

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'connection-'));
  path = join(folder, 'connection.json');
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: unknown, mode = 0o600): ReturnType<typeof readConnectionFile> {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(path, mode);
  return readConnectionFile(path);
}

describe('readConnectionFile', () => {
  it('knows where to listen', () => {
    expect(read(valid).endpoints).toEqual({
      shell: 'tcp://127.0.0.1:1001',
      iopub: 'tcp://127.0.0.1:1002',
      stdin: 'tcp://127.0.0.1:1003',
      control: 'tcp://127.0.0.1:1004',
      hb: 'tcp://127.0.0.1:1005',
    });
    expect(read({ ...valid, ip: '::1' }).endpoints.shell).toBe('tcp://[::1]:1001');
    expect(read({ ...valid, transport: 'ipc', ip: '/tmp/kernel' }).endpoints.shell).toBe('ipc:///tmp/kernel-1001');
  });

  it('narrows permissions that let others read the key, and says so', () => {
    expect(read(valid).notice).toBeUndefined();
    expect(read(valid, 0o644).notice).toContain('0600');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['an address that other machines reach', { ...valid, ip: '0.0.0.0' }, 'loopback only'],
    ['an address of this machine on the net', { ...valid, ip: '192.168.1.2' }, 'loopback only'],
    ['an unknown transport', { ...valid, transport: 'udp' }, 'expected "tcp" or "ipc"'],
    ['a missing port', { ...valid, hb_port: undefined }, 'hb_port is undefined; expected a number from 1 to 65535'],
    ['a port out of range', { ...valid, shell_port: 70_000 }, 'shell_port is 70000'],
    ['a port as text', { ...valid, shell_port: '1001' }, 'shell_port is "1001"'],
    ['no key', { ...valid, key: undefined }, 'key is missing'],
    ['an unknown signature scheme', { ...valid, signature_scheme: 'none' }, 'Unknown signature scheme'],
    ['no JSON', 'nonsense', 'not JSON'],
    ['a list', [], 'not a JSON object'],
  ])('refuses %s, naming the file', (_name, content, message) => {
    expect(() => read(content)).toThrow(message);
    expect(() => read(content)).toThrow(path);
  });

  it('says that the file is missing', () => {
    expect(() => readConnectionFile(join(folder, 'absent.json'))).toThrow('cannot be read');
  });
});
