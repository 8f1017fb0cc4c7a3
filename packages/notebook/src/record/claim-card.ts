import {
  type ClaimDeclaration,
  type ClaimRecord,
  describeRule,
  intervalText,
  type Judgement,
  type Verdict,
  withUnit,
} from '@atlas/schemas';
import { element, escapeHtml } from '../display/html.js';

/** Sign, word and colour: never colour alone. */
const signs: { [verdict in Verdict]: { sign: string; colour: string } } = {
  holds: { sign: '✓', colour: '#1a7f4b' },
  fails: { sign: '✗', colour: '#b3261e' },
  'not decided': { sign: '?', colour: '#7a6200' },
};

function sourceText({ source }: ClaimDeclaration): string {
  const { statement, paper, where, confidence } = source;
  const origin = [statement === undefined ? undefined : `survey statement ${statement}`, paper, where];
  const named = origin.filter((part) => part !== undefined).join(', ');
  return confidence === undefined ? named : `${named} (confidence: ${confidence})`;
}

function judgementText(judgement: Judgement, unit: string | undefined): string {
  if (judgement.parts !== undefined) {
    return Object.entries(judgement.parts)
      .map(([name, part]) => `${name}: ${judgementText(part, unit)}`)
      .join('; ');
  }
  if (judgement.estimate === undefined) return judgement.reason;
  const value = withUnit(judgement.estimate, unit);
  return judgement.interval === undefined ? value : `${value} (${intervalText(judgement.interval)})`;
}

function unitOf({ rule }: ClaimDeclaration): string | undefined {
  return 'unit' in rule ? rule.unit : undefined;
}

/** The lines of the card, each a name and its text, in the order in which a reader asks for them. */
function lines(declaration: ClaimDeclaration, { evidence, decision }: ClaimRecord): [string, string][] {
  const unit = unitOf(declaration);
  const { expected, profiles } = declaration;
  return [
    ['Measured', judgementText(decision.measured, unit)],
    ['Control', `${judgementText(decision.control, unit)}. ${declaration.control}`],
    ['Seeds', evidence.seeds.length === 0 ? 'none involved' : evidence.seeds.join(', ')],
    ['Rule', describeRule(declaration.rule)],
    ['Why', decision.reason],
    ['Expected', `${expected}; asserted in ${profiles.length === 0 ? 'no profile' : profiles.join(', ')}`],
    ['Source', sourceText(declaration)],
  ];
}

/** The card of a claim as text. */
export function claimText(id: string, declaration: ClaimDeclaration, record: ClaimRecord): string {
  const { verdict } = record.decision;
  const head = `${signs[verdict].sign} ${verdict}: ${declaration.sentence} [${id}]`;
  return [head, ...lines(declaration, record).map(([name, text]) => `  ${name}: ${text}`)].join('\n');
}

/** The card of a claim as HTML: verdict and sentence first, then a list of what supports them. */
export function claimHtml(id: string, declaration: ClaimDeclaration, record: ClaimRecord): string {
  const { verdict } = record.decision;
  const { sign, colour } = signs[verdict];
  const badge = element('strong', { style: `color:${colour}` }, escapeHtml(`${sign} ${verdict}`));
  const head = element('p', {}, badge, ' ', escapeHtml(declaration.sentence));
  const list = lines(declaration, record).map(
    ([name, text]) => element('dt', {}, escapeHtml(name)) + element('dd', {}, escapeHtml(text)),
  );
  const attributes = {
    class: 'atlas-claim',
    'data-claim': id,
    'data-verdict': verdict,
    style: `border-left:4px solid ${colour};padding-left:1em`,
  };
  return element('article', attributes, head, element('dl', {}, ...list));
}
