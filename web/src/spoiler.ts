// The spoiler slider: nothing behind the chosen chapter is shown anywhere on the page.
import { byId, make, makeButton, say } from './dom';
import { Popover } from './popover';
import { recall, remember } from './prefs';
import type { Reading } from './reading';
import { chapterElements, chapterName } from './text';

export class Spoiler {
  private readonly popover = new Popover('spoiler');
  private readonly chapters: number[];
  private readonly input: HTMLInputElement;
  private readonly label = make('output', { class: 'where' });
  private readonly key: string;

  constructor(private readonly reading: Reading) {
    const { layers } = reading.story;
    this.key = `read-${layers.source.sha256.slice(0, 16)}`;
    // Where a reader can stop: chapters that are story. What stands before the first is always shown.
    this.chapters = [...layers.chapterKinds].flatMap((kind, i) => (kind === 'c' ? [i] : []));
    const last = Math.max(1, this.chapters.length);
    this.input = make('input', { type: 'range', id: 'read-to', min: 1, max: last, step: 1, value: last });
    this.input.addEventListener('input', () => this.tell());
    this.input.addEventListener('change', () => this.apply());
    const all = makeButton('Show the whole story', () => {
      this.input.value = String(last);
      this.apply();
    }, { class: 'link', id: 'read-all' });
    this.popover.box.append(
      make('label', { for: 'read-to' }, 'I have read to the end of'),
      this.label,
      this.input,
      make('p', { class: 'hint' }, 'What comes behind it is left out of the text and of every view.'),
      all,
    );
    const kept = Number(recall(this.key));
    if (kept >= 1 && kept < last) {
      this.input.value = String(kept);
      this.apply();
    } else this.tell();
    byId('show-spoiler').hidden = this.chapters.length < 2;
  }

  toggle(): void {
    if (this.chapters.length > 1) this.popover.toggle();
  }

  private get whole(): boolean {
    return Number(this.input.value) >= this.chapters.length;
  }

  private get chapter(): number {
    return this.chapters[Number(this.input.value) - 1] ?? 0;
  }

  private tell(): void {
    const name = chapterName(this.chapter) || `chapter ${this.input.value}`;
    this.label.textContent = this.whole ? 'the whole story' : name;
    this.input.setAttribute('aria-valuetext', this.whole ? 'the whole story' : name);
  }

  private apply(): void {
    this.tell();
    const { whole, chapter } = this;
    const state = whole ? 'Whole story' : `To ${this.input.value} of ${this.chapters.length}`;
    byId('spoiler-state').textContent = state;
    byId('show-spoiler').classList.toggle('cut', !whole);
    remember(this.key, whole ? '' : this.input.value);
    chapterElements().forEach((element, i) => (element.hidden = !whole && i > chapter));
    document.querySelectorAll<HTMLAnchorElement>('.contents a').forEach((link, i) => {
      if (link.parentElement) link.parentElement.hidden = !whole && i > chapter;
    });
    this.reading.cut(whole ? undefined : chapter);
    say(whole ? 'The whole story is shown.' : `Shown to the end of ${chapterName(chapter)}.`);
  }
}
