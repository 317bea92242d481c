// The network as a picture: names that can be dragged, lines as thick as the bond is strong.
import { make, makeSvg } from '../dom';
import type { Story } from '../story';
import type { Bond } from './bonds';
import { layout, type Point } from './layout';
import { Movable } from './movable';

const LETTER = 7.4; // units of a name, about

export interface GraphWishes {
  directed: boolean;
  chooseNode(who: number): void;
  chooseEdge(bond: Bond): void;
}

export class Graph {
  readonly box: HTMLElement;
  private readonly svg: SVGSVGElement;
  private readonly group: SVGGElement;
  private readonly movable: Movable;
  private readonly nodes: { who: number; at: Point; element: SVGGElement }[] = [];
  private readonly edges: { bond: Bond; a: number; b: number; line: SVGPathElement; hit: SVGPathElement }[] = [];

  constructor(
    private readonly story: Story,
    who: readonly number[],
    bonds: readonly Bond[],
    private readonly width: number,
    private readonly height: number,
    private readonly wishes: GraphWishes,
  ) {
    this.svg = makeSvg('svg', { viewBox: `0 0 ${width} ${height}`, class: 'graph' });
    this.group = makeSvg('g');
    this.svg.append(this.group);
    const field = make('div', {
      class: 'graph-field',
      tabindex: 0,
      role: 'group',
      'aria-label': 'Network. Arrow keys move it, plus and minus zoom, 0 fits. Tab goes to the names: Enter chooses, arrow keys move one.',
    });
    field.append(this.svg);
    this.movable = new Movable(field, this.svg, this.group);
    this.place(who, bonds);
    this.box = make('div', { class: 'graph-box' }, field, make('div', { class: 'graph-tools' }, ...this.movable.buttons()));
  }

  private place(who: readonly number[], bonds: readonly Bond[]): void {
    const number = new Map(who.map((id, i) => [id, i]));
    const most = Math.max(1, ...bonds.map((b) => b.count));
    const ends = bonds.map((b) => ({ bond: b, a: number.get(b.a) ?? 0, b: number.get(b.b) ?? 0 }));
    const strength = who.map((_, i) => ends.reduce((n, e) => n + (e.a === i || e.b === i ? e.bond.count : 0), 0));
    const strongest = Math.max(1, ...strength);
    const size = strength.map((s) => 6 + 13 * Math.sqrt(s / strongest));
    const room = who.map((id, i) => ({
      x: Math.max(size[i] ?? 0, (this.story.name(id).length * LETTER) / 2) + 5,
      y: (size[i] ?? 0) + 13,
    }));
    const pulls = ends.map((e) => ({ a: e.a, b: e.b, pull: 0.08 + 0.92 * Math.sqrt(e.bond.count / most) }));
    const at = layout(who.length, pulls, this.width, this.height, room);
    for (const e of [...ends].sort((x, y) => x.bond.count - y.bond.count)) this.addEdge(e, Math.sqrt(e.bond.count / most));
    who.forEach((id, i) => this.addNode(id, at[i] as Point, size[i] ?? 6));
    this.edges.forEach((e) => this.drawEdge(e));
  }

  private addEdge(e: { bond: Bond; a: number; b: number }, strength: number): void {
    const from = this.story.colour(e.bond.a);
    const line = makeSvg('path', {
      class: `edge ${this.wishes.directed ? from : ''}`,
      'stroke-width': (0.8 + 7 * strength).toFixed(1),
      'stroke-opacity': (0.22 + 0.5 * strength).toFixed(2),
    });
    const hit = makeSvg('path', { class: 'hit' });
    const title = makeSvg('title', {}, `${this.story.name(e.bond.a)} ${this.wishes.directed ? '\u2192' : '\u2013'} ${this.story.name(e.bond.b)}: ${e.bond.count}`);
    hit.append(title);
    hit.addEventListener('click', () => this.wishes.chooseEdge(e.bond));
    this.group.append(line, hit);
    this.edges.push({ ...e, line, hit });
  }

  private drawEdge(e: (typeof this.edges)[number]): void {
    const [a, b] = [this.nodes[e.a]?.at, this.nodes[e.b]?.at];
    if (!a || !b) return;
    // A directed bond bends, so that both ways can be seen.
    const bend = this.wishes.directed ? 0.12 : 0;
    const mid = { x: (a.x + b.x) / 2 + (b.y - a.y) * bend, y: (a.y + b.y) / 2 - (b.x - a.x) * bend };
    const d = `M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${mid.x.toFixed(1)} ${mid.y.toFixed(1)} ${b.x.toFixed(1)} ${b.y.toFixed(1)}`;
    e.line.setAttribute('d', d);
    e.hit.setAttribute('d', d);
  }

  private addNode(who: number, at: Point, size: number): void {
    const name = this.story.name(who);
    const element = makeSvg(
      'g',
      { class: `node ${this.story.colour(who)}`, tabindex: 0, role: 'button', 'aria-label': name, 'aria-pressed': 'false', 'data-who': who },
      makeSvg('circle', { r: size.toFixed(1) }),
      makeSvg('text', { y: (size + 12).toFixed(1), 'text-anchor': 'middle' }, name),
    );
    const node = { who, at, element };
    this.nodes.push(node);
    this.moveNode(this.nodes.length - 1, at);
    this.listen(node, this.nodes.length - 1);
    this.group.append(element);
  }

  private moveNode(i: number, to: Point): void {
    const node = this.nodes[i];
    if (!node) return;
    node.at = to;
    node.element.setAttribute('transform', `translate(${to.x.toFixed(1)} ${to.y.toFixed(1)})`);
    for (const e of this.edges) if (e.a === i || e.b === i) this.drawEdge(e);
  }

  private listen(node: (typeof this.nodes)[number], i: number): void {
    const { element } = node;
    let held: { dx: number; dy: number; moved: boolean } | undefined;
    element.addEventListener('pointerdown', (event) => {
      event.preventDefault(); // the picture itself stays where it is
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      const p = this.movable.toGroup(event);
      held = { dx: node.at.x - p.x, dy: node.at.y - p.y, moved: false };
    });
    element.addEventListener('pointermove', (event) => {
      if (!held) return;
      const p = this.movable.toGroup(event);
      const to = { x: p.x + held.dx, y: p.y + held.dy };
      if (Math.hypot(to.x - node.at.x, to.y - node.at.y) > 2) held.moved = true;
      if (held.moved) this.moveNode(i, to);
    });
    element.addEventListener('pointerup', () => {
      if (held && !held.moved) this.wishes.chooseNode(node.who);
      held = undefined;
    });
    element.addEventListener('pointercancel', () => (held = undefined));
    element.addEventListener('keydown', (event) => {
      const steps: Record<string, [number, number]> = {
        ArrowLeft: [-16, 0], ArrowRight: [16, 0], ArrowUp: [0, -16], ArrowDown: [0, 16],
      };
      const step = steps[event.key];
      if (step) this.moveNode(i, { x: node.at.x + step[0], y: node.at.y + step[1] });
      else if (event.key === 'Enter' || event.key === ' ') this.wishes.chooseNode(node.who);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /// Lets all but the chosen one and those bound to it step back.
  mark(who: number | undefined): void {
    const near = new Set(this.edges.filter((e) => e.bond.a === who || e.bond.b === who).flatMap((e) => [e.bond.a, e.bond.b]));
    for (const node of this.nodes) {
      node.element.setAttribute('aria-pressed', String(node.who === who));
      node.element.classList.toggle('far', who !== undefined && node.who !== who && !near.has(node.who));
    }
    for (const e of this.edges) e.line.classList.toggle('far', who !== undefined && e.bond.a !== who && e.bond.b !== who);
  }
}
