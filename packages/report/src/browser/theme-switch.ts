const darkSystem = matchMedia('(prefers-color-scheme: dark)');

/** The colours that the page has now. */
export function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? darkSystem.matches : chosen === 'dark';
}

const listeners: (() => void)[] = [];

/** Calls `listener` whenever the colours change, by the switch or by the system. */
export function onThemeChange(listener: () => void): void {
  listeners.push(listener);
}

function changed(button: HTMLElement): void {
  button.setAttribute('aria-label', isDark() ? 'Change to light colours' : 'Change to dark colours');
  listeners.forEach((listener) => listener());
}

/** The button in the header that changes between light and dark. */
export function startThemeSwitch(): void {
  const button = document.querySelector<HTMLElement>('[data-theme-switch]');
  if (button === null) return;
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = theme;
    try {
      localStorage.setItem('atlas-theme', theme);
    } catch {
      // No storage: the choice lasts for this page.
    }
    changed(button);
  });
  darkSystem.addEventListener('change', () => changed(button));
  changed(button);
}
