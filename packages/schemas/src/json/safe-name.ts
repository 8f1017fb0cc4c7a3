/** A name that is safe as a file name on every system, `05-channel`: lower-case letters, digits, `.`, `_`, `-`. */
export const safeName = '^[a-z0-9][a-z0-9._-]{0,99}$';

const pattern = new RegExp(safeName);
/** Windows opens a device instead of a file for these, whatever the extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/** True if a name from a notebook may become a file name: it cannot leave its folder, nor clash by case alone. */
export function isSafeName(name: string): boolean {
  return pattern.test(name) && !reserved.test(name) && !name.endsWith('.');
}
