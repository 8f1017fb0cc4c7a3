import { describe, expect, it } from 'vitest';
import { StyleSheet } from './style-sheet.js';

describe('styles as classes', () => {
  it('gives the same class to the same style and keeps the class that is there', () => {
    const styles = new StyleSheet();
    const markup = styles.hoist('<mo class="a" style="color:#ff0000;">x</mo><mi style="color:#ff0000">y</mi>');
    const [first, second] = [...markup.matchAll(/class="(y\w+)/g)].map(([, name]) => name);
    expect(first).toBe(second);
    expect(markup).toBe(`<mo class="${first} a">x</mo><mi class="${first}">y</mi>`);
    expect(styles.css()).toBe(`.${first}{color:#ff0000}`);
  });
  it.each([
    'position:fixed',
    'color:url(x)',
    'color:red}body{display:none',
    'background:red',
    'width:expression(1)',
    'color:\\72 ed',
    'inset:0',
  ])('drops %s', (style) => {
    const styles = new StyleSheet();
    expect(styles.hoist(`<mi style="${style}">y</mi>`)).toBe('<mi>y</mi>');
    expect(styles.css()).toBe('');
  });
});
