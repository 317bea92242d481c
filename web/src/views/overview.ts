// The story at a glance; each number leads to the view that it is taken from.
import { count, make, makeButton, makeSvg } from '../dom';
import type { Fixes } from '../fixes';
import { bars, heading, personLink, placeLink, showPerson } from '../parts';
import { chapterName, reveal, wholeText } from '../text';
import { StoryView, TEXT, type View, type Views } from '../views';
import { listed, persons } from '../words';
import { questions } from './questions';

const SHOWN_PEOPLE = 8;

export class OverviewView extends StoryView implements View {
  readonly name = 'overview';
  readonly label = 'Overview';

  constructor(
    views: Views,
    private readonly fixes: Fixes,
  ) {
    super(views);
  }

  draw(box: HTMLElement): void {
    const title = document.querySelector('.book h1')?.textContent ?? '';
    box.append(heading(title, document.querySelector('.book p')?.textContent ?? ''));
    if (!this.story.whole) box.append(make('p', { class: 'remark' }, 'Shown as far as you have read.'));
    box.append(
      this.numbers(),
      this.course(),
      make('div', { class: 'panels' }, this.who(), this.told(), this.where(), this.ties(), this.open(), this.doubts(), this.rating()),
    );
  }

  private panel(title: string, view: string, ...content: (Node | string)[]): HTMLElement {
    const more = makeButton('All of it', () => this.views.open(view), { class: 'link', 'aria-label': `All of it: ${title}` });
    return make('section', { class: 'panel' }, make('div', { class: 'panel-head' }, make('h3', {}, title), more), ...content);
  }

  private numbers(): HTMLElement {
    const { layers, utterances, scenes } = this.story;
    const words = wholeText().slice(0, layers.end).match(/[\p{L}\p{N}]+(?:['\u2019][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    const facts: [number, string, string][] = [
      [this.story.whole ? layers.source.words : words, 'words', TEXT],
      [[...layers.chapterKinds].filter((k, i) => k === 'c' && i < this.story.chapterStarts.length).length, 'chapters', TEXT],
      [scenes.length, 'scenes', 'scenes'],
      [utterances.length, 'lines', TEXT],
      [layers.characters.filter((c) => c.known).length, 'characters', 'cast'],
      [layers.places.filter((p) => p.mentions > 0).length, 'places', 'places'],
      [layers.threads.length, 'threads', 'threads'],
    ];
    const list = make('ul', { class: 'numbers' });
    for (const [n, what, view] of facts) {
      const button = makeButton('', () => this.views.open(view));
      button.append(make('b', {}, n.toLocaleString('en')), ` ${n === 1 ? what.slice(0, -1) : what}`);
      list.append(make('li', {}, button));
    }
    return list;
  }

  /// Each chapter as a bar: how long it is, and how much of it is talk.
  private course(): HTMLElement {
    const { layers, chapterStarts } = this.story;
    const talk = new Array<number>(chapterStarts.length).fill(0);
    for (const line of layers.lines) {
      if (line.kind === 'quoted') continue;
      const chapter = this.story.chapterAt(line.start);
      talk[chapter] = (talk[chapter] ?? 0) + line.spans.reduce((n, [a, b]) => n + b - a, 0);
    }
    const told = chapterStarts
      .map((start, i) => ({ i, size: (chapterStarts[i + 1] ?? layers.end) - start, talk: talk[i] ?? 0 }))
      .filter((c) => layers.chapterKinds[c.i] === 'c');
    const most = Math.max(1, ...told.map((c) => c.size));
    const list = make('ol', { class: 'course' });
    for (const c of told) {
      const share = Math.min(1, c.talk / Math.max(1, c.size));
      const button = makeButton('', () => this.read(c.i), {
        title: `${chapterName(c.i)}: ${Math.round(100 * share)} % talk`,
        'aria-label': `${chapterName(c.i)}, ${Math.round(100 * share)} % talk`,
      });
      const svg = makeSvg('svg', { viewBox: '0 0 10 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
      const tall = (100 * c.size) / most;
      svg.append(
        makeSvg('rect', { class: 'all', x: 1, width: 8, y: (100 - tall).toFixed(1), height: tall.toFixed(1) }),
        makeSvg('rect', { class: 'talk', x: 1, width: 8, y: (100 - tall * share).toFixed(1), height: (tall * share).toFixed(1) }),
      );
      button.append(svg as unknown as Node);
      list.append(make('li', {}, button));
    }
    return make('section', { class: 'course-box' }, make('h3', {}, 'Chapter by chapter'), make('p', { class: 'hint' }, 'The bar is its length, the dark part is talk.'), list);
  }

  private read(chapter: number): void {
    this.views.open(TEXT);
    const element = document.getElementById(`ch${chapter}`);
    if (element) reveal(element, 'start');
  }

  private who(): HTMLElement {
    const list = make('ol', { class: 'who-list' });
    for (const who of this.story.byWeight().slice(0, SHOWN_PEOPLE)) {
      const lines = this.story.linesOf(who);
      const starts = lines.map((id) => this.story.line(id)?.start ?? 0);
      const row = makeButton('', () => showPerson(this.views, who), { class: `who-row ${this.story.colour(who)}` });
      row.append(
        make('span', { class: `person ${this.story.colour(who)}` }, this.story.name(who)),
        bars(starts, wholeText().length, this.story.colour(who), 40) as unknown as Node,
        make('span', { class: 'count' }, count(lines.length, 'line')),
      );
      list.append(make('li', {}, row));
    }
    return this.panel('Who', 'cast', list);
  }

  private told(): HTMLElement {
    const { narration, scenes } = this.story.layers;
    const box = this.panel('How it is told', 'scenes');
    const by = new Map<string, number>();
    for (const n of narration) {
      const who = n.person === 1 && n.narrator >= 0 ? `, by ${this.story.name(n.narrator)}` : '';
      const words = `${persons[n.person] ?? persons[0]}${who}`;
      by.set(words, (by.get(words) ?? 0) + 1);
    }
    const list = make('ul');
    for (const [words, n] of [...by].sort((a, b) => b[1] - a[1]).slice(0, 4)) {
      list.append(make('li', {}, `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${count(n, 'chapter')}`));
    }
    box.append(list);
    const minds = new Map<number, number>();
    for (const s of scenes) if (s.viewpoint >= 0) minds.set(s.viewpoint, (minds.get(s.viewpoint) ?? 0) + s.end - s.start);
    const total = scenes.reduce((n, s) => n + s.end - s.start, 0);
    const eyes = [...minds].sort((a, b) => b[1] - a[1]).slice(0, 4);
    if (eyes.length > 0) {
      const row = make('p', {}, 'Through the eyes of ');
      eyes.forEach(([who, n], i) => {
        const share = Math.max(1, Math.round((100 * n) / Math.max(1, total)));
        row.append(i === 0 ? '' : ', ', personLink(this.views, who), ` (${share} %)`);
      });
      box.append(row);
    }
    return box;
  }

  private where(): HTMLElement {
    const { places, scenes } = this.story.layers;
    const set = new Map<number, number>();
    for (const s of scenes) if (s.place >= 0) set.set(s.place, (set.get(s.place) ?? 0) + 1);
    const most = [...set].sort((a, b) => b[1] - a[1]).slice(0, 5);
    const days = new Set(scenes.flatMap((s) => (s.time ? [s.time.day] : [])));
    const back = scenes.filter((s) => s.time?.order === 'flashback').length;
    const box = this.panel('Where and when', 'places');
    if (most.length > 0) box.append(make('p', {}, listed(most.map(([p, n]) => `${places[p]?.name ?? ''} (${count(n, 'scene')})`))));
    const when = days.size > 0 ? `${count(days.size, 'day')} told of` : 'The text does not tell when';
    box.append(make('p', {}, `${when}${back > 0 ? `, ${count(back, 'look', 'looks')} back` : ''}. `, makeButton('Timeline', () => this.views.open('timeline'), { class: 'link' })));
    return box;
  }

  private ties(): HTMLElement {
    const { ties } = this.story.layers;
    const list = make('ul');
    const weight = (t: (typeof ties)[number]): number => t.weight * t.confidence;
    for (const t of [...ties].sort((a, b) => weight(b) - weight(a)).slice(0, 6)) {
      const words = t.role ? ` is ${t.role} of ` : ` and `;
      const item = make('li', {}, personLink(this.views, t.a), words, personLink(this.views, t.b), t.role ? '' : `: ${t.kind}`);
      if (t.evidence[0]) item.append(' ', placeLink(this.views, t.evidence[0], 'why?'));
      list.append(item);
    }
    if (ties.length === 0) list.append(make('li', { class: 'none' }, 'None was found.'));
    return this.panel('Ties', 'networks', list);
  }

  private open(): HTMLElement {
    const { threads } = this.story.layers;
    const kinds = new Map<string, number>();
    const open = threads.filter((t) => !t.closed);
    for (const t of open) kinds.set(t.kind, (kinds.get(t.kind) ?? 0) + 1);
    const words = [...kinds].map(([kind, n]) => count(n, kind));
    return this.panel(
      'Left open',
      'threads',
      make('p', {}, open.length > 0 ? `${count(open.length, 'thread')} of ${threads.length}: ${listed(words)}.` : threads.length > 0 ? 'Every thread is closed.' : 'No thread was found.'),
    );
  }

  private doubts(): HTMLElement {
    const n = questions(this.story, this.fixes).filter((q) => !this.fixes.get(q.key)).length;
    return this.panel('Doubtful', 'review', make('p', {}, n > 0 ? `${count(n, 'answer')} that you may know better.` : 'Nothing is left to ask.'));
  }

  private rating(): HTMLElement {
    const { rating } = this.story.layers;
    const kinds = rating.warnings.map((w) => w.kind);
    const proposed = rating.proposed ? `Proposed: ${rating.proposed} (${rating.confidence} % sure).` : this.story.whole ? 'No rating is proposed.' : 'The proposal is about the whole story.';
    return this.panel('Rating', 'rating', make('p', {}, proposed), make('p', {}, kinds.length > 0 ? `Signs of ${listed(kinds)}.` : 'No signs of what the Archive warns of.'));
  }
}
