import { describe, expect, it } from 'vitest';
import { TerminalText } from './terminal.js';

function shown(...parts: string[]): string {
  const terminal = new TerminalText();
  for (const part of parts) terminal.write(part);
  return terminal.toString();
}

describe('TerminalText', () => {
  it('keeps plain text as it is', () => {
    expect(shown('one\ntwo', ' and\n', 'three')).toBe('one\ntwo and\nthree');
  });

  it('lets text after a carriage return overwrite the line, and only as far as it goes', () => {
    expect(shown('10 %\r', '100 %')).toBe('100 %');
    expect(shown('abcdef\rXY')).toBe('XYcdef');
  });

  it('keeps the line when a carriage return precedes the line feed', () => {
    expect(shown('one\r\ntwo\r\n')).toBe('one\ntwo\n');
  });

  it('goes back by one character for a backspace, never beyond the line', () => {
    expect(shown('ab\bc d')).toBe('ac d');
    expect(shown('a\n\b\b\bb')).toBe('a\nb');
  });

  it('clears to the end of the line', () => {
    expect(shown('a long line\rshort\u001b[K\n')).toBe('short\n');
  });

  it('keeps colours with the character they precede', () => {
    expect(shown('\u001b[31mred\u001b[0m\n')).toBe('\u001b[31mred\u001b[0m\n');
    expect(shown('xx\r\u001b[32mok\u001b[0m')).toBe('\u001b[32mok\u001b[0m');
  });

  it('understands a sequence that is split between messages', () => {
    expect(shown('old text\rnew\u001b', '[', 'K\n')).toBe('new\n');
    expect(shown('a\u001b[3', '1mb')).toBe('a\u001b[31mb');
  });

  it('never changes a line above', () => {
    expect(shown('first\nsecond\rX\n', '\rY')).toBe('first\nXecond\nY');
  });

  it('joins a character that is split into two halves', () => {
    expect(shown('\ud83d', '\ude00')).toBe('😀');
  });
});
