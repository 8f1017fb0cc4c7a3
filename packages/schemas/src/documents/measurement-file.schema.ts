import { profiles } from '../contract/profile.js';
import { documentValidator } from '../json/document-validator.js';
import { type JsonSchema } from '../json/json.js';
import { anyObject, count, dictionary, name, notNegative, oneOfWords, record, time } from '../json/parts.js';
import { type MeasurementFile } from './measurement-file.js';
import { provenanceSchema } from './provenance.schema.js';

export const measurementFileSchema: JsonSchema = record(
  {
    schemaVersion: { const: 1 },
    notebook: name,
    profile: oneOfWords(profiles),
    date: time,
    seconds: notNegative,
    peakMemoryBytes: count,
    provenance: provenanceSchema,
    cells: dictionary(notNegative),
    measurements: anyObject,
  },
  ['peakMemoryBytes'],
);

export const { problems: validateMeasurementFile, parse: parseMeasurementFile } =
  documentValidator<MeasurementFile>(measurementFileSchema);
