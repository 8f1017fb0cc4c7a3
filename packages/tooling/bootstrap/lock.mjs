import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './say.mjs';

/** The locks that this process holds. @type {Set<string>} */
const held = new Set();

/**
 * Says that a child works under the locks of this process: should this process be killed, they stay taken until the
 * child has ended, too.
 * @param {number} processId
 * @returns {() => void} to call when the child has ended
 */
export function shareLocks(processId) {
  const note = (/** @type {(number | undefined)[]} */ ...holders) => {
    for (const file of held) writeFileSync(file, holders.join(' '));
  };
  note(process.pid, processId);
  return () => note(process.pid);
}

/** @param {number} processId */
function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** @param {string} file @returns {boolean} whether this process now holds the lock */
function tryToTake(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  /** @type {number[]} */
  let holders = [];
  try {
    holders = readFileSync(file, 'utf8').split(' ').map(Number);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  // A holder that was killed leaves its file behind; an empty file is one that is being written this very moment.
  if (holders.every((holder) => holder > 0 && !isAlive(holder))) rmSync(file, { force: true });
  return false;
}

/**
 * Runs `work` while no other process on this machine holds the same lock; a second caller waits its turn.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!tryToTake(file)) {
    if (!told) say('setup: waiting for another set-up of this workspace to finish …');
    told = true;
    await pause(200);
  }
  held.add(file);
  const release = () => {
    held.delete(file);
    rmSync(file, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
