// A small panel under its button: opened and closed by it, closed by Esc and by a click elsewhere.
import { byId } from './dom';

const open = new Set<Popover>();

export class Popover {
  readonly box: HTMLElement;
  private readonly button: HTMLElement;

  constructor(name: string) {
    this.box = byId(name);
    this.button = byId(`show-${name}`);
    this.button.addEventListener('click', () => this.toggle());
    this.box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.close();
    });
    document.addEventListener('pointerdown', (event) => {
      const at = event.target as Node;
      if (!this.box.hidden && !this.box.contains(at) && !this.button.contains(at)) this.close(false);
    });
  }

  toggle(): void {
    if (this.box.hidden) this.show();
    else this.close();
  }

  private show(): void {
    for (const other of open) other.close(false);
    this.box.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    open.add(this);
    this.box.querySelector<HTMLElement>('input, button')?.focus();
  }

  close(focus = true): void {
    this.box.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
    open.delete(this);
    if (focus) this.button.focus();
  }
}
