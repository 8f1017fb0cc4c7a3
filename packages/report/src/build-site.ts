import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleScripts, chartFont, siteAssets } from './bundle/assets.js';
import { keptFolder, shortHash } from './bundle/kept-folder.js';
import { describeLibrary } from './bundle/library.js';
import { describeNetworks } from './bundle/networks.js';
import { chartsOf } from './model/charts.js';
import { claimsOf, freshnessOf, runsToShow } from './model/claim-entry.js';
import { fatesOf } from './model/statements.js';
import { addApi } from './pages/api.js';
import { addChapter } from './pages/chapter.js';
import { addGlossary, addNotFound, addSearch } from './pages/fixed-pages.js';
import { addFront } from './pages/front.js';
import { addLedger } from './pages/ledger.js';
import { addLive } from './pages/live.js';
import { addMechanisms } from './pages/mechanism.js';
import { addMethod } from './pages/method.js';
import { addProvenance } from './pages/provenance.js';
import { addHashes } from './provenance/hashes.js';
import { addStatements } from './pages/statements.js';
import { countVerdicts, type VerdictCounts } from './pages/tally.js';
import { type ReportData } from './read/report-data.js';
import { readApi } from './read/read-api.js';
import { readReport } from './read/read-report.js';
import { KeptDrawings } from './render/kept-drawings.js';
import { needsSanitiser } from './render/output.js';
import { createSanitiser, refuseMarkup } from './render/sanitise.js';
import { StyleSheet } from './render/style-sheet.js';
import { type Site, type SiteFiles } from './site.js';
import { writeSite } from './write-site.js';

export type SiteOptions = {
  /** The checkout: the folder with `notebooks/` and `reports/`. */
  root: string;
  /** Where the site goes; `reports/site` under the root if left out. It is replaced as a whole. */
  out?: string;
  /** The folder with `results/`, `measurements/`, … if it is not `reports` under the root. */
  reports?: string;
};

/** What a built site holds. */
export type SiteSummary = {
  out: string;
  pages: number;
  files: number;
  bytes: number;
  chapters: number;
  /** Chapters whose numbers were measured on this machine. */
  measured: number;
  claims: VerdictCounts;
  /** Files that could not be used and other things that a reader misses, in words. */
  problems: string[];
};

/**
 * Builds the static site from whatever exists: notebooks alone give text and code, results add numbers, executed copies
 * add figures. The folder is replaced in one step, so that a reader never sees half a site.
 *
 * @throws Error if `out` is a folder with other things in it.
 */
export async function buildSite({
  root,
  out = join(root, 'reports/site'),
  reports = join(root, 'reports'),
}: SiteOptions): Promise<SiteSummary> {
  const data = await readReport({ root, reports });
  const files: SiteFiles = new Map(data.sources);
  await addArtifacts(files, data, reports);
  const drawings = await KeptDrawings.open(join(keptFolder, `drawings-${shortHash(root)}.json`));
  // What takes long goes on in other threads and processes while the pages are made.
  drawings.drawAhead(chartsOf(data.chapters));
  const scripts = bundleScripts();
  const trained = describeNetworks(files, reports);
  const [described, api] = await Promise.all([describeLibrary(), readApi(root)]);
  const claims = data.chapters.flatMap((chapter) => claimsOf(chapter));
  const about = data.chapters.map(({ name, contract, runs }) => ({
    name,
    statements: contract?.atlas.statements ?? [],
    // A run with a result has passed all checks: one that is wrong ends it.
    passed: runs.some(({ result }) => result !== undefined) ? (contract?.atlas.checks ?? {}) : {},
  }));
  const site: Site = {
    data,
    claims,
    fates: fatesOf(claims, about),
    mechanisms: described.mechanisms,
    api,
    ...(described.stills && { stills: described.stills }),
    networks: [],
    drawings,
    chartFont: await chartFont(),
    styles: new StyleSheet(),
    sanitiser: hasForeignMarkup(data) ? await createSanitiser() : refuseMarkup,
    files,
    search: [],
  };
  for (const chapter of data.chapters) await addChapter(site, chapter);
  const { networks, problems } = await trained;
  site.networks = networks;
  addFront(site);
  addLedger(site);
  addStatements(site);
  addMechanisms(site);
  addLive(site);
  addMethod(site);
  addApi(site);
  addGlossary(site);
  addSearch(site);
  addNotFound(site);
  addProvenance(site);
  await scripts;
  for (const [path, content] of await siteAssets(site.styles.css())) site.files.set(path, content);
  addHashes(site.files);
  await Promise.all([writeSite(out, site.files), site.drawings.save()]);
  return summarise(site, out, [...(described.problem === undefined ? [] : [described.problem]), ...problems]);
}

function hasForeignMarkup(data: ReportData): boolean {
  const executed = data.chapters.flatMap(({ runs }) =>
    runs.flatMap(({ executed, published }) => [...(executed?.cells ?? []), ...(published?.cells ?? [])]),
  );
  return executed.some((cell) => cell.cell_type === 'code' && cell.outputs.some(needsSanitiser));
}

/** Artifacts that the shown results name, if they are there. */
async function addArtifacts(files: SiteFiles, { chapters }: ReportData, reports: string): Promise<void> {
  const paths = chapters.flatMap((chapter) =>
    runsToShow(chapter).flatMap(({ result }) => Object.values(result?.artifacts ?? {}).map(({ path }) => path)),
  );
  for (const path of new Set(paths)) {
    if (!/^artifacts\/[\w./-]+$/.test(path) || path.split('/').includes('..')) continue;
    try {
      files.set(path, await readFile(join(reports, path)));
    } catch {
      // A result may be published without its files; the page then names them without a link.
    }
  }
}

function summarise(site: Site, out: string, problems: readonly string[]): SiteSummary {
  const { chapters, unreadable } = site.data;
  const contents = [...site.files.values()];
  return {
    out,
    pages: [...site.files.keys()].filter((path) => path.endsWith('.html')).length,
    files: contents.length,
    bytes: contents.reduce((sum, content) => sum + Buffer.byteLength(content), 0),
    chapters: chapters.length,
    measured: chapters.filter((chapter) => runsToShow(chapter).some((run) => freshnessOf(run) === 'measured')).length,
    claims: countVerdicts(site.claims),
    problems: [...unreadable, ...chapters.flatMap((chapter) => chapter.problems), ...problems],
  };
}
