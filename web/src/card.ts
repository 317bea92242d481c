// The card of the chosen line: who speaks, to whom, and how that is known.
import { byId, count, icon, lastNotAfter, make, makeButton, say } from './dom';
import type { Reading } from './reading';
import type { Mark } from './marks';
import { type Line, UNKNOWN } from './story';
import type { Views } from './views';
import { evidence, kindNames, sureness } from './words';
import { chapterName, revealOffset, revealScene, wordsBetween, wordsOf } from './text';

export class Card {
  private readonly box = byId('line');

  constructor(private readonly reading: Reading) {
    reading.watch(() => this.show());
  }

  private show(): void {
    const { line, speaker, story } = this.reading;
    const shown = line === undefined ? undefined : story.line(line);
    document.body.classList.toggle('card-open', shown !== undefined || speaker !== undefined);
    this.box.hidden = shown === undefined && speaker === undefined;
    const focused = document.activeElement?.id ?? '';
    this.box.replaceChildren();
    if (shown) this.fillLine(shown);
    else if (speaker !== undefined) this.fillSilent(speaker);
    // The card is made anew for each line: the button that was pressed keeps the focus.
    if (focused.startsWith('card-')) document.getElementById(focused)?.focus();
  }

  /// What is marked at a place of the text; the line around it, if there is one, is a click away.
  showMarks(marks: readonly Mark[], views: Views): void {
    document.body.classList.add('card-open');
    this.box.hidden = false;
    const list = make('ul', { class: 'mark-list' });
    for (const mark of marks.slice(0, 6)) {
      const item = make('li', {}, make('span', { class: 'kind' }, mark.label), ' ', mark.words);
      const { view } = mark;
      if (view) item.append(' ', makeButton('More', () => views.open(view), { class: 'link', 'aria-label': `More of this: ${mark.label}` }));
      list.append(item);
    }
    const first = marks[0];
    const line = first && this.reading.story.lineAt(first.span[0]);
    this.box.replaceChildren(this.head(first?.label ?? ''));
    if (first) this.box.append(make('p', { class: 'words' }, wordsBetween(first.span[0], first.span[1])));
    this.box.append(list);
    if (line && line.kind !== 'quoted') {
      this.box.append(makeButton('The line around it', () => this.reading.chooseLine(line.id, { stay: true }), { class: 'link' }));
    }
    say(marks.map((m) => `${m.label}: ${m.words}`).join('. '));
  }

  private head(label: string): HTMLElement {
    const close = makeButton('', () => this.reading.letGo(), {
      id: 'card-close',
      class: 'tool',
      'aria-label': 'Close',
    });
    close.append(icon('M5 5l10 10M15 5L5 15'));
    return make('div', { class: 'head' }, make('p', { class: 'kind' }, label), close);
  }

  private name(character: number): HTMLElement {
    return make(
      'span',
      { class: `person ${this.reading.story.colour(character)}` },
      this.reading.story.name(character),
    );
  }

  private fillSilent(speaker: number): void {
    const { story } = this.reading;
    const character = story.characters[speaker];
    this.box.append(this.head('No lines'), make('p', { class: 'speaker' }, this.name(speaker)));
    if (!character) return;
    this.box.append(
      make('p', {}, `Mentioned ${count(character.mentions, 'time')}, without a line of their own.`),
      makeButton('Go to the first mention', () => revealOffset(character.first), { class: 'link' }),
    );
    say(`${character.name} has no lines.`);
  }

  private fillLine(line: Line): void {
    const { story } = this.reading;
    const kind = kindNames[line.kind] ?? line.kind;
    this.box.append(this.head(kind));
    if (line.kind === 'quoted') {
      this.box.append(make('p', { class: 'words' }, wordsOf(line.id)));
      this.box.append(make('p', {}, 'A title, a word spoken of, or words held at a distance: nobody speaks.'));
      return say(`${kind}: ${wordsOf(line.id)}`);
    }
    const who = make('p', { class: 'speaker' }, this.name(line.speaker));
    this.box.append(who);
    if (line.to.length > 0) {
      const to = make('p', { class: 'to' }, 'to ');
      line.to.forEach((id, i) => to.append(i === 0 ? '' : i + 1 < line.to.length ? ', ' : ' and ', this.name(id)));
      this.box.append(to);
    }
    this.box.append(this.walk(line), make('p', { class: 'words' }, wordsOf(line.id)), this.facts(line));
    const own = story.linesOf(line.speaker);
    say(
      `${story.name(line.speaker)}, ${kind.toLowerCase()}, ` +
        `${lastNotAfter(own, line.id) + 1} of ${own.length}: ${wordsOf(line.id)}`,
    );
  }

  private walk(line: Line): HTMLElement {
    const own = this.reading.story.linesOf(line.speaker);
    const at = lastNotAfter(own, line.id);
    const whose = line.speaker === UNKNOWN ? 'unknown line' : 'line of this speaker';
    const button = (by: 1 | -1, label: string, id: string, path: string, off: boolean): HTMLButtonElement => {
      const made = makeButton('', () => this.reading.stepOfSpeaker(by), {
        id,
        class: 'tool',
        'aria-label': `${label} ${whose}`,
        'aria-disabled': off ? 'true' : undefined,
      });
      made.append(icon(path));
      return made;
    };
    return make(
      'div',
      { class: 'walk' },
      button(-1, 'Previous', 'card-previous', 'M12.5 4.5L7 10l5.5 5.5', at <= 0),
      make('p', { id: 'walk-count' }, `${at + 1} of ${own.length}`),
      button(1, 'Next', 'card-next', 'M7.5 4.5L13 10l-5.5 5.5', at + 1 >= own.length),
    );
  }

  private facts(line: Line): HTMLElement {
    const { story } = this.reading;
    const list = make('dl');
    const add = (name: string, ...values: (Node | string)[]): void => {
      list.append(make('dt', {}, name), make('dd', {}, ...values));
    };
    const [name, sentence] = evidence[line.evidence] ?? ['none', ''];
    add('Evidence', make('span', { class: 'evidence' }, name), ' ', sentence);
    if (line.cue) add('Cue', make('q', { class: 'cue' }, wordsBetween(line.cue.start, line.cue.end)));
    const meter = make('meter', {
      min: 0,
      max: 100,
      low: 50,
      value: line.confidence,
      'aria-label': 'Confidence',
    });
    add('Confidence', meter, ` ${line.confidence} %, ${sureness(line.confidence)}`);
    const chapter = story.chapterAt(line.start);
    if (chapter >= 0) add('Chapter', make('a', { href: `#ch${chapter}` }, chapterName(chapter)));
    const scene = story.sceneAt(line.start);
    if (scene) {
      const label = `${scene.id + 1} of ${story.scenes.length}`;
      add('Scene', makeButton(label, () => revealScene(scene.id), { class: 'link' }));
      const others = scene.present.filter((c) => c !== line.speaker && !line.to.includes(c));
      if (others.length > 0) add('Also there', others.map((c) => story.name(c)).join(', '));
    }
    const more = make('details', { class: 'facts' }, make('summary', {}, `How it is known: ${name}, ${line.confidence} %`), list);
    more.open = matchMedia('(min-width: 80rem)').matches || this.keepOpen;
    more.addEventListener('toggle', () => (this.keepOpen = more.open));
    return more;
  }

  private keepOpen = false;
}
