import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolder } from '../data/folders.js';
import { type CheckpointOptions } from './checkpoint.js';

/**
 * A checkpoint in the cache for a long training: one that is broken off goes on where it was, one that was finished is
 * there at once.
 * @param name for people who look into the cache
 * @param definition everything that decides what the training comes to, as plain data: another definition is another file
 */
export function keptTraining(name: string, definition: unknown): CheckpointOptions {
  const identity = `${name} ${JSON.stringify(definition)}`;
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  return {
    path: join(cacheFolder(process.cwd()), 'trainings', `${name}-${digest}.safetensors`),
    identity,
    everySteps: 200,
  };
}
