import { type Ajv2020 } from 'ajv/dist/2020.js';
import { type DataValidationCxt } from 'ajv/dist/types/index.js';
import { isRounded, roundTo } from './round.js';

/**
 * What the keyword `decimals` does: `validate` demands that a number is already rounded; `round` rounds it in place.
 */
export type KeywordMode = 'validate' | 'round';

/** The `this` of a validation that wants to know the tolerance of every number it passes. */
export type ToleranceContext = { tolerances: Map<string, number> };

/** Largest number of decimals a double can keep. */
export const maximumDecimals = 15;

function roundInPlace(decimals: number, value: number, where: DataValidationCxt): void {
  const parent = where.parentData as { [name: string | number]: unknown };
  parent[where.parentDataProperty] = roundTo(value, decimals);
}

/**
 * The project's own keywords.
 * - `decimals: n` on a number: it is stored with at most n decimals.
 * - `tolerance: t` on a number: how far it may differ on another machine, absolutely.
 * - `atlas: {…}` at the root of a notebook's contract: everything that JSON Schema has no word for.
 */
export function addKeywords(ajv: Ajv2020, mode: KeywordMode): void {
  ajv.addKeyword({
    keyword: 'decimals',
    type: 'number',
    schemaType: 'number',
    metaSchema: { type: 'integer', minimum: 0, maximum: maximumDecimals },
    modifying: mode === 'round',
    errors: false,
    validate(decimals: number, value: number, _schema: unknown, where?: DataValidationCxt): boolean {
      if (mode === 'validate') return isRounded(value, decimals);
      if (where !== undefined) roundInPlace(decimals, value, where);
      return true;
    },
  });
  ajv.addKeyword({
    keyword: 'tolerance',
    type: 'number',
    schemaType: 'number',
    metaSchema: { type: 'number', minimum: 0 },
    errors: false,
    validate(this: Partial<ToleranceContext>, tolerance: number, _value, _schema, where?: DataValidationCxt): boolean {
      this.tolerances?.set(where?.instancePath ?? '', tolerance);
      return true;
    },
  });
  ajv.addKeyword({ keyword: 'atlas', schemaType: 'object' });
}
