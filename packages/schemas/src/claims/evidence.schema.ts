import { type JsonSchema } from '../json/json.js';
import { array, count, dictionary, number, record, text, truth } from '../json/parts.js';

const numbers = array(number);
const valuesAndMore: { [name: string]: JsonSchema } = {
  values: { type: 'array', items: { anyOf: [number, truth, numbers] } },
  baseline: numbers,
  x: numbers,
};
const simple = record(valuesAndMore, ['baseline', 'x']);
const observation = { ...valuesAndMore, parts: dictionary(simple), parameters: count };
const optional = ['values', 'baseline', 'x', 'parts', 'parameters'];

/** The outer form of evidence. Whether it fits its rule, `decide` says: it knows which rule it is. */
export const evidenceSchema: JsonSchema = record(
  {
    ...observation,
    seeds: array({ type: 'integer' }),
    control: record(observation, optional),
    task: record({ plain: numbers, best: numbers }),
  },
  [...optional, 'task'],
);

const verdict: JsonSchema = { type: 'string', enum: ['holds', 'fails', 'not decided'] };
const interval: JsonSchema = { type: 'array', items: number, minItems: 2, maxItems: 2 };
const judged = { verdict, reason: text, estimate: number, interval };
const simpleJudgement = record(judged, ['estimate', 'interval']);
const judgement = record({ ...judged, parts: dictionary(simpleJudgement) }, ['estimate', 'interval', 'parts']);

export const decisionSchema: JsonSchema = record({ verdict, reason: text, measured: judgement, control: judgement });
