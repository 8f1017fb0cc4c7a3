import { spawn } from 'node:child_process';

/**
 * Ends the kernel's process group when this process is gone, whatever ended it: the guard waits on a pipe that only
 * this process holds open. A kernel need not watch its parent for this to work, and a SIGKILL of this process cannot
 * prevent it. Returns the function that dismisses the guard.
 */
export function guardKernel(group: number, connectionFile: string): () => void {
  if (process.platform === 'win32') return () => undefined;
  const script = 'read -r _; kill -s KILL -- "-$1" 2>/dev/null; rm -f -- "$2"';
  const guard = spawn('/bin/sh', ['-c', script, 'kernel-guard', String(group), connectionFile], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  (guard.stdin as NodeJS.WritableStream & { unref?: () => void }).unref?.();
  return () => void guard.kill('SIGKILL');
}
