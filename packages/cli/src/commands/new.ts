import { join } from 'node:path';
import { type Command, stringOption } from '../command.js';
import { exitCode, UsageError } from '../exit-code.js';
import { studyName } from '../new/study-name.js';
import { requireMechanism, writeStudy } from '../new/write-study.js';
import { findWorkspace, notebookNames } from '../workspace.js';

/** `my-gate` becomes `My gate`. */
function titleOf(name: string): string {
  const words = name.replace(/^\d+-/, '').replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `atlas new`: a notebook and its contract, from a template that runs and passes. */
export const newStudy: Command = {
  name: 'new',
  summary: 'Make a notebook and the contract of its results, from a template that runs and passes.',
  positionals: 'NAME',
  options: {
    title: { type: 'string', value: 'TEXT', help: 'the title (default: made from the name)' },
    mechanism: { type: 'string', value: 'NAME', help: 'the mechanism that it looks at (default: se)' },
  },
  run: async (invocation) => {
    const [given, ...more] = invocation.positionals;
    if (given === undefined || more.length > 0) {
      throw new UsageError('one name is needed: atlas new NAME, for example atlas new my-gate');
    }
    const root = findWorkspace();
    const name = studyName(given, notebookNames(root));
    const [contract, notebook] = writeStudy({
      folder: join(root, 'notebooks'),
      name,
      title: stringOption(invocation, 'title') ?? titleOf(name),
      mechanism: requireMechanism(stringOption(invocation, 'mechanism') ?? 'se'),
    });
    process.stdout.write(`${notebook}\n${contract}\n`);
    process.stderr.write(`next: npm run atlas -- run ${name} --profile smoke, and npm run lab to change it\n`);
    return exitCode.done;
  },
};
