// A picture that is moved and zoomed by pointer, by two fingers, by wheel and by key.
import { makeButton } from '../dom';

const NEAREST = 6;
const FARTHEST = 0.4;

export class Movable {
  private scale = 1;
  private x = 0;
  private y = 0;
  private readonly pointers = new Map<number, { x: number; y: number }>();

  /// `group` is what moves in `svg`, which stands in the focusable `field`.
  constructor(
    private readonly field: HTMLElement,
    private readonly svg: SVGSVGElement,
    private readonly group: SVGGElement,
  ) {
    svg.addEventListener('pointerdown', (event) => this.down(event));
    svg.addEventListener('pointermove', (event) => this.move(event));
    for (const end of ['pointerup', 'pointercancel'] as const) {
      svg.addEventListener(end, (event) => this.pointers.delete(event.pointerId));
    }
    field.addEventListener('wheel', (event) => {
      // Only where the reader is in the picture: elsewhere the wheel scrolls the page.
      if (!event.ctrlKey && !field.contains(document.activeElement)) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, this.inPicture(event));
    }, { passive: false });
    field.addEventListener('keydown', (event) => this.key(event));
  }

  buttons(): HTMLElement[] {
    return [
      makeButton('+', () => this.zoom(1.3), { class: 'tool', 'aria-label': 'Nearer' }),
      makeButton('\u2212', () => this.zoom(1 / 1.3), { class: 'tool', 'aria-label': 'Farther' }),
      makeButton('Fit', () => this.fit(), { class: 'tool' }),
    ];
  }

  /// From the window's pixels to the units of what moves.
  toGroup(event: { clientX: number; clientY: number }): { x: number; y: number } {
    const p = this.inPicture(event);
    return { x: (p.x - this.x) / this.scale, y: (p.y - this.y) / this.scale };
  }

  fit(): void {
    this.scale = 1;
    this.x = this.y = 0;
    this.apply();
  }

  private inPicture(event: { clientX: number; clientY: number }): { x: number; y: number } {
    const box = this.svg.getBoundingClientRect();
    const view = this.svg.viewBox.baseVal;
    return {
      x: ((event.clientX - box.left) * view.width) / box.width,
      y: ((event.clientY - box.top) * view.height) / box.height,
    };
  }

  private zoom(by: number, around?: { x: number; y: number }): void {
    const view = this.svg.viewBox.baseVal;
    const at = around ?? { x: view.width / 2, y: view.height / 2 };
    const scale = Math.max(FARTHEST, Math.min(NEAREST, this.scale * by));
    this.x = at.x - ((at.x - this.x) * scale) / this.scale;
    this.y = at.y - ((at.y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.apply();
  }

  private apply(): void {
    this.group.setAttribute('transform', `translate(${this.x.toFixed(1)} ${this.y.toFixed(1)}) scale(${this.scale.toFixed(3)})`);
  }

  private down(event: PointerEvent): void {
    if (event.defaultPrevented) return; // something in the picture is dragged
    this.pointers.set(event.pointerId, this.inPicture(event));
    this.svg.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.inPicture(event);
    this.pointers.set(event.pointerId, now);
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId);
    const other = others[0]?.[1];
    if (!other) {
      this.x += now.x - before.x;
      this.y += now.y - before.y;
      return this.apply();
    }
    const far = (p: { x: number; y: number }): number => Math.hypot(p.x - other.x, p.y - other.y) || 1;
    this.zoom(far(now) / far(before), other);
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.field || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [40, 0],
      ArrowRight: [-40, 0],
      ArrowUp: [0, 40],
      ArrowDown: [0, -40],
    };
    const step = steps[event.key];
    if (step) {
      this.x += step[0];
      this.y += step[1];
      this.apply();
    } else if (event.key === '+' || event.key === '=') this.zoom(1.3);
    else if (event.key === '-') this.zoom(1 / 1.3);
    else if (event.key === '0') this.fit();
    else return;
    event.preventDefault();
  }
}
