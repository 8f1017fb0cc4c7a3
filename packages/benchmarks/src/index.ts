export * from './bench.js';
export * from './file/bench-file.js';
export { benchFileSchema, parseBenchFile, validateBenchFile } from './file/bench-file.schema.js';
export { peerEnvironment } from './peers/environment.js';
export { shortEffort, usualEffort, type Effort } from './run-work.js';
export { spread, type Spread } from './statistics.js';
export { catalogue, chooseWorks } from './works/catalogue.js';
export { groups, type Group, type Work } from './works/work.js';
