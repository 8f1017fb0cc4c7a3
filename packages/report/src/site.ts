import { type ClaimEntry } from './model/claim-entry.js';
import { type StatementFate } from './model/statements.js';
import { type LiveNetwork, type LiveStills } from './model/live-stills.js';
import { type ApiPackage } from './model/api.js';
import { type MechanismData } from './model/mechanism-data.js';
import { type ReportData } from './read/report-data.js';
import { type KeptDrawings } from './render/kept-drawings.js';
import { type Sanitiser } from './render/sanitise.js';
import { type StyleSheet } from './render/style-sheet.js';

/** A place that search can lead to. */
export type SearchEntry = { title: string; section: string; url: string; text: string };

/** Contents by path. */
export type SiteFiles = Map<string, string | Uint8Array>;

/** What all pages share while a site is built. Paths are relative to the site's folder, with forward slashes. */
export type Site = {
  data: ReportData;
  claims: ClaimEntry[];
  fates: StatementFate[];
  mechanisms: MechanismData[];
  /** The packages that the reference shows. */
  api: ApiPackage[];
  /** Absent where the library could not be described; the live parts are then left out. */
  stills?: LiveStills;
  /** Trained networks that the live parts offer. */
  networks: LiveNetwork[];
  drawings: KeptDrawings;
  /** What a drawing needs in a file of its own to be set in the typeface of the site. */
  chartFont: string;
  styles: StyleSheet;
  sanitiser: Sanitiser;
  files: SiteFiles;
  search: SearchEntry[];
};

export * from './paths.js';

/** In the ledger claims of all chapters meet, so the chapter is part of the name. */
export const ledgerAnchor = (entry: ClaimEntry): string => `${entry.chapter.name}-${entry.id}`;
