import { parse, View, Warn, type Spec } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';

/** Nothing is loaded from anywhere: the values are in the specification. */
const refuse = (): Promise<never> => Promise.reject(new Error('charts load nothing'));
const noLoader = { options: {}, load: refuse, sanitize: refuse, http: refuse, file: refuse };

function tooltipText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return Object.entries(value)
    .map(([name, item]) => `${name}: ${String(item)}`)
    .join('\n');
}

/** A tooltip beside the pointer, in plain text. */
function createTooltip(container: HTMLElement): {
  handler: (handler: unknown, event: MouseEvent | null, item: unknown, value: unknown) => void;
  remove: () => void;
} {
  const box = document.createElement('div');
  box.className = 'chart-tooltip';
  box.hidden = true;
  container.append(box);
  return {
    handler: (_handler, event, _item, value) => {
      box.hidden = value === undefined || value === null || value === '';
      // Vega calls without an event when a view ends.
      if (event === null) return;
      box.textContent = tooltipText(value);
      const frame = container.getBoundingClientRect();
      box.style.left = `${Math.min(event.clientX - frame.left + 12, frame.width - 150)}px`;
      box.style.top = `${event.clientY - frame.top + 14}px`;
    },
    remove: () => box.remove(),
  };
}

window.atlasChartRuntime = {
  show(container, spec) {
    const tooltip = createTooltip(container);
    const place = document.createElement('div');
    container.prepend(place);
    const view = new View(parse(spec as Spec, undefined, { ast: true }), {
      renderer: 'svg',
      container: place,
      hover: true,
      expr: expressionInterpreter,
      loader: noLoader,
      logLevel: Warn,
      tooltip: tooltip.handler,
    } as never);
    void view.runAsync();
    return () => {
      view.finalize();
      tooltip.remove();
      place.remove();
    };
  },
};
