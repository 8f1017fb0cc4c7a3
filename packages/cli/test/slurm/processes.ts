import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Processes, by number, that have all of these entries in their environment: `NAME=value`. */
export function processesWith(...entries: readonly string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => {
      try {
        const environment = readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
        return entries.every((entry) => environment.includes(entry));
      } catch {
        // It has ended, or belongs to another user.
        return false;
      }
    });
}

/** Ends processes at once and waits until the list stays empty: what they start meanwhile is in the next one. */
export async function endAll(list: () => readonly number[]): Promise<void> {
  const isEmpty = (): boolean => {
    const found = list();
    for (const id of found) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended in between.
      }
    }
    return found.length === 0;
  };
  await until(isEmpty, 'end of the processes', 30, 20);
}

/** Waits for a state, however slow the machine is; the limit is there for what will never be. */
export async function until(
  condition: () => boolean,
  what: string,
  limitSeconds = 240,
  betweenMilliseconds = 100,
): Promise<void> {
  const limit = Date.now() + 1000 * limitSeconds;
  while (!condition()) {
    if (Date.now() > limit) throw new Error(`waited ${limitSeconds} s in vain for: ${what}`);
    await sleep(betweenMilliseconds);
  }
}

/** Ports of this machine that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
