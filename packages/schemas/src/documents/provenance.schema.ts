import { type JsonSchema } from '../json/json.js';
import { array, count, dictionary, record, text, truth } from '../json/parts.js';
import { documentValidator } from '../json/document-validator.js';
import { type Provenance } from './provenance.js';

const commit: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$' };

export const provenanceSchema: JsonSchema = record({
  versions: dictionary(text),
  backend: record({ name: text, tensorflowVersion: text, notice: text }, ['tensorflowVersion', 'notice']),
  threads: record({ intra: count, inter: count }),
  processor: record({ model: text, cores: count, architecture: text, features: array(text) }, ['features']),
  platform: record({ system: text, release: text, memoryBytes: count }),
  seeds: array({ type: 'integer' }),
  git: {
    type: ['object', 'null'],
    properties: { commit, modified: truth },
    required: ['commit', 'modified'],
    additionalProperties: false,
  },
});

export const { problems: validateProvenance, parse: parseProvenance } = documentValidator<Provenance>(provenanceSchema);
