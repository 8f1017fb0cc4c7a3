import { describe, expect, it } from 'vitest';
import { type SiteFiles } from '../site.js';
import { html } from '../text/html.js';
import { withPictureFiles } from './picture-files.js';

const picture = (bytes: number): string => `data:image/png;base64,${Buffer.alloc(bytes, 7).toString('base64')}`;

describe('pictures of a page', () => {
  it('become files that load when they are near, each content once', () => {
    const files: SiteFiles = new Map();
    const image = html`<img src="${picture(9000)}" alt="a" width="3" />`;
    const { markup } = withPictureFiles(files, 'chapters/01.html', html`${image}${image}`);
    const [[path, content]] = [...files] as [[string, Uint8Array]];
    expect(files.size).toBe(1);
    expect(content).toHaveLength(9000);
    expect(markup).toBe(`<img src="../${path}" loading="lazy" alt="a" width="3" />`.repeat(2));
  });
  it('stay where they are if they are small, or only spoken of', () => {
    const files: SiteFiles = new Map();
    const body = html`<img src="${picture(300)}" alt="" /><code>${` src="${picture(9000)}"`}</code>`;
    expect(withPictureFiles(files, 'index.html', body).markup).toBe(body.markup);
    expect(files.size).toBe(0);
  });
});
