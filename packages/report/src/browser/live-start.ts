import { loadScript } from './load-script.js';

/** Buttons that load a live part. Until then its page shows a still picture, and nothing of the library is loaded. */
export function startLive(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-live-start]')) {
    const words = button.textContent;
    button.addEventListener('click', () => {
      button.disabled = true;
      button.textContent = 'Loading …';
      loadScript(`assets/live-${button.dataset['liveStart'] ?? ''}.js`).then(
        () => button.remove(),
        () => {
          button.disabled = false;
          button.textContent = words;
        },
      );
    });
  }
}
