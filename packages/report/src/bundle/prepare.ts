import { drawingProgram } from '../render/draw-many.js';
import { bundleScripts } from './assets.js';
import { describeLibrary } from './library.js';
import { networksScript } from './networks.js';
import { nodeScript } from './node-script.js';

/** Makes and keeps what every site needs, whatever the results are: it depends on the packages only. */
export async function prepareSites(): Promise<void> {
  await Promise.all([bundleScripts(), describeLibrary(), nodeScript(networksScript), drawingProgram()]);
}
