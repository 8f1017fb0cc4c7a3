import { documentValidator } from '../json/document-validator.js';
import { type JsonSchema } from '../json/json.js';
import { count, record, sha256, text } from '../json/parts.js';
import { type ArtifactScrap, type Scrap } from './scrap.js';

/** Scrapbook knows no null: an empty value is an absent scrap. */
export const scrapSchema: JsonSchema = record({
  name: text,
  data: { type: ['object', 'array', 'boolean', 'string', 'number'] },
  encoder: { const: 'json' },
  version: { const: 1 },
});

export const artifactScrapSchema: JsonSchema = record({
  base64: { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' },
  bytes: count,
  sha256,
});

export const { problems: validateScrap, parse: parseScrap } = documentValidator<Scrap>(scrapSchema);
export const { problems: validateArtifactScrap, parse: parseArtifactScrap } =
  documentValidator<ArtifactScrap>(artifactScrapSchema);
