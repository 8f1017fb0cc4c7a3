import { join } from 'node:path';
import { chooseModels, liveModelOf } from '../model/live-models.js';
import { type LiveNetwork, type NetworkStill } from '../model/live-stills.js';
import { type SiteFiles } from '../site.js';
import { keptOutput, nodeScript } from './node-script.js';

/** The script that looks at trained networks. */
export const networksScript = 'live/describe-networks.ts';

/**
 * The trained networks among the artifacts of a site that its live parts can run, each with its still picture, and in
 * words those that cannot be run.
 */
export async function describeNetworks(
  files: SiteFiles,
  reports: string,
): Promise<{ networks: LiveNetwork[]; problems: string[] }> {
  const artifacts = [...files].filter(([path]) => path.startsWith('artifacts/'));
  const models = chooseModels(
    artifacts.flatMap(([path, content]) => (typeof content === 'string' ? [] : (liveModelOf(path, content) ?? []))),
  );
  if (models.length === 0) return { networks: [], problems: [] };
  try {
    const requests = models.map((model) => ({ model, file: join(reports, model.path) }));
    const contents = models.map(({ path }) => files.get(path) ?? '');
    const script = await nodeScript(networksScript);
    const output = await keptOutput(script, JSON.stringify(requests), contents);
    const stills = JSON.parse(output) as { [path: string]: NetworkStill };
    const networks: LiveNetwork[] = [];
    const problems: string[] = [];
    for (const model of models) {
      const still = stills[model.path];
      if (still === undefined || still.kind === 'problem')
        problems.push(`${model.path} cannot be run on a page: ${still?.problem ?? 'no answer'}`);
      else networks.push({ model, still });
    }
    return { networks, problems };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { networks: [], problems: [`Trained networks cannot be run: ${reason}`] };
  }
}
