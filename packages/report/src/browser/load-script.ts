const loaded = new Map<string, Promise<void>>();

/** Adds a script of this site, once. Pages from a folder can neither import modules nor fetch, so scripts it is. */
export function loadScript(path: string): Promise<void> {
  const address = `${document.documentElement.dataset['root'] ?? ''}${path}`;
  const known = loaded.get(address);
  if (known) return known;
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      loaded.delete(address);
      reject(new Error(`${path} could not be loaded`));
    };
    document.head.append(script);
  });
  loaded.set(address, loading);
  return loading;
}
