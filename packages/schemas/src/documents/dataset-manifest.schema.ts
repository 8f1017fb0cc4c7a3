import { documentValidator } from '../json/document-validator.js';
import { type JsonSchema } from '../json/json.js';
import { array, count, name, record, safePath, sha256, text } from '../json/parts.js';
import { type DatasetManifest } from './dataset-manifest.js';

const url: JsonSchema = { type: 'string', format: 'uri', pattern: '^https?://' };

const file = record(
  { path: safePath, urls: array(url), sha256, bytes: count, compression: { type: 'string', enum: ['gzip'] } },
  ['compression'],
);

export const datasetManifestSchema: JsonSchema = record(
  {
    schemaVersion: { const: 1 },
    name,
    title: text,
    description: text,
    licence: text,
    citation: text,
    homepage: url,
    files: array(file),
  },
  ['description', 'homepage'],
);

export const { problems: validateDatasetManifest, parse: parseDatasetManifest } =
  documentValidator<DatasetManifest>(datasetManifestSchema);
