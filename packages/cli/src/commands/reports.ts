import { type Command, flag, stringOption } from '../command.js';
import { worst } from '../exit-code.js';
import { runWithNx } from '../reports/nx.js';
import { defaultProfile } from '../reports/profile.js';
import { SiteKeeper } from '../reports/site-keeper.js';
import { summarise } from '../reports/summary.js';
import { findWorkspace, notebookNames, parseProfile } from '../workspace.js';

/** `npm run reports`: show what is published, then measure it again, chapter by chapter. */
export const reports: Command = {
  name: 'reports',
  summary: 'Build the report from the published results, then measure every notebook again and follow with the pages.',
  positionals: '',
  options: {
    profile: { type: 'string', value: 'NAME', help: 'smoke (two minutes), default or full (hours, real data)' },
    'no-site': { type: 'boolean', help: 'only run the notebooks' },
  },
  run: async (invocation) => {
    const root = findWorkspace();
    const given = stringOption(invocation, 'profile');
    const profile = given === undefined ? defaultProfile(root) : parseProfile(given);
    const site = flag(invocation, 'no-site') ? undefined : new SiteKeeper(root);
    await site?.show('The report, from the published results');
    const started = new Date();
    site?.follow();
    const nx = await runWithNx(root, notebookNames(root), profile);
    site?.stop();
    await site?.show('The report, measured here');
    const codes = summarise(root, profile, started);
    return worst([nx === 0 || codes.some((code) => code !== 0) ? 0 : nx, ...codes]);
  },
};
