import { shortHash } from '../bundle/kept-folder.js';
import { relative, type SiteFiles } from '../site.js';
import { trusted, type Html } from '../text/html.js';

/** Pictures with fewer digits stay in the page: a file of their own would cost more than it saves. */
const fewestDigits = 6000;

const embedded = new RegExp(`\\ssrc="data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=]{${fewestDigits},})"`, 'g');

/** The page with its larger pictures as files that load when they are near, so that the page itself stays light. */
export function withPictureFiles(files: SiteFiles, page: string, body: Html): Html {
  return trusted(
    body.markup.replace(embedded, (_whole, type: string, digits: string) => {
      const content = Buffer.from(digits, 'base64');
      const path = `figures/${shortHash(content)}.${type}`;
      files.set(path, content);
      return ` src="${relative(page, path)}" loading="lazy"`;
    }),
  );
}
