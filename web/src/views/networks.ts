// Four networks of the cast, as a picture that can be moved or as a map of numbers.
import { count, make, makeButton } from '../dom';
import { choice, empty, heading, inSteps, meter, passage, personLink, placeLink } from '../parts';
import { wordsOf } from '../text';
import { StoryView, type View } from '../views';
import { type Bond, bondsOf, isDirected, type Network } from './bonds';
import { Graph } from './graph';

const networks: readonly (readonly [Network, string])[] = [
  ['talk', 'Talk'],
  ['together', 'Together'],
  ['to', 'Speaks to'],
  ['of', 'Speaks of'],
];
const hints: Record<Network, string> = {
  talk: 'A line between two is as thick as they exchange lines.',
  together: 'A line between two is as thick as they share scenes.',
  to: 'A line in the speaker\u2019s colour is as thick as they speak to the other.',
  of: 'A line in the speaker\u2019s colour is as thick as they speak of the other to somebody else.',
};
const units: Record<Network, [string, string]> = {
  talk: ['line', 'lines'],
  together: ['scene', 'scenes'],
  to: ['line', 'lines'],
  of: ['mention', 'mentions'],
};
const MOST_LINES = 3; // a name, on average: more hide the picture
const MAP_SIZE = 14;

export class NetworksView extends StoryView implements View {
  readonly name = 'networks';
  readonly label = 'Networks';
  private network: Network = 'talk';
  private as: 'picture' | 'map' | 'ties' = 'picture';
  private size = 20;
  private bonds: Bond[] = [];

  draw(box: HTMLElement): void {
    const hint = make('p', { class: 'hint' });
    const body = make('div', { class: 'network' });
    const size = make('input', { type: 'range', min: 5, max: 50, value: this.size, id: 'network-size', 'aria-label': 'How many names' });
    size.addEventListener('change', () => {
      this.size = Number(size.value);
      redraw();
    });
    const redraw = (): void => {
      hint.textContent = this.as === 'ties' ? 'How two stand to each other; each leads to the words that say so.' : hints[this.network];
      this.fill(body);
    };
    box.append(
      heading('Networks'),
      make(
        'div',
        { class: 'view-bar' },
        choice('Shown as', [['picture', 'Picture'], ['map', 'Talk map'], ['ties', 'Ties']] as const, this.as, (as) => {
          this.as = as;
          redraw();
        }),
        choice('Network', networks, this.network, (n) => {
          this.network = n;
          redraw();
        }),
        make('label', { class: 'size' }, 'Names ', size),
      ),
      hint,
      body,
    );
    // The picture needs to know how wide it may be.
    requestAnimationFrame(redraw);
  }

  private fill(body: HTMLElement): void {
    if (this.as === 'ties') return body.replaceChildren(this.ties());
    this.bonds = bondsOf(this.story, this.network).filter((b) => this.story.characters[b.a]?.known && this.story.characters[b.b]?.known);
    if (this.bonds.length === 0) return body.replaceChildren(empty('Nobody is bound to anybody here.'));
    const side = make('aside', { class: 'bonds', 'aria-label': 'Bonds', tabindex: -1 });
    if (this.as === 'map') body.replaceChildren(this.map(side), side);
    else this.picture(body, side);
    this.listStrongest(side);
  }

  /// Those who are bound most, strongest first.
  private strongest(n: number): number[] {
    const sum = new Map<number, number>();
    for (const b of this.bonds) for (const c of [b.a, b.b]) sum.set(c, (sum.get(c) ?? 0) + b.count);
    return [...sum].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, n).map(([c]) => c);
  }

  private picture(body: HTMLElement, side: HTMLElement): void {
    const who = this.strongest(this.size);
    const shown = new Set(who);
    const bonds = this.bonds.filter((b) => shown.has(b.a) && shown.has(b.b)).slice(0, MOST_LINES * who.length);
    body.replaceChildren(side);
    const wide = body.clientWidth >= 700;
    const width = wide ? body.clientWidth - 330 : Math.max(320, body.clientWidth);
    const height = wide ? Math.max(460, Math.min(680, innerHeight - 290)) : Math.max(380, innerHeight * 0.6);
    const graph = new Graph(this.story, who, bonds, width, height, {
      directed: isDirected(this.network),
      chooseNode: (c) => {
        graph.mark(c);
        this.listOf(side, c, () => graph.mark(undefined));
      },
      chooseEdge: (b) => this.listBond(side, b),
    });
    body.prepend(graph.box);
  }

  private words(n: number): string {
    return count(n, ...units[this.network]);
  }

  private between(b: Bond): Node[] {
    const arrow = isDirected(this.network) ? ' \u2192 ' : ' and ';
    return [personLink(this.views, b.a), document.createTextNode(arrow), personLink(this.views, b.b)];
  }

  private bondRow(side: HTMLElement, b: Bond): HTMLElement {
    return make('li', {}, ...this.between(b), ' ', makeButton(this.words(b.count), () => this.listBond(side, b), { class: 'link' }));
  }

  private listStrongest(side: HTMLElement): void {
    side.replaceChildren(
      make('h3', {}, 'Strongest'),
      inSteps(make('ol', { class: 'bond-list' }), this.bonds, 12, (b) => this.bondRow(side, b)),
    );
  }

  private listOf(side: HTMLElement, who: number, letGo: () => void): void {
    const own = this.bonds.filter((b) => b.a === who || b.b === who);
    side.replaceChildren(
      make('h3', {}, personLink(this.views, who)),
      makeButton('All bonds', () => {
        letGo();
        this.listStrongest(side);
      }, { class: 'link' }),
      inSteps(make('ol', { class: 'bond-list' }), own, 20, (b) => this.bondRow(side, b)),
    );
  }

  /// Every place in which the bond shows.
  private listBond(side: HTMLElement, b: Bond): void {
    const back = makeButton('All bonds', () => this.listStrongest(side), { class: 'link' });
    const list = inSteps(make('ol', { class: 'uses' }), b.at, 20, (at) => {
      if ('line' in at) {
        const line = this.story.line(at.line);
        const button = makeButton(wordsOf(at.line).slice(0, 160), () => this.views.goToLine(at.line), { class: 'passage' });
        return make('li', {}, make('span', { class: `person ${this.story.colour(line?.speaker ?? -1)}` }, this.story.name(line?.speaker ?? -1)), button);
      }
      if (this.network === 'together') {
        const scene = this.story.sceneAt(at[0]);
        return make('li', {}, placeLink(this.views, [at[0], Math.min(at[1], at[0] + 60)], `Scene ${(scene?.id ?? 0) + 1}`), ' ', passage(this.views, [at[0], Math.min(at[1], at[0] + 90)]));
      }
      return make('li', {}, passage(this.views, at, 50));
    });
    side.replaceChildren(make('h3', {}, ...this.between(b)), make('p', {}, this.words(b.count), '. ', back), list);
    side.focus({ preventScroll: true });
    if (side.getBoundingClientRect().top > innerHeight - 120) side.scrollIntoView({ block: 'start' });
  }

  /// Rows speak, columns are spoken to: the darker the more.
  private map(side: HTMLElement): HTMLElement {
    const who = this.strongest(MAP_SIZE);
    const of = new Map(this.bonds.map((b) => [`${b.a}-${b.b}`, b]));
    const most = Math.max(1, ...this.bonds.map((b) => b.count));
    const head = make('tr', {}, make('td'));
    for (const c of who) head.append(make('th', { scope: 'col' }, make('span', {}, this.story.name(c))));
    const body = make('tbody');
    for (const a of who) {
      const row = make('tr', {}, make('th', { scope: 'row' }, personLink(this.views, a)));
      for (const b of who) {
        const bond = of.get(`${a}-${b}`) ?? (isDirected(this.network) ? undefined : of.get(`${b}-${a}`));
        const cell = make('td', {});
        if (a === b) cell.className = 'self';
        else if (bond) {
          const label = `${this.story.name(a)}, ${this.story.name(b)}: ${this.words(bond.count)}`;
          cell.append(makeButton(String(bond.count), () => this.listBond(side, bond), { 'aria-label': label }));
          cell.style.setProperty('--share', `${Math.round(70 * Math.sqrt(bond.count / most))}%`);
          cell.className = this.story.colour(a);
        }
        row.append(cell);
      }
      body.append(row);
    }
    const title = isDirected(this.network) ? 'Rows speak; columns are spoken to or of' : 'Both ways are one number';
    const table = make('table', { class: 'map' }, make('caption', {}, title), make('thead', {}, head), body);
    return make('div', { class: 'map-box', tabindex: 0, role: 'group', 'aria-label': 'Talk map' }, table);
  }

  private ties(): HTMLElement {
    const ties = [...this.story.layers.ties].sort((x, y) => y.weight * y.confidence - x.weight * x.confidence);
    if (ties.length === 0) return empty('No ties were found.');
    return inSteps(make('ol', { class: 'tie-list' }), ties, 30, (t) => {
      const words = t.role ? ` is ${t.role} of ` : ' and ';
      const item = make('li', {}, make('span', { class: 'badge' }, t.kind), personLink(this.views, t.a), words, personLink(this.views, t.b), ' ', meter(t.confidence));
      const course = make('span', { class: 'course-dots', 'aria-hidden': 'true' });
      for (const n of t.course) course.append(make('i', { class: n > 0 ? 'on' : '' }));
      item.append(course);
      const more = make('details', {}, make('summary', {}, count(t.evidence.length, 'place')));
      more.addEventListener('toggle', () => {
        if (more.childElementCount > 1) return;
        const list = make('ul', { class: 'uses' });
        for (const e of t.evidence) list.append(make('li', {}, passage(this.views, e, 50)));
        more.append(list);
      });
      item.append(more);
      return item;
    });
  }
}
