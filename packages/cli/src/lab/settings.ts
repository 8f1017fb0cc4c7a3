import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where this project differs from JupyterLab's defaults; a person's own settings still win. */
const overrides = {
  // No news, no look for updates: the version is pinned, and opening a notebook tells nobody.
  '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
  // A candidate is more than a name: its type and its docstring are shown beside the list.
  '@jupyterlab/completer-extension:manager': { showDocumentationPanel: true },
};

/**
 * Writes JupyterLab's settings for this project.
 * @param folder becomes JupyterLab's folder of application settings
 */
export function writeSettings(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'overrides.json'), `${JSON.stringify(overrides, undefined, 2)}\n`);
  return folder;
}
