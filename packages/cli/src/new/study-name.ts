import { UsageError } from '../exit-code.js';

const form = /^(?:(\d{2,3})-)?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;

/** The number in front of a notebook's name, and the rest; undefined for names of another form. */
function parts(name: string): { number: string | undefined; topic: string } | undefined {
  const [, number, topic] = form.exec(name) ?? [];
  return topic === undefined ? undefined : { number, topic };
}

/** What a person may have meant: `My gate` becomes `my-gate`. */
function suggestion(given: string): string {
  const words = given.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const name = words.join('-').replace(/^[0-9-]+/, '');
  return name === '' ? '' : `; for example ${name}`;
}

/**
 * The full name of a new notebook: the topic behind the number that follows the highest one in use.
 *
 * @param given `my-gate`, or with a number of its own, `42-my-gate`
 * @param existing names of all notebooks
 * @throws UsageError when the name has another form, or the topic or the number is in use
 */
export function studyName(given: string, existing: readonly string[]): string {
  const wanted = parts(given);
  if (!wanted) {
    throw new UsageError(
      `"${given}" is no name for a notebook: expected lower-case words with hyphens${suggestion(given)}`,
    );
  }
  const taken = existing.map((name) => ({ name, ...parts(name) }));
  const sameTopic = taken.find(({ topic }) => topic === wanted.topic);
  if (sameTopic) throw new UsageError(`there is a notebook ${sameTopic.name} already: choose another name`);
  const highest = Math.max(0, ...existing.map((name) => Number.parseInt(name, 10) || 0));
  const number = wanted.number ?? String(highest + 1).padStart(2, '0');
  const sameNumber = taken.find(({ name }) => Number.parseInt(name, 10) === Number(number));
  if (sameNumber)
    throw new UsageError(`the number ${number} is that of ${sameNumber.name}: leave it out, or choose another`);
  return `${number}-${wanted.topic}`;
}
