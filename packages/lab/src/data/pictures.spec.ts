import { encode as encodePng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { decodePicture, loadPictures } from './pictures.js';

describe('decodePicture', () => {
  it('reads colours, opacity and grey of a PNG', () => {
    const colour = Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 0);
    const read = decodePicture('two.png', encodePng({ width: 2, height: 1, channels: 4, depth: 8, data: colour }));
    expect(read).toEqual({ name: 'two', width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
    const grey = encodePng({ width: 1, height: 2, channels: 1, depth: 8, data: Uint8Array.of(7, 9) });
    expect(decodePicture('grey.png', grey).data).toEqual(Uint8Array.of(7, 7, 7, 9, 9, 9));
  });

  it('reads a JPEG', () => {
    const data = new Uint8Array(8 * 8 * 4).fill(200);
    const { data: file } = encodeJpeg({ width: 8, height: 8, data }, 95);
    const picture = decodePicture('even.jpg', file);
    expect([picture.width, picture.height, picture.data.length]).toEqual([8, 8, 192]);
    expect(picture.data.every((value) => Math.abs(value - 200) < 4)).toBe(true);
  });

  it('refuses what it cannot read exactly', () => {
    const deep = encodePng({ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(300) });
    expect(() => decodePicture('deep.png', deep)).toThrow(/deep.png: expected a PNG of eight bits or a JPEG/);
    expect(() => decodePicture('picture.gif', new Uint8Array())).toThrow(/picture.gif/);
  });
});

describe('loadPictures', () => {
  it('says which picture is not there', async () => {
    const nowhere = { environment: {}, cache: '/nowhere/at/all', fetch: () => Promise.reject(new Error('offline')) };
    await expect(loadPictures(nowhere)).rejects.toThrow(/pictures/);
  });
});
