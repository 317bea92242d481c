// When things happen against when they are told: days down, the telling from left to right.
import { make, makeSvg } from '../dom';
import type { Scene } from '../layers';
import { whenWords } from '../marks';
import { choice, empty, heading, inSteps, passage, personLink, placeLink } from '../parts';
import { chapterName } from '../text';
import { StoryView, type View } from '../views';
import { weekdays } from '../words';

const TALL = 520; // of the picture, where the days leave it so
const [LEAST_DAY, MOST_DAY] = [13, 40];
const HEAD = 24;
const LEFT = 108; // "Wednesday · 434" in full

type Timed = Scene & { time: NonNullable<Scene['time']> };

const partMinutes: Record<string, number> = { morning: 540, afternoon: 900, evening: 1140, night: 1320 };

export class TimelineView extends StoryView implements View {
  readonly name = 'timeline';
  readonly label = 'Timeline';
  private order: 'story' | 'telling' = 'story';

  draw(box: HTMLElement): void {
    box.append(heading('Timeline', 'Each dot is a scene: the further down, the later it happens; the further right, the later it is told. A step up is a look back.'));
    const timed = this.story.scenes.filter((s): s is Timed => s.time !== undefined);
    if (timed.length === 0) {
      box.append(empty('The text does not tell when its scenes take place.'));
    } else {
      const picture = make('div', { class: 'timeline-box' });
      const list = make('div');
      box.append(picture);
      box.append(
        make('div', { class: 'view-bar' }, choice('Order of the list', [['story', 'Story order'], ['telling', 'Telling order']] as const, this.order, (o) => {
          this.order = o;
          this.list(list, timed);
        })),
        list,
      );
      this.list(list, timed);
      requestAnimationFrame(() => this.picture(picture, timed));
    }
    box.append(this.contradictions(), this.expressions());
  }

  private minute(s: Timed): number {
    return s.time.minute >= 0 ? s.time.minute : (partMinutes[s.time.part] ?? 720);
  }

  private dayName(s: Timed): string {
    return s.time.weekday >= 0 ? `${weekdays[s.time.weekday] ?? ''}, day ${s.time.day}` : `Day ${s.time.day}`;
  }

  private picture(box: HTMLElement, timed: readonly Timed[]): void {
    const days = [...new Set(timed.map((s) => s.time.day))].sort((a, b) => a - b);
    const row = new Map(days.map((d, i) => [d, i]));
    const named = new Map<number, string>();
    for (const s of timed) if (!named.has(s.time.day) || s.time.weekday >= 0) named.set(s.time.day, this.dayName(s));
    const width = Math.max(300, box.clientWidth - 2);
    const tall = Math.max(LEAST_DAY, Math.min(MOST_DAY, TALL / days.length));
    const height = Math.ceil(HEAD + days.length * tall + 10);
    const end = this.story.layers.end;
    const x = (s: Scene): number => LEFT + ((width - LEFT - 14) * ((s.start + Math.min(s.end, end)) / 2)) / Math.max(1, end);
    const y = (s: Timed): number => HEAD + (row.get(s.time.day) ?? 0) * tall + 3 + ((tall - 6) * this.minute(s)) / 1440;
    const svg = makeSvg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, class: 'timeline', 'aria-hidden': 'true' });
    days.forEach((d, i) => {
      svg.append(
        makeSvg('rect', { class: i % 2 ? 'band' : 'band odd', x: 0, y: HEAD + i * tall, width, height: tall }),
        makeSvg('text', { x: 6, y: HEAD + i * tall + tall / 2 + 4 }, (named.get(d) ?? '').replace(', day', ' \u00b7')),
      );
    });
    this.drawChapters(svg, width, height, end);
    svg.append(makeSvg('path', { class: 'way', d: timed.map((s, i) => `${i === 0 ? 'M' : 'L'}${x(s).toFixed(1)} ${y(s).toFixed(1)}`).join('') }));
    for (const s of timed) {
      const dot = makeSvg('circle', { class: `dot ${s.time.order} ${s.viewpoint >= 0 ? this.story.colour(s.viewpoint) : 'c0'}`, cx: x(s).toFixed(1), cy: y(s).toFixed(1), r: s.time.order === 'onward' ? 5 : 6.5 });
      dot.append(makeSvg('title', {}, this.words(s)));
      dot.addEventListener('click', () => this.views.go(s.time.words ?? [s.start, s.start + 1]));
      svg.append(dot);
    }
    box.replaceChildren(svg as unknown as Node);
  }

  private drawChapters(svg: SVGElement, width: number, height: number, end: number): void {
    let free = -1;
    let number = 0;
    this.story.chapterStarts.forEach((start, i) => {
      if (this.story.layers.chapterKinds[i] !== 'c') return;
      number++;
      const at = LEFT + ((width - LEFT - 14) * start) / Math.max(1, end);
      svg.append(makeSvg('path', { class: 'border', d: `M${at.toFixed(1)} ${HEAD - 6}V${height}` }));
      if (at < free) return;
      free = at + 26;
      svg.append(makeSvg('text', { x: (at + 2).toFixed(1), y: 13 }, String(number)));
    });
  }

  private words(s: Timed): string {
    const place = s.place >= 0 ? `, ${this.story.place(s.place)}` : '';
    const order = s.time.order === 'onward' ? '' : ` (${s.time.order})`;
    return `Scene ${s.id + 1}, ${chapterName(s.chapter)}: ${whenWords(s.time.day, s.time.part, s.time.minute)}${order}${place}`;
  }

  private list(box: HTMLElement, timed: readonly Timed[]): void {
    const sorted = [...timed];
    if (this.order === 'story') sorted.sort((a, b) => a.time.day - b.time.day || this.minute(a) - this.minute(b) || a.id - b.id);
    let day: number | undefined;
    const list = make('ol', { class: 'time-list' });
    box.replaceChildren(
      inSteps(list, sorted, 60, (s) => {
        const item = make('li');
        if (s.time.day !== day) item.append(make('p', { class: 'chapter-name' }, this.dayName(s)));
        day = s.time.day;
        const row = make('div', { class: 'time-row' }, make('span', { class: 'when' }, s.time.minute >= 0 ? whenWords(s.time.day, '', s.time.minute).split(', ')[1] ?? '' : s.time.part || '\u2013'));
        const text = make('div', {}, placeLink(this.views, [s.start, s.start + 1], `Scene ${s.id + 1}`), ` in ${chapterName(s.chapter)}`);
        if (s.place >= 0) text.append(`, ${this.story.place(s.place)}`);
        if (s.viewpoint >= 0) text.append(', through ', personLink(this.views, s.viewpoint));
        if (s.time.order !== 'onward') text.append(' ', make('span', { class: 'badge' }, s.time.order));
        if (s.time.words) text.append(passage(this.views, s.time.words, 40));
        row.append(text);
        item.append(row);
        return item;
      }),
    );
  }

  private contradictions(): HTMLElement | string {
    const own = this.story.layers.conflicts.filter((c) => c.kind === 'weekday');
    if (own.length === 0) return '';
    const list = make('ul', { class: 'uses' });
    for (const c of own) list.append(make('li', {}, `${c.what} (${c.confidence} %)`, passage(this.views, c.first, 40), passage(this.views, c.second, 40)));
    return make('section', { class: 'section' }, make('h3', {}, 'Days that do not go together'), list);
  }

  /// Everything in the text that tells when.
  private expressions(): HTMLElement {
    const { times } = this.story.layers;
    const box = make('details', { class: 'section' }, make('summary', {}, `Every word that tells when (${times.length})`));
    box.addEventListener('toggle', () => {
      if (box.childElementCount > 1) return;
      box.append(
        inSteps(make('ul', { class: 'uses' }), times, 60, (t) => {
          const said = t.inSpeech ? ', said' : '';
          return make('li', {}, make('span', { class: 'badge' }, `${t.kind.replace(/_/g, ' ')}${said}`), passage(this.views, t.span, 40));
        }),
      );
    });
    return box;
  }
}
