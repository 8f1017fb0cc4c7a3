/** Jupyter counts cursor positions in Unicode code points (since 5.2); JavaScript strings count UTF-16 units. */
export function toUtf16(text: string, codePoints: number): number {
  let units = 0;
  let counted = 0;
  for (const character of text) {
    if (counted >= codePoints) break;
    units += character.length;
    counted += 1;
  }
  return units;
}

export function toCodePoints(text: string, utf16: number): number {
  let counted = 0;
  let units = 0;
  for (const character of text) {
    if (units >= utf16) break;
    units += character.length;
    counted += 1;
  }
  return counted;
}
