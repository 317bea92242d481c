// Search in all that is shown: the text with who says it, names, places, threads and facts.
import { count, make, makeButton } from '../dom';
import type { Span } from '../layers';
import { empty, heading, inSteps, personLink, placeLink } from '../parts';
import { chapterName, highlight, wholeText, wordsAround } from '../text';
import { StoryView, type View } from '../views';
import { plain } from '../words';

const MOST = 2000;

export class SearchView extends StoryView implements View {
  readonly name = 'search';
  readonly label = 'Search';
  private wanted = '';

  draw(box: HTMLElement): void {
    const input = make('input', { type: 'search', id: 'search', class: 'field-input', placeholder: 'Words, a name, a place', 'aria-label': 'Search the story', value: this.wanted });
    const found = make('div', { class: 'found', 'aria-live': 'polite' });
    let waiting = 0;
    input.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => this.find(input.value, found), 120);
    });
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      clearTimeout(waiting);
      this.find(input.value, found);
    });
    box.append(heading('Search'), make('div', { class: 'view-bar' }, input), found);
    this.find(this.wanted, found);
  }

  shown(): void {
    requestAnimationFrame(() => document.getElementById('search')?.focus());
  }

  /// Where the words stand, whatever their case and however many spaces part them.
  private places(wanted: string): Span[] {
    const words = wanted.trim().split(/\s+/).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/['\u2019]/g, "['\u2019]"));
    const sign = new RegExp(words.join('\\s+'), 'giu');
    const text = wholeText().slice(0, this.story.layers.end);
    const out: Span[] = [];
    for (let m = sign.exec(text); m && out.length < MOST; m = sign.exec(text)) {
      if (m[0].length === 0) break;
      out.push([m.index, m.index + m[0].length]);
    }
    return out;
  }

  private find(wanted: string, box: HTMLElement): void {
    this.wanted = wanted;
    box.replaceChildren();
    const letters = wanted.trim().length;
    highlight('found', []);
    if (letters < 2) return;
    const spans = this.places(wanted);
    highlight('found', spans);
    const names = this.names(wanted);
    if (names) box.append(names);
    box.append(make('p', { class: 'hint' }, spans.length >= MOST ? `More than ${MOST.toLocaleString('en')} places` : spans.length > 0 ? count(spans.length, 'place') : 'Not in the text.'));
    box.append(spans.length > 0 ? inSteps(make('ol', { class: 'uses' }), spans, 50, (s) => this.hit(s)) : empty(''));
  }

  private names(wanted: string): HTMLElement | undefined {
    const fits = (words: string): boolean => plain(words).includes(plain(wanted.trim()));
    const cast = this.story.byWeight().filter((c) => [this.story.name(c), ...(this.story.characters[c]?.aliases ?? []).map((a) => a.text)].some(fits)).slice(0, 8);
    const places = this.story.layers.places.filter((p) => p.first < this.story.layers.end && fits(p.name)).slice(0, 8);
    if (cast.length + places.length === 0) return undefined;
    const box = make('p', { class: 'found-names' });
    for (const c of cast) box.append(personLink(this.views, c), ' ');
    for (const p of places) box.append(placeLink(this.views, [p.first, p.first + p.name.length], p.name), ' ');
    return box;
  }

  private hit(span: Span): HTMLElement {
    const line = this.story.lineAt(span[0]);
    const [before, words, behind] = wordsAround(span[0], span[1], 60);
    const go = makeButton('', () => this.views.go(span), { class: 'passage' });
    go.append(before, make('mark', {}, words), behind);
    const where = make('span', { class: 'soft' }, chapterName(this.story.chapterAt(span[0])));
    const item = make('li', {}, where);
    if (line && line.kind !== 'quoted') item.append(' ', make('span', { class: `person ${this.story.colour(line.speaker)}` }, this.story.name(line.speaker)));
    item.append(go);
    return item;
  }
}
