// The layers of the text: what is marked in it, turned on and off one by one.
import type { Card } from './card';
import { make } from './dom';
import { Popover } from './popover';
import { recall, remember } from './prefs';
import type { Span } from './layers';
import { highlight, offsetOf, text } from './text';
import type { Views } from './views';
import { capital, clock } from './words';

/// What a mark in the text says of itself when it is clicked.
export interface Mark {
  span: Span;
  label: string;
  words: string;
  view?: string; // where more of it stands
}

interface Layer {
  name: string;
  label: string;
  marks?: () => Mark[];
}

const COLOURS = 13;

export class Marks {
  private readonly popover = new Popover('layers');
  private readonly on: Set<string>;
  private readonly found = new Map<string, Mark[]>();
  private readonly layers: Layer[];

  constructor(
    private readonly views: Views,
    private readonly card: Card,
  ) {
    this.layers = [
      { name: 'speech', label: 'Speech in colours' },
      { name: 'scenes', label: 'Scenes' },
      { name: 'mentions', label: 'Mentions of people', marks: () => this.mentions() },
      { name: 'places', label: 'Places', marks: () => this.places() },
      { name: 'times', label: 'Times', marks: () => this.times() },
      { name: 'moves', label: 'Comings and goings', marks: () => this.moves() },
      { name: 'threads', label: 'Threads', marks: () => this.threads() },
      { name: 'minds', label: 'Through whose mind', marks: () => this.minds() },
      { name: 'facts', label: 'Facts', marks: () => this.facts() },
    ];
    const kept = recall('layers');
    this.on = new Set(kept === null ? ['speech'] : kept.split(','));
    this.fill();
    views.reading.watchStory(() => this.refresh());
    if (kept !== null) this.refresh();
  }

  toggle(): void {
    this.popover.toggle();
  }

  private fill(): void {
    const list = make('ul', { class: 'layer-list' });
    for (const layer of this.layers) {
      const box = make('input', { type: 'checkbox', id: `layer-${layer.name}` });
      box.checked = this.on.has(layer.name);
      box.addEventListener('change', () => {
        if (box.checked) this.on.add(layer.name);
        else this.on.delete(layer.name);
        remember('layers', [...this.on].join(','));
        this.apply(layer);
      });
      list.append(make('li', {}, make('label', {}, box, make('span', { class: `sample l-${layer.name}` }, layer.label))));
    }
    this.popover.box.append(make('p', { class: 'hint' }, 'Marked in the text; click a mark to see what it is.'), list);
  }

  private refresh(): void {
    this.found.clear();
    for (const layer of this.layers) this.apply(layer);
  }

  private apply(layer: Layer): void {
    const on = this.on.has(layer.name);
    document.body.classList.toggle(`no-${layer.name}`, !on);
    if (layer.name === 'scenes') return this.labelScenes(on);
    if (!layer.marks) return;
    const marks = on ? this.marksOf(layer) : [];
    if (layer.name === 'mentions') return this.drawMentions(on);
    highlight(`l-${layer.name}`, marks.map((m) => m.span));
  }

  private marksOf(layer: Layer): Mark[] {
    let own = this.found.get(layer.name);
    if (!own) {
      own = layer.marks?.() ?? [];
      this.found.set(layer.name, own);
    }
    return own;
  }

  /// What is marked where the reader clicked, shown on the card; false where nothing is.
  tellOf(event: MouseEvent): boolean {
    const at = offsetUnder(event);
    if (at < 0) return false;
    const marks = this.layers
      .filter((l) => this.on.has(l.name) && l.marks)
      .flatMap((l) => this.marksOf(l).filter((m) => m.span[0] <= at && at < m.span[1]));
    if (marks.length === 0) return false;
    marks.sort((a, b) => a.span[1] - a.span[0] - (b.span[1] - b.span[0]));
    this.card.showMarks(marks, this.views);
    highlight('jump', marks[0] ? [marks[0].span] : []);
    return true;
  }

  private get story() {
    return this.views.reading.story;
  }

  private mentions(): Mark[] {
    return this.story.characters.flatMap((c) =>
      this.story.mentionsOf(c.id).map((span) => ({ span, label: 'Mention', words: c.name, view: 'cast' })),
    );
  }

  private drawMentions(on: boolean): void {
    for (let colour = 0; colour < COLOURS; colour++) {
      const own = this.story.characters.filter((c) => on && c.colour === colour);
      highlight(`m-c${colour}`, own.flatMap((c) => this.story.mentionsOf(c.id)));
    }
  }

  private places(): Mark[] {
    return this.story.layers.placeMentions.map(({ span, place }) => {
      const found = this.story.layers.places[place];
      return { span, label: 'Place', words: found ? `${found.name} (${found.kind})` : 'A place named once', view: 'places' };
    });
  }

  private times(): Mark[] {
    return this.story.layers.times.map((t) => {
      const when = [t.day === null ? '' : `day ${t.day} of the story`, t.minute === null ? '' : clock(t.minute)];
      const words = [capital(t.kind.replace(/_/g, ' ')), t.value, ...when, t.inSpeech ? 'said by somebody' : ''];
      return { span: t.span, label: 'Time', words: words.filter(Boolean).join(' \u00b7 '), view: 'timeline' };
    });
  }

  private moves(): Mark[] {
    return this.story.layers.moves.map((m) => {
      const where = m.place >= 0 ? ` ${this.story.place(m.place)}` : '';
      const does = m.arrives ? `comes${where ? ` to${where}` : ''}` : `leaves${where}`;
      return { span: m.span, label: m.arrives ? 'Coming' : 'Going', words: `${this.story.name(m.who)} ${does}`, view: 'scenes' };
    });
  }

  private threads(): Mark[] {
    return this.story.layers.threads.flatMap((t) => {
      const who = t.who[0] === undefined ? '' : ` by ${this.story.name(t.who[0])}`;
      const mark = (span: Span, what: string): Mark => ({
        span, label: 'Thread', words: `${capital(t.kind)}${who}: ${what}`, view: 'threads',
      });
      return [mark(t.opened, 'opened'), ...t.touched.map((s) => mark(s, 'touched')), ...(t.closed ? [mark(t.closed, 'closed')] : [])];
    });
  }

  private minds(): Mark[] {
    return this.story.scenes.flatMap((s) =>
      s.hops.map((h) => ({ span: h.span, label: 'Another mind', words: `Through ${this.story.name(h.who)}`, view: 'scenes' })),
    );
  }

  private facts(): Mark[] {
    return this.story.layers.facts.map((f) => ({
      span: f.span, label: 'Fact', words: `${this.story.name(f.who)}, ${f.kind}: ${f.value}`, view: 'facts',
    }));
  }

  /// A line above each scene, drawn by the style: the words of the text stay what they are.
  private labelScenes(on: boolean): void {
    for (const old of text().querySelectorAll('[data-scene]')) old.removeAttribute('data-scene');
    if (!on) return;
    for (const s of this.story.scenes) {
      const paragraph = document.getElementById(`s${s.id}`);
      const parts = [`Scene ${s.id + 1}`];
      if (s.place >= 0) parts.push(this.story.place(s.place));
      if (s.time) parts.push(whenWords(s.time.day, s.time.part, s.time.minute));
      if (s.present.length > 0) parts.push(s.present.slice(0, 4).map((c) => this.story.name(c)).join(', ') + (s.present.length > 4 ? ' \u2026' : ''));
      if (s.viewpoint >= 0) parts.push(`through ${this.story.name(s.viewpoint)}`);
      paragraph?.setAttribute('data-scene', parts.join('  \u00b7  '));
    }
  }
}

export function whenWords(day: number, part: string, minute: number): string {
  return [`day ${day}`, minute >= 0 ? clock(minute) : part].filter(Boolean).join(', ');
}

function offsetUnder(event: MouseEvent): number {
  const { clientX: x, clientY: y } = event;
  const standard = document as Document & {
    caretPositionFromPoint?: (x: number, y: number) => { offsetNode: Node; offset: number } | null;
  };
  const position = standard.caretPositionFromPoint?.(x, y);
  if (position) return offsetOf(position.offsetNode, position.offset);
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? offsetOf(range.startContainer, range.startOffset) : -1;
}
