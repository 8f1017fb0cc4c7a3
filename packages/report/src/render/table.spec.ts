import { describe, expect, it } from 'vitest';
import { columnsOf, renderTable, rowsOnPage, toCsv } from './table.js';

describe('tables', () => {
  it('puts names before numbers, numbers to the right, and one number of places in a column', () => {
    const markup = renderTable(
      [
        { mean: 0.5, name: 'a' },
        { mean: 0.8125, name: 'b', extra: null },
      ],
      'Means',
    ).markup.replace(/>\s+</g, '><');
    expect(columnsOf([{ mean: 1, name: 'a' }])).toEqual(['name', 'mean']);
    expect(markup).toContain('<td>a</td><td class="number">0.5000</td>');
    expect(markup).toContain('<td class="number">0.8125</td>');
    expect(markup).toContain('<td class="absent">–</td>');
  });
  it('has no caption where it has no name, and real minus signs', () => {
    const { markup } = renderTable([{ gain: '-1.0 (-6.2 to 4.2)', day: '1998-11' }], '');
    expect(markup).not.toContain('<caption');
    expect(markup).toContain('aria-label="Table"');
    expect(markup).toContain('<td>−1.0 (−6.2 to 4.2)</td>');
    expect(markup).toContain('<td>1998-11</td>');
  });
  it('shows the beginning of a long table and says how long it is', () => {
    const rows = Array.from({ length: 75 }, (_, index) => ({ index }));
    const markup = renderTable(rows, 'Long').markup;
    expect(markup).toContain(`first ${rowsOnPage} of 75 rows`);
    expect(markup.match(/<tr>/g)).toHaveLength(rowsOnPage + 1);
  });
  it('names rows by their first column where it is told to', () => {
    const { markup } = renderTable([{ network: 'RAM', error: 0.5 }], 'Errors', { rowHeaders: true });
    expect(markup).toContain('<th scope="row">RAM</th>');
    expect(markup).toContain('<td class="number">0.5</td>');
  });
  it('writes CSV that a spreadsheet reads and does not run', () => {
    expect(
      toCsv([
        { name: 'a,"b"', value: -1.5 },
        { name: '=cmd()', value: null },
        { name: '-x', value: true },
      ]),
    ).toBe('name,value\r\n"a,""b""",-1.5\r\n\'=cmd(),\r\n\'-x,true\r\n');
  });
});
