import { type JsonSchema } from '../json/json.js';
import { notNegative, number, record, text, truth } from '../json/parts.js';

const options = { unit: text, exact: truth };
const conditions = record(
  { task: record({ chance: notNegative, ceiling: notNegative }), parametersWithin: notNegative },
  ['task', 'parametersWithin'],
);
const axes: JsonSchema = { type: 'string', enum: ['linear', 'log-log'] };

/** The fields of each test beside `test` itself; those in `optional` may be left out. */
const fields: { [test: string]: { properties: { [name: string]: JsonSchema }; optional: string[] } } = {
  'interval-above': { properties: { threshold: number, ...options }, optional: ['unit', 'exact'] },
  'interval-below': { properties: { threshold: number, ...options }, optional: ['unit', 'exact'] },
  'interval-within': { properties: { low: number, high: number, ...options }, optional: ['unit', 'exact'] },
  'difference-above': { properties: { threshold: number, ...options }, optional: ['unit', 'exact'] },
  'difference-below': { properties: { threshold: number, ...options }, optional: ['unit', 'exact'] },
  'difference-within': { properties: { margin: notNegative, ...options }, optional: ['unit', 'exact'] },
  'trend-above': { properties: { threshold: number, axes, ...options }, optional: ['unit', 'exact', 'axes'] },
  'trend-below': { properties: { threshold: number, axes, ...options }, optional: ['unit', 'exact', 'axes'] },
  'trend-within': {
    properties: { margin: notNegative, slope: number, axes, ...options },
    optional: ['unit', 'exact', 'axes', 'slope'],
  },
  'all-true': { properties: {}, optional: [] },
};

/** A choice by the field `test`, so that an error speaks only of the test that was chosen. */
function choice(tests: { [test: string]: JsonSchema }): JsonSchema {
  const branches = Object.entries(tests).map(([test, then]) => ({
    if: { type: 'object', properties: { test: { const: test } }, required: ['test'] },
    then,
  }));
  const test = { type: 'string', enum: Object.keys(tests) };
  return { type: 'object', properties: { test }, required: ['test'], allOf: branches };
}

function tests(extra: { [name: string]: JsonSchema }): { [test: string]: JsonSchema } {
  return Object.fromEntries(
    Object.entries(fields).map(([test, { properties, optional }]) => [
      test,
      record({ test: true, ...properties, ...extra }, [...optional, ...Object.keys(extra)]),
    ]),
  );
}

export const simpleRuleSchema: JsonSchema = choice(tests({}));

const parts: JsonSchema = { type: 'object', minProperties: 1, additionalProperties: simpleRuleSchema };

export const ruleSchema: JsonSchema = choice({
  ...tests({ conditions }),
  'all-of': record({ test: true, parts, conditions }, ['conditions']),
});
