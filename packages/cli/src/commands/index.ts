import { type Command } from '../command.js';
import { bench } from './bench.js';
import { claims } from './claims.js';
import { clean } from './clean.js';
import { cost } from './cost.js';
import { diff } from './diff.js';
import { doctor } from './doctor.js';
import { explain } from './explain.js';
import { lab } from './lab.js';
import { newStudy } from './new.js';
import { publish } from './publish.js';
import { report } from './report.js';
import { reports } from './reports.js';
import { run } from './run.js';
import { verify } from './verify.js';

/** Every command, in the order of the overview. */
export const commands: readonly Command[] = [
  run,
  reports,
  report,
  publish,
  explain,
  verify,
  claims,
  diff,
  cost,
  bench,
  lab,
  newStudy,
  doctor,
  clean,
];
