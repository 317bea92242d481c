// A strip over the book: where each scene is, when, who is there and through whose eyes; below it each in words.
import { make, makeButton, makeSvg } from '../dom';
import type { Role, Scene } from '../layers';
import { whenWords } from '../marks';
import { choice, empty, heading, inSteps, passage, personLink, placeLink } from '../parts';
import { chapterName, wholeText, wordsBetween } from '../text';
import { StoryView, type View } from '../views';
import { capital, persons, weekdays } from '../words';

const ROW = 22;
const HEAD = 20;
const PEOPLE = 12;
const STEP = 60;
const SCENE_WIDE = 22; // of a scene where the strip is drawn wide

const roleWords: Record<Role, string> = {
  present: '',
  arrives: 'comes',
  leaves: 'goes',
  visits: 'comes and goes',
  message: 'at the other end of a message',
  mentioned: 'only talked about',
};

export class ScenesView extends StoryView implements View {
  readonly name = 'scenes';
  readonly label = 'Scenes';
  private wide = false;
  private chosen = -1;

  draw(box: HTMLElement): void {
    box.append(heading('Scenes', 'The whole book from left to right: place, time, viewpoint, and who is there. Click a scene, or walk with the arrow keys.'));
    const { scenes } = this.story;
    if (scenes.length === 0) {
      box.append(empty('No scenes were found.'));
      return;
    }
    const strip = make('div', { class: 'strip-box' });
    const caption = make('p', { class: 'caption', role: 'status' });
    const list = make('ol', { class: 'scene-list' });
    const redraw = (): void => this.strip(strip, caption, list);
    box.append(
      make('div', { class: 'view-bar' }, choice('Width', [['fit', 'Fit'], ['wide', 'Wide']] as const, this.wide ? 'wide' : 'fit', (w) => {
        this.wide = w === 'wide';
        redraw();
      })),
      strip,
      caption,
      inSteps(list, scenes, STEP, (s) => this.scene(s)),
    );
    requestAnimationFrame(redraw);
  }

  /// A colour of its own for each of the places that matter most.
  private placeColours(): Map<number, number> {
    const uses = new Map<number, number>();
    for (const s of this.story.scenes) if (s.place >= 0) uses.set(s.place, (uses.get(s.place) ?? 0) + s.end - s.start);
    const order = [...uses].sort((a, b) => b[1] - a[1]).slice(0, 12);
    return new Map(order.map(([place], i) => [place, i + 1]));
  }

  private people(): number[] {
    return this.story.byWeight().filter((c) => this.story.scenesOf(c).length > 0).slice(0, PEOPLE);
  }

  private strip(box: HTMLElement, caption: HTMLElement, list: HTMLElement): void {
    const { scenes, layers } = this.story;
    const people = this.people();
    const rows = ['Place', 'Time', 'Eyes', ...people.map((c) => this.story.name(c))];
    const names = make('div', { class: 'strip-names', 'aria-hidden': 'true' });
    rows.forEach((name, i) => {
      const who = people[i - 3];
      names.append(make('span', { class: who === undefined ? 'row-name' : `person ${this.story.colour(who)}` }, name));
    });
    box.replaceChildren(names);
    const room = Math.max(200, box.clientWidth - names.offsetWidth - 12);
    const width = this.wide ? Math.max(room, scenes.length * SCENE_WIDE) : room;
    const first = scenes[0]?.start ?? 0;
    const scale = width / Math.max(1, layers.end - first);
    const x = (at: number): number => Math.min(width, (at - first) * scale);
    const height = HEAD + rows.length * ROW;
    const svg = makeSvg('svg', { width: Math.ceil(width), height, viewBox: `0 0 ${Math.ceil(width)} ${height}`, 'aria-hidden': 'true' });
    this.drawChapters(svg, x, width, height);
    const places = this.placeColours();
    for (const s of scenes) this.drawScene(svg, s, x, places, people);
    const cursor = makeSvg('rect', { class: 'cursor', y: HEAD - 2, height: height - HEAD + 1, rx: 3 });
    svg.append(cursor);
    const field = make('div', {
      class: 'field strip-field',
      tabindex: 0,
      role: 'group',
      'aria-label': `Strip of ${scenes.length} scenes. Left and right arrows walk, Enter reads. The same stands below as a list.`,
    });
    field.append(svg as unknown as Node);
    box.append(field);
    const point = (id: number): void => {
      const s = scenes[id];
      if (!s) return;
      this.chosen = id;
      caption.textContent = this.words(s);
      cursor.setAttribute('x', x(s.start).toFixed(1));
      cursor.setAttribute('width', Math.max(3, x(s.end) - x(s.start)).toFixed(1));
      cursor.classList.add('on');
    };
    this.listen(field, svg, list, (at) => this.story.sceneAt(first + at / scale)?.id ?? 0, point, x);
    caption.textContent = 'Point at a scene, or use the arrow keys.';
  }

  private drawChapters(svg: SVGElement, x: (at: number) => number, width: number, height: number): void {
    let free = -1;
    let number = 0;
    this.story.chapterStarts.forEach((start, i) => {
      if (this.story.layers.chapterKinds[i] !== 'c') return;
      number++;
      const at = Math.max(0, x(start));
      if (at >= width) return;
      svg.append(makeSvg('path', { class: 'border', d: `M${at.toFixed(1)} ${HEAD - 6}V${height}` }));
      if (at < free) return;
      free = at + 26;
      svg.append(makeSvg('text', { x: (at + 3).toFixed(1), y: 12 }, String(number)));
    });
  }

  private drawScene(svg: SVGElement, s: Scene, x: (at: number) => number, places: Map<number, number>, people: number[]): void {
    const [from, to] = [x(s.start), x(s.end)];
    const wide = Math.max(1, to - from - 0.6);
    const bar = (row: number, style: string, height = ROW - 8, shift = 0): SVGElement =>
      makeSvg('rect', {
        class: style, x: from.toFixed(1), y: HEAD + row * ROW + (ROW - height) / 2 + shift, width: wide.toFixed(1), height, rx: Math.min(2, wide / 3),
      });
    const label = (row: number, words: string): void => {
      const letters = Math.floor(wide / 6.2);
      if (letters < 4) return;
      const short = words.length > letters ? `${words.slice(0, letters - 1)}\u2026` : words;
      svg.append(makeSvg('text', { class: 'inside', x: (from + 3).toFixed(1), y: HEAD + row * ROW + ROW / 2 + 4 }, short));
    };
    if (s.place >= 0) {
      svg.append(bar(0, `place c${places.get(s.place) ?? 0}`));
      label(0, this.story.place(s.place));
    }
    if (s.time) {
      svg.append(bar(1, `time part-${s.time.part || 'none'} ${s.time.order}`));
      label(1, s.time.weekday >= 0 ? (weekdays[s.time.weekday] ?? '') : s.time.part || `day ${s.time.day}`);
    }
    if (s.viewpoint >= 0) svg.append(bar(2, `there ${this.story.colour(s.viewpoint)}`));
    for (const h of s.hops) {
      const at = x(h.span[0]);
      svg.append(makeSvg('rect', { class: `there ${this.story.colour(h.who)}`, x: at.toFixed(1), y: HEAD + 2 * ROW + 3, width: Math.max(1.5, x(h.span[1]) - at).toFixed(1), height: ROW - 6 }));
    }
    for (const p of s.people) {
      const row = people.indexOf(p.who);
      if (row < 0) continue;
      const away = p.role === 'message' || p.role === 'mentioned';
      if (p.role === 'mentioned') continue; // most are, of those who matter: it would say nothing
      svg.append(bar(row + 3, `${away ? 'away' : 'there'} ${this.story.colour(p.who)}`, away ? 4 : ROW - 10));
    }
  }

  private words(s: Scene): string {
    const parts = [`Scene ${s.id + 1}`, chapterName(s.chapter)];
    if (s.place >= 0) parts.push(this.story.place(s.place));
    if (s.time) parts.push(whenWords(s.time.day, s.time.part, s.time.minute));
    if (s.present.length > 0) parts.push(s.present.slice(0, 6).map((c) => this.story.name(c)).join(', '));
    if (s.viewpoint >= 0) parts.push(`through ${this.story.name(s.viewpoint)}`);
    return parts.filter(Boolean).join(' \u00b7 ');
  }

  private listen(
    field: HTMLElement,
    svg: SVGElement,
    list: HTMLElement,
    under: (x: number) => number,
    point: (id: number) => void,
    x: (at: number) => number,
  ): void {
    const at = (event: MouseEvent): number => under(event.clientX - svg.getBoundingClientRect().left);
    svg.addEventListener('pointermove', (event) => point(at(event)));
    svg.addEventListener('click', (event) => {
      point(at(event));
      this.reach(list, this.chosen);
    });
    field.addEventListener('focus', () => point(Math.max(0, this.chosen)));
    field.addEventListener('keydown', (event) => {
      const last = this.story.scenes.length - 1;
      const steps: Record<string, number> = { ArrowLeft: this.chosen - 1, ArrowRight: this.chosen + 1, Home: 0, End: last };
      const next = steps[event.key];
      const scene = this.story.scenes[this.chosen];
      if (event.key === 'Enter' && scene) this.views.go([scene.start, scene.start + 1]);
      if (next === undefined) return;
      event.preventDefault();
      point(Math.max(0, Math.min(last, next)));
      field.scrollLeft = x(this.story.scenes[this.chosen]?.start ?? 0) - field.clientWidth / 2;
    });
  }

  private reach(list: HTMLElement, id: number): void {
    const more = list.parentElement?.querySelector<HTMLButtonElement>('.more');
    while (!document.getElementById(`scene-${id}`) && more && !more.hidden) more.click();
    const item = document.getElementById(`scene-${id}`);
    for (const old of list.querySelectorAll('.chosen')) old.classList.remove('chosen');
    item?.classList.add('chosen');
    item?.scrollIntoView({ block: 'center' });
  }

  private scene(s: Scene): HTMLElement {
    const item = make('li', { class: 'scene', id: `scene-${s.id}` });
    const before = this.story.scenes[s.id - 1];
    if (before?.chapter !== s.chapter) item.append(this.chapter(s));
    const head = make('div', { class: 'scene-head' }, make('b', {}, `Scene ${s.id + 1}`), ' ');
    head.append(makeButton('Read', () => this.views.go([s.start, s.start + 1]), { class: 'link', 'aria-label': `Read scene ${s.id + 1}` }));
    item.append(head, this.facts(s));
    return item;
  }

  /// The chapter with who tells it, and in which person.
  private chapter(s: Scene): HTMLElement {
    const row = make('p', { class: 'chapter-name' }, chapterName(s.chapter));
    const told = this.story.layers.narration.find((n) => n.chapter === s.chapter);
    if (!told || told.person === 0) return row;
    const start = this.story.chapterStarts[s.chapter] ?? s.start;
    const say = /\b(I|my|me)\b/.exec(wholeText().slice(s.start, s.end));
    const words = persons[told.person] ?? '';
    row.append(' \u00b7 ');
    if (told.person === 1 && say) row.append(placeLink(this.views, [s.start + say.index, s.start + say.index + say[0].length], words));
    else row.append(placeLink(this.views, [start, start + 1], words));
    if (told.narrator >= 0) row.append(', ', personLink(this.views, told.narrator));
    row.append(` (${told.confidence} %)`);
    return row;
  }

  private facts(s: Scene): HTMLElement {
    const facts = make('dl', { class: 'scene-facts' });
    const add = (name: string, ...value: (Node | string)[]): void => {
      facts.append(make('dt', {}, name), make('dd', {}, ...value));
    };
    add('Why here', ...this.why(s));
    if (s.place >= 0) {
      const name = this.story.place(s.place);
      const at = this.story.layers.placeMentions.find((m) => m.place === s.place && m.span[0] >= s.start && m.span[0] < s.end);
      add('Place', at ? placeLink(this.views, at.span, name) : name);
    }
    if (s.time) {
      const { time } = s;
      const words = [time.weekday >= 0 ? (weekdays[time.weekday] ?? '') : '', whenWords(time.day, time.part, time.minute), time.order === 'onward' ? '' : time.order];
      add('Time', `${words.filter(Boolean).join(', ')} `, time.words ? passage(this.views, time.words, 20) : '');
    }
    if (s.viewpoint >= 0) {
      const at = this.story.mentionIn(s.viewpoint, s.start, s.end);
      const name = this.story.name(s.viewpoint);
      const link = at
        ? makeButton(name, () => this.views.go(at), { class: `person link-plain ${this.story.colour(s.viewpoint)}` })
        : personLink(this.views, s.viewpoint);
      const row: (Node | string)[] = [link, ` (${s.viewpointConfidence} %)`];
      for (const h of s.hops.slice(0, 4)) row.push(', then ', placeLink(this.views, h.span, this.story.name(h.who)));
      add('Through', ...row);
    }
    const there = s.people.filter((p) => p.role !== 'mentioned' && p.role !== 'message');
    if (there.length > 0) add('There', ...this.company(s, there));
    const away = s.people.filter((p) => p.role === 'message');
    if (away.length > 0) add('By message', ...this.company(s, away));
    const spoken = s.people.filter((p) => p.role === 'mentioned').slice(0, 8);
    if (spoken.length > 0) add('Talked about', ...this.company(s, spoken));
    return facts;
  }

  /// Names, each leading to where they are first met in the scene.
  private company(s: Scene, people: Scene['people']): (Node | string)[] {
    return people.flatMap((p, i) => {
      const at = this.story.mentionIn(p.who, s.start, s.end);
      const name = this.story.name(p.who);
      const link = at
        ? makeButton(name, () => this.views.go(at), { class: `person link-plain ${this.story.colour(p.who)}` })
        : make('span', { class: `person ${this.story.colour(p.who)}` }, name);
      const role = p.role === 'present' || p.role === 'mentioned' || p.role === 'message' ? '' : ` (${roleWords[p.role]})`;
      const move = this.story.layers.moves.find((m) => m.who === p.who && m.scene === s.id);
      const tail: Node | string = role && move ? placeLink(this.views, move.span, role.trim()) : role;
      return [i === 0 ? '' : ', ', link, role && move ? ' ' : '', tail];
    });
  }

  /// Why it begins here: a mark, or a sign with the words that it stands on.
  private why(s: Scene): (Node | string)[] {
    const [sign, ...rest] = s.why.split(': ');
    const words = rest.join(': ').replace(/\u2026$/, '').trim();
    if (!words) return [capital(sign ?? '')];
    const start = wordsBetween(s.start, s.start + 400);
    const label = `\u201c${words}\u201d`;
    return start.includes(words.slice(0, 24))
      ? [`${capital(sign ?? '')}: `, makeButton(label, () => this.views.go([s.start, s.start + words.length]), { class: 'link' })]
      : [`${capital(sign ?? '')}: ${words}`];
  }
}
