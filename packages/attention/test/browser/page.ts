import { chooseBackend } from '@atlas/tensor';
import { runAll, type Results } from './run.js';

declare global {
  var runMechanisms: () => Promise<{ backend: string; results: Results }>;
}

globalThis.runMechanisms = async () => {
  const { name } = await chooseBackend({ backend: 'cpu' });
  return { backend: name, results: runAll() };
};
