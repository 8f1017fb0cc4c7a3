import type * as TypeScript from '@tslab/typescript-for-tslab';

type Callback = () => void;

/**
 * One timer in place of the compiler's two.
 *
 * After a change TypeScript sets a timer to compile anew, and when the change may concern where modules are found (a
 * `package.json` that was written again), a second one. tslab keeps one timer, which it fires itself, and takes a second
 * for a fault ("Unexpected pending rebuildTimer"), from which it never recovers. Here tslab sees one timer that fires
 * everything that is due, and that is off again even when the compiler throws.
 */
export function withOneTimer(system: TypeScript.System): TypeScript.System {
  const due = new Set<{ readonly callback: Callback }>();
  let timer: unknown;
  const fire = (): void => {
    try {
      for (const entry of due) {
        due.delete(entry);
        entry.callback();
      }
    } catch (error) {
      system.clearTimeout?.(timer);
      throw error;
    } finally {
      timer = undefined;
    }
  };
  const oneTimer: Pick<TypeScript.System, 'setTimeout' | 'clearTimeout'> = {
    setTimeout: (callback: Callback) => {
      const entry = { callback };
      due.add(entry);
      timer ??= system.setTimeout?.(fire, 0);
      return entry;
    },
    clearTimeout: (entry: { readonly callback: Callback }) => due.delete(entry),
  };
  return Object.assign(Object.create(system) as TypeScript.System, oneTimer);
}
