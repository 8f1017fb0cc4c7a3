/** What the set-up tells the person who waits: one line when a step starts, one when it is done. */

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/**
 * @template T
 * @param {string} title what is being done, and about how long it takes
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  say(`setup: ${title} …`);
  const value = await work();
  say(`setup: ${title} – done in ${seconds(Date.now() - started)}`);
  return value;
}

/** An error whose message is meant for the person at the terminal; no stack is shown. */
export class SetupError extends Error {
  /**
   * @param {string} message what happened and what to do next
   * @param {number} exitCode
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
