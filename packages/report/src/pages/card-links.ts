import { type CardLinks } from '../components/claim-card.js';
import { type ClaimEntry } from '../model/claim-entry.js';
import { chapterPath, ledgerAnchor, mechanismPath, relative, resultPath, schemaPath, type Site } from '../site.js';

/** The links of a claim's card on the page at `path`. */
export function cardLinks(site: Site, entry: ClaimEntry, path: string): CardLinks {
  const { chapter } = entry;
  const chapterPage = chapterPath(chapter.name);
  const inLedger = path === 'claims.html';
  const cell =
    entry.cell === undefined
      ? undefined
      : relative(path, inLedger ? `${chapterPage}#cell-${entry.cell}` : `#cell-${entry.cell}`);
  return {
    ...(cell !== undefined && { cell }),
    schema: relative(path, schemaPath(chapter.name)),
    results: (profile) => relative(path, resultPath(chapter.name, profile)),
    statement: (id) => relative(path, `statements.html#${id}`),
    mechanism: (name) =>
      site.mechanisms.some(({ id }) => id === name) ? relative(path, mechanismPath(name)) : undefined,
    ...(!inLedger && { home: relative(path, `claims.html#${ledgerAnchor(entry)}`) }),
  };
}
