/**
 * Runs before the first paint: says that scripts work, and applies the reader's choice of colours. Storage may be
 * forbidden, for instance in a page that was opened from a folder; then the choice lasts for one page.
 */
document.documentElement.classList.remove('no-js');
try {
  const theme = localStorage.getItem('atlas-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
} catch {
  // No storage: the system's preference stands.
}

export {};
