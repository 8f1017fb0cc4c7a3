import { loadScript } from './load-script.js';
import { isDark, onThemeChange } from './theme-switch.js';

/** What the chart script of the site offers once it is loaded. */
export type ChartRuntime = { show(container: HTMLElement, spec: unknown): () => void };

declare global {
  interface Window {
    atlasCharts?: { [id: string]: { light: unknown; dark: unknown } };
    atlasChartRuntime?: ChartRuntime;
  }
}

/** "Explore" turns a drawing into an interactive chart and back. Nothing is loaded before. */
export function startCharts(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('figure[data-chart]')) {
    const button = figure.querySelector<HTMLButtonElement>('[data-interactive]');
    if (button) startChart(figure, button);
  }
}

function startChart(figure: HTMLElement, button: HTMLButtonElement): void {
  const drawing = figure.querySelector<HTMLElement>('.drawing');
  const id = figure.dataset['chart'] ?? '';
  if (drawing === null) return;
  const still = [...drawing.children];
  let close: (() => void) | undefined;
  const open = async (): Promise<void> => {
    await Promise.all([loadScript('assets/chart-runtime.js'), loadScript(`${id}.js`)]);
    const specs = window.atlasCharts?.[id];
    if (specs === undefined || window.atlasChartRuntime === undefined) throw new Error(`${id} holds no chart`);
    close?.();
    const container = document.createElement('div');
    container.className = 'scroll';
    container.tabIndex = 0;
    container.setAttribute('role', 'group');
    container.setAttribute('aria-label', 'Interactive chart');
    drawing.replaceChildren(container);
    close = window.atlasChartRuntime.show(container, isDark() ? specs.dark : specs.light);
  };
  button.addEventListener('click', () => {
    if (close) {
      close();
      close = undefined;
      drawing.replaceChildren(...still);
      button.textContent = 'Explore';
      return;
    }
    button.textContent = 'Loading…';
    open().then(
      () => (button.textContent = 'Back to the picture'),
      (error: unknown) => {
        button.textContent = 'Explore';
        drawing.replaceChildren(...still);
        button.title = error instanceof Error ? error.message : String(error);
      },
    );
  });
  onThemeChange(() => {
    if (close) void open();
  });
}
