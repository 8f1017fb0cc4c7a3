/** Buttons that unfold long code, and anchors that unfold what they point into. */
export function startFolds(): void {
  for (const block of document.querySelectorAll<HTMLElement>('[data-fold]')) {
    const button = block.querySelector<HTMLButtonElement>('.unfold');
    const all = button?.textContent ?? '';
    button?.addEventListener('click', () => {
      const open = block.classList.toggle('open');
      button.setAttribute('aria-expanded', String(open));
      button.textContent = open ? 'Fewer lines' : all;
    });
  }
  addEventListener('hashchange', openTarget);
  openTarget();
}

function openTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let element: Element | null | undefined = target; element; element = element.parentElement) {
    if (element instanceof HTMLDetailsElement) element.open = true;
  }
}
