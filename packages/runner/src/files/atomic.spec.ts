import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/support.js';
import { removeUnfinished, writeAtomically, WriteError } from './atomic.js';

describe('writeAtomically', () => {
  it('makes the folders, replaces the content and leaves nothing beside it', () => {
    const file = join(temporaryFolder(), 'a/b/c.json');
    writeAtomically(file, 'old');
    writeAtomically(file, Buffer.from('new'), { durable: false });
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(join(file, '..'))).toEqual(['c.json']);
  });

  it('keeps the old content when it fails, and says which file and why', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    const write = () => writeAtomically(join(folder, 'file/inside'), 'new');
    expect(write).toThrow(WriteError);
    expect(write).toThrow(/file\/inside cannot be written: ENOTDIR|EEXIST/);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('removeUnfinished', () => {
  it('removes what a killed writer left of this file, and nothing else', () => {
    const folder = temporaryFolder();
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const unfinished = `.a.json.${gone}.0123abcd.tmp`;
    const others = ['a.json', `.a.json.${process.pid}.0123abcd.tmp`, `.b.json.${gone}.0123abcd.tmp`, '.axjson.1.tmp'];
    for (const name of [unfinished, ...others]) writeFileSync(join(folder, name), '');
    removeUnfinished(join(folder, 'a.json'));
    expect(readdirSync(folder).sort()).toEqual([...others].sort());
    removeUnfinished(join(folder, 'no-such-folder/a.json'));
  });
});
