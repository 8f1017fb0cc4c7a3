import { type Profile } from '../contract/profile.js';
import { type JsonObject } from '../json/json.js';
import { type Provenance } from './provenance.js';

/** `reports/measurements/<profile>/<notebook>.json`: what depends on the machine and the day. */
export type MeasurementFile = {
  schemaVersion: 1;
  notebook: string;
  profile: Profile;
  /** When the run ended, ISO 8601 in UTC. */
  date: string;
  seconds: number;
  peakMemoryBytes?: number;
  provenance: Provenance;
  /** Seconds by cell id. */
  cells: { [id: string]: number };
  measurements: JsonObject;
};
