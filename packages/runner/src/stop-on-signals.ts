/** Signals of this process as a request to stop. */
export interface SignalStop {
  readonly signal: AbortSignal;
  /** Stops listening. */
  dispose(): void;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Aborts at the first SIGINT, SIGTERM or SIGHUP, with the name of the signal as reason; a run that has the signal then
 * stops cleanly and keeps everything so far. A second one ends this process at once; kernels end with it.
 */
export function stopOnSignals(): SignalStop {
  const controller = new AbortController();
  const listener = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(exitCodes[name as keyof typeof exitCodes]);
    controller.abort(name === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
  };
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  for (const name of names) process.on(name, listener);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of names) process.off(name, listener);
    },
  };
}
