/** Development helpers: every package may use them, so that their arrows say nothing. */
const helpers = new Set(['testing', 'tooling']);

/**
 * The arrows between the packages of a project graph, without those that follow from others.
 * @param {{ nodes: Record<string, { data: { root: string } }>, dependencies: Record<string, { target: string }[]> }} graph
 * @returns {[from: string, to: string][]} sorted
 */
export function arrowsOf({ nodes, dependencies }) {
  /** @type {Map<string, Set<string>>} */
  const uses = new Map();
  const folderOf = (/** @type {string} */ project) => /^packages\/(.+)$/.exec(nodes[project]?.data.root ?? '')?.[1];
  for (const [project, found] of Object.entries(dependencies)) {
    const from = folderOf(project);
    if (from === undefined || helpers.has(from)) continue;
    const targets = found.map(({ target }) => folderOf(target)).filter((to) => to !== undefined && !helpers.has(to));
    uses.set(from, new Set(targets));
  }
  const reaches = (/** @type {string} */ from, /** @type {string} */ to) =>
    [...(uses.get(from) ?? [])].some((next) => next === to || reaches(next, to));
  return [...uses]
    .flatMap(([from, targets]) => [...targets].map((to) => /** @type {[string, string]} */ ([from, to])))
    .filter(([from, to]) => ![...(uses.get(from) ?? [])].some((other) => other !== to && reaches(other, to)))
    .sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

const block = /(<!-- arrows -->\n\n```mermaid\n)[^]*?(```\n)/;

/**
 * A page with its picture made anew.
 * @param {string} page Markdown with a mermaid block behind the comment "arrows"
 * @param {[string, string][]} arrows
 * @throws {Error} where the page has no such block
 */
export function withPicture(page, arrows) {
  if (!block.test(page)) throw new Error('expected a mermaid block behind <!-- arrows -->, found none');
  const lines = ['flowchart TD', ...arrows.map(([from, to]) => `  ${from} --> ${to}`)];
  return page.replace(block, (_whole, before, after) => `${before}${lines.join('\n')}\n${after}`);
}
