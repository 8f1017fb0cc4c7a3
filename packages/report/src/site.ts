import { posix } from 'node:path';
import { type ClaimEntry } from './model/claim-entry.js';
import { type StatementFate } from './model/statements.js';
import { type LiveStills } from './model/live-stills.js';
import { type MechanismData } from './model/mechanism-data.js';
import { type ReportData } from './read/report-data.js';
import { type Sanitiser } from './render/sanitise.js';
import { type StyleSheet } from './render/style-sheet.js';

/** A place that search can lead to. */
export type SearchEntry = { title: string; section: string; url: string; text: string };

/** What all pages share while a site is built. Paths are relative to the site's folder, with forward slashes. */
export type Site = {
  data: ReportData;
  claims: ClaimEntry[];
  fates: StatementFate[];
  mechanisms: MechanismData[];
  /** Absent where the library could not be described; the live parts are then left out. */
  stills?: LiveStills;
  styles: StyleSheet;
  sanitiser: Sanitiser;
  files: Map<string, string | Uint8Array>;
  search: SearchEntry[];
};

/** The address of one file of the site as seen from another one. */
export function relative(from: string, to: string): string {
  const [path = '', fragment] = to.split('#');
  const target = path === '' ? '' : posix.relative(posix.dirname(from), path) || posix.basename(path);
  return fragment === undefined ? target : `${target}#${fragment}`;
}

export const chapterPath = (name: string): string => `chapters/${name}.html`;
export const mechanismPath = (id: string): string => `mechanisms/${id}.html`;
export const schemaPath = (name: string): string => `downloads/${name}.schema.json`;
export const notebookPath = (name: string): string => `downloads/${name}.ipynb`;
export const resultPath = (name: string, profile: string): string => `downloads/${profile}/${name}.json`;
export const executedPath = (name: string, profile: string): string => `downloads/${profile}/${name}.ipynb`;
export const claimAnchor = (id: string): string => `claim-${id}`;
/** In the ledger claims of all chapters meet, so the chapter is part of the name. */
export const ledgerAnchor = (entry: ClaimEntry): string => `${entry.chapter.name}-${entry.id}`;
