// On paper the whole text stands, and what was folded on the screen is open.
import { text } from './text';

export function startPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  const open = (): void => {
    for (const folded of text().querySelectorAll<HTMLDetailsElement>('details:not([open])')) {
      folded.open = true;
      opened.push(folded);
    }
  };
  const restore = (): void => {
    for (const folded of opened) folded.open = false;
    opened = [];
  };
  addEventListener('beforeprint', open);
  addEventListener('afterprint', restore);
  // Some browsers, and those that make PDFs without asking, only change the medium.
  matchMedia('print').addEventListener('change', (event) => (event.matches ? open() : restore()));
}
