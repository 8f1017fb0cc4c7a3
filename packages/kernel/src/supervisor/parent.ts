const interval = 500;
/** Read as early as possible: a parent that dies while the kernel starts is to be missed too. */
const parent = process.ppid;
const orphan = 1;

/**
 * Calls `whenGone` once when the process that started this kernel no longer exists.
 * A kernel without one from the start (parent 1) is left alone: it is meant to outlive its starter.
 */
export function watchParent(whenGone: () => void): void {
  const named = namedParent();
  const wasNamed = named !== undefined && isAlive(named);
  if (parent === orphan && named === undefined) return;
  const timer = setInterval(() => {
    const hasLeft = process.ppid !== parent || (wasNamed && !isAlive(named));
    // A named client that was never there may be a number of another machine's; without a parent it is a dead one.
    const wasDead = parent === orphan && !wasNamed;
    if (!hasLeft && !wasDead) return;
    clearInterval(timer);
    whenGone();
  }, interval);
  timer.unref();
}

/** The client's process as jupyter_client names it; another one than the parent when a wrapper starts the kernel. */
function namedParent(): number | undefined {
  const pid = Number(process.env['JPY_PARENT_PID']);
  return Number.isInteger(pid) && pid > orphan ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user exists, but may not be signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
