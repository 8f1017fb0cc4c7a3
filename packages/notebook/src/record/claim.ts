import { type Evidence, EvidenceError, type JsonValue, type NotebookContract, recordClaim } from '@atlas/schemas';
import { type Output } from '../display/sink.js';
import { toPlain } from '../plain.js';
import { listed, StudyError } from '../study-error.js';
import { claimHtml, claimText } from './claim-card.js';
import { scrapOutput } from './scrap-output.js';

function plainEvidence(id: string, evidence: Evidence): Evidence {
  const plain = toPlain(evidence, `the evidence of claim "${id}"`);
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    throw new StudyError(`claim "${id}" needs an object {values, seeds, control}, found ${JSON.stringify(plain)}`);
  }
  if (plain['control'] === undefined) {
    throw new StudyError(
      `claim "${id}" has no control: measure the same thing where the claim should not hold (for accuracy, a network ` +
        'trained without the mechanism, with the same seeds and budget) and give it as "control": {"values": […]}',
    );
  }
  if (!Array.isArray(plain['seeds'])) {
    throw new StudyError(`claim "${id}" has no seeds: give "seeds", one for each value; [] where no seed is involved`);
  }
  return plain as unknown as Evidence;
}

/**
 * A claim with its evidence, decided by the rule of the contract, and the card that shows it.
 *
 * @throws StudyError if the contract has no such claim, or the evidence has no seeds or no control;
 *   EvidenceError if it does not have the form that the rule needs.
 */
export function claimOutput(contract: NotebookContract, id: string, evidence: Evidence): Output {
  const declaration = contract.atlas.claims[id];
  if (declaration === undefined) {
    throw new StudyError(
      `claim "${id}" is not in the contract, which has ${listed(Object.keys(contract.atlas.claims))}: ` +
        'declare its sentence, source, rule and control there before the run, or mend the name',
    );
  }
  const plain = plainEvidence(id, evidence);
  try {
    const record = recordClaim(declaration, plain);
    const visible = { text: claimText(id, declaration, record), html: claimHtml(id, declaration, record) };
    return scrapOutput('claim', id, record as unknown as JsonValue, visible);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    throw new EvidenceError(`claim "${id}": ${error.message}`);
  }
}
