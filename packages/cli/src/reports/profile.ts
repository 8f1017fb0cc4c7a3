import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Profile } from '@atlas/schemas';

const binding = 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node';

/** Without the native backend the default profile would take hours; the report then looks at the smoke profile and says so. */
export function defaultProfile(root: string): Profile {
  if (process.env['ATLAS_BACKEND'] !== 'cpu' && existsSync(join(root, binding))) return 'default';
  process.stderr.write(
    'NOTICE: the native TensorFlow backend is not in use, so the smoke profile is run. ' +
      'Its numbers are small trials; the published results stay what they are.\n',
  );
  return 'smoke';
}
