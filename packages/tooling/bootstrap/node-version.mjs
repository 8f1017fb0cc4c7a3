/** The oldest Node whose `require()` loads ES modules without a flag, which notebook cells rely on. */
export const oldestNode = [20, 19];

/**
 * @param {string} version for example `20.19.0`
 * @returns {string | undefined} why this Node cannot be used and what to do, or undefined when it can
 */
export function explainNodeVersion(version) {
  const parts = version.split('.').map(Number);
  const [major, minor] = [parts[0] ?? 0, parts[1] ?? 0];
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return undefined;
  return (
    'Attention Atlas needs Node ' +
    oldestNode.join('.') +
    ' or newer; this is Node ' +
    version +
    '.\n' +
    'Install a current Node (https://nodejs.org, or "nvm install 22") and run the command again.'
  );
}
