export { buildSite, type SiteOptions, type SiteSummary } from './build-site.js';
export { endBundler } from './bundle/bundle.js';
export { type VerdictCounts } from './pages/tally.js';
export { checkHashes, type HashProblem } from './provenance/hashes.js';
export { publishOutputs } from './publish/publish-outputs.js';
