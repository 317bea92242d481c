// The places, the smaller in the larger, with whose they are, what is set there and who comes and goes.
import { count, make } from '../dom';
import type { Place, Span } from '../layers';
import { bars, empty, heading, inSteps, meter, passage, personLink, placeLink } from '../parts';
import { wholeText } from '../text';
import { StoryView, type View } from '../views';

export class PlacesView extends StoryView implements View {
  readonly name = 'places';
  readonly label = 'Places';
  private readonly scenes = new Map<number, number[]>();
  private readonly spans = new Map<number, Span[]>();

  draw(box: HTMLElement): void {
    const { layers } = this.story;
    this.scenes.clear();
    this.spans.clear();
    for (const s of this.story.scenes) if (s.place >= 0) push(this.scenes, s.place, s.id);
    for (const m of layers.placeMentions) if (m.place >= 0) push(this.spans, m.place, m.span);
    box.append(heading('Places', 'Where something happens, or may: the smaller stand in the larger. Each leads to its words.'));
    const met = layers.places.filter((p) => p.first < layers.end);
    if (met.length === 0) {
      box.append(empty('No places were found.'));
      return;
    }
    const inner = new Map<number, Place[]>();
    for (const p of met) if (p.within >= 0 && met.some((o) => o.id === p.within)) push(inner, p.within, p);
    const outer = met.filter((p) => p.within < 0 || !met.some((o) => o.id === p.within));
    const weight = (p: Place): number => (this.scenes.get(p.id)?.length ?? 0) * 10 + p.mentions + (inner.get(p.id) ?? []).reduce((n, i) => n + weight(i), 0);
    outer.sort((a, b) => weight(b) - weight(a) || a.id - b.id);
    box.append(inSteps(make('ul', { class: 'place-list' }), outer, 40, (p) => this.place(p, inner)), this.moves());
  }

  private place(p: Place, inner: ReadonlyMap<number, Place[]>): HTMLElement {
    const scenes = this.scenes.get(p.id) ?? [];
    const head = make('div', { class: 'place-head' }, placeLink(this.views, [p.first, p.first + p.name.length], p.name), ' ', make('span', { class: 'badge' }, p.kind));
    const facts = [scenes.length > 0 ? count(scenes.length, 'scene') : '', count(p.mentions, 'mention')].filter(Boolean).join(' \u00b7 ');
    head.append(' ', make('span', { class: 'soft' }, facts));
    const item = make('li', {}, head);
    if (p.owners.length > 0) {
      const row = make('p', {}, 'Of ');
      p.owners.forEach((o, i) => row.append(i === 0 ? '' : ', ', personLink(this.views, o.who), ' ', meter(o.confidence)));
      item.append(row);
    }
    const spans = this.spans.get(p.id) ?? [];
    if (scenes.length + spans.length > 1) item.append(this.more(p, scenes, spans));
    const own = inner.get(p.id);
    if (own) item.append(make('ul', { class: 'place-list' }, ...own.map((i) => this.place(i, inner))));
    return item;
  }

  private more(p: Place, scenes: readonly number[], spans: readonly Span[]): HTMLElement {
    const more = make('details', {}, make('summary', {}, 'Where in the book'));
    more.addEventListener('toggle', () => {
      if (more.childElementCount > 1) return;
      more.append(bars(spans.map((s) => s[0]), wholeText().length, 'c0') as unknown as Node);
      const row = make('p');
      scenes.forEach((id, i) => {
        const s = this.story.scenes[id];
        if (s) row.append(i === 0 ? 'Set there: ' : ', ', placeLink(this.views, [s.start, s.start + 1], `scene ${id + 1}`));
      });
      more.append(row, inSteps(make('ul', { class: 'uses', 'aria-label': `Mentions of ${p.name}` }), spans, 12, (s) => make('li', {}, passage(this.views, s, 40))));
    });
    return more;
  }

  private moves(): HTMLElement {
    const { moves } = this.story.layers;
    const box = make('details', { class: 'section' }, make('summary', {}, `Comings and goings (${moves.length})`));
    box.addEventListener('toggle', () => {
      if (box.childElementCount > 1) return;
      box.append(
        inSteps(make('ul', { class: 'uses' }), moves, 60, (m) => {
          const where = m.place >= 0 ? ` ${m.arrives ? 'to ' : ''}${this.story.place(m.place)}` : '';
          return make('li', {}, personLink(this.views, m.who), ` ${m.arrives ? 'comes' : 'leaves'}${where}`, passage(this.views, m.span, 40));
        }),
      );
    });
    return box;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const own = map.get(key);
  if (own) own.push(value);
  else map.set(key, [value]);
}
