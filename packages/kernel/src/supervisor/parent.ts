const interval = 500;

/**
 * Calls `whenGone` once when the process that started this kernel no longer exists.
 * A kernel that the system itself started (parent 1) is left alone: it is meant to outlive its starter.
 */
export function watchParent(whenGone: () => void): void {
  const parent = process.ppid;
  const named = namedParent();
  if (parent === 1 && named === undefined) return;
  const timer = setInterval(() => {
    const gone = (parent !== 1 && process.ppid !== parent) || (named !== undefined && !isAlive(named));
    if (!gone) return;
    clearInterval(timer);
    whenGone();
  }, interval);
  timer.unref();
}

/** The client's process as jupyter_client names it; another one than the parent when a wrapper starts the kernel. */
function namedParent(): number | undefined {
  const pid = Number(process.env['JPY_PARENT_PID']);
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) ? pid : undefined;
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
