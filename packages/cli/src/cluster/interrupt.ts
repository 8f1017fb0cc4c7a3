import { createInterface } from 'node:readline/promises';

/** What Ctrl-C is to do with runs that are on a cluster. */
export type Choice = 'cancel' | 'leave';

/**
 * Asks what becomes of the runs. Without a terminal nobody can answer, and after a request to terminate there is no time
 * to: then they are left, since what is left can be cancelled later, but not the other way round.
 */
export async function askWhatBecomes(reason: unknown): Promise<Choice> {
  if (!process.stdin.isTTY || reason === 'SIGTERM') return 'leave';
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question('\nCancel the runs, or leave them running in the cluster? [c/L] ');
    return /^c/i.test(answer.trim()) ? 'cancel' : 'leave';
  } catch {
    // The terminal was closed, or Ctrl-C pressed again.
    return 'leave';
  } finally {
    terminal.close();
  }
}
