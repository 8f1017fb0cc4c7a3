import { spawn } from 'node:child_process';

/** A state of a file at a commit. */
export type FileAtCommit = { path: string; commit: string; date: string; text: string };

/** Versions of one file that are looked at; older ones stay in git. */
const versionsPerFile = 20;

function git(root: string, commandLine: readonly string[], input = ''): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const child = spawn('git', ['-C', root, ...commandLine], { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : undefined));
    // A command that reads no input may end before its empty input does; its exit code is what counts.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** The last commit, or undefined where `root` is no checkout or git is not installed. */
export async function lastCommit(root: string): Promise<{ id: string; date: string } | undefined> {
  const line = (await git(root, ['log', '-1', '--format=%H %cI']))?.toString('utf8').trim();
  const [id, date] = line?.split(' ') ?? [];
  return id && date ? { id, date } : undefined;
}

/** Every committed version of the files under `folder`, newest first; empty outside of a checkout. */
export async function committedVersions(root: string, folder: string): Promise<FileAtCommit[]> {
  const log = await git(root, [
    'log',
    '--format=commit %H %cI',
    '--name-only',
    '--diff-filter=AMR',
    '--relative',
    '--',
    folder,
  ]);
  const versions: Omit<FileAtCommit, 'text'>[] = [];
  const count = new Map<string, number>();
  let [commit, date] = ['', ''];
  for (const line of log?.toString('utf8').split('\n') ?? []) {
    const header = /^commit ([0-9a-f]+) (\S+)$/.exec(line);
    if (header) [commit, date] = [header[1] ?? '', header[2] ?? ''];
    else if (line !== '' && (count.get(line) ?? 0) < versionsPerFile) {
      count.set(line, (count.get(line) ?? 0) + 1);
      versions.push({ path: line, commit, date });
    }
  }
  const texts = await blobs(
    root,
    versions.map(({ commit: id, path }) => `${id}:./${path}`),
  );
  return versions.flatMap((version, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ ...version, text }];
  });
}

/** Contents of many objects with one process. */
async function blobs(root: string, names: readonly string[]): Promise<(string | undefined)[]> {
  if (names.length === 0) return [];
  const output = await git(root, ['cat-file', '--batch'], `${names.join('\n')}\n`);
  const texts: (string | undefined)[] = [];
  let offset = 0;
  while (output !== undefined && offset < output.length) {
    const end = output.indexOf(10, offset);
    const size = Number(/ blob (\d+)$/.exec(output.toString('utf8', offset, end))?.[1]);
    texts.push(Number.isNaN(size) ? undefined : output.toString('utf8', end + 1, end + 1 + size));
    offset = Number.isNaN(size) ? end + 1 : end + 2 + size;
  }
  return texts;
}
