// The cast at the side: where each one speaks, who they are, and finding a name.
import { byId, count, make, makeButton, makeSvg } from './dom';
import type { Reading } from './reading';
import { type Character, UNKNOWN } from './story';
import { revealOffset, wholeText } from './text';
import { plain, pronounWords } from './words';

const BARS = 56;

export class Cast {
  private readonly rows = [...document.querySelectorAll<HTMLButtonElement>('.cast .who')];
  private readonly filter = byId<HTMLInputElement>('filter');

  constructor(private readonly reading: Reading) {
    this.refresh();
    reading.watchStory(() => this.refresh());
    for (const row of this.rows) {
      row.setAttribute('aria-pressed', 'false');
      row.addEventListener('click', () => reading.chooseSpeaker(idOf(row)));
    }
    this.filter.addEventListener('input', () => this.narrow());
    this.filter.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.chooseFound();
    });
    reading.watch(() => this.show());
  }

  /// Names, counts and strips of the story as far as it is shown.
  private refresh(): void {
    const length = wholeText().length || 1;
    const { story } = this.reading;
    for (const row of this.rows) {
      const id = idOf(row);
      row.querySelector('.strip')?.remove();
      const strip = this.strip(id, length);
      if (strip) row.append(strip);
      const lines = story.linesOf(id).length;
      const [name, number] = [row.querySelector('.name'), row.querySelector('.count')];
      if (name && id >= 0) name.textContent = story.name(id);
      if (number?.firstChild) number.firstChild.textContent = lines.toLocaleString('en');
      row.classList.toggle('unmet', id >= 0 ? story.characters[id]?.known !== true : lines === 0);
    }
    const silent = document.querySelector('.silent > summary');
    const met = document.querySelectorAll('.silent .who:not(.unmet)').length;
    if (silent) silent.textContent = met === 1 ? '1 who does not speak' : `${met.toLocaleString('en')} who do not speak`;
    this.narrow();
  }

  /// Where in the story they speak, as a row of small bars from its beginning to its end.
  private strip(speaker: number, length: number): SVGElement | undefined {
    const heights = new Array<number>(BARS).fill(0);
    const { story } = this.reading;
    for (const id of story.linesOf(speaker)) {
      const bar = Math.min(BARS - 1, Math.floor(((story.line(id)?.start ?? 0) / length) * BARS));
      heights[bar] = (heights[bar] ?? 0) + 1;
    }
    const most = Math.max(...heights);
    if (most === 0) return undefined;
    const path = heights
      .map((n, i) => (n === 0 ? '' : `M${i * 4 + 1.5} 12v-${(2 + (9 * n) / most).toFixed(1)}`))
      .join('');
    return makeSvg(
      'svg',
      { class: 'strip', viewBox: `0 0 ${BARS * 4} 12`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      makeSvg('path', { class: 'ground', d: `M0 11.5h${BARS * 4}` }),
      makeSvg('path', { d: path }),
    );
  }

  private narrow(): void {
    const wanted = plain(this.filter.value.trim());
    let found = 0;
    for (const row of this.rows) {
      const character = this.reading.story.characters[idOf(row)];
      const names = character ? [character.name, ...character.aliases.map((a) => a.text)] : ['unknown speaker'];
      const fits = !row.classList.contains('unmet') && names.some((name) => plain(name).includes(wanted));
      if (row.parentElement) row.parentElement.hidden = !fits;
      if (fits) found++;
    }
    byId('nobody').hidden = found > 0 || this.rows.length === 0;
    const silent = document.querySelector<HTMLDetailsElement>('.silent');
    if (silent && wanted !== '') silent.open = true;
  }

  private chooseFound(): void {
    this.rows.find((row) => !row.parentElement?.hidden)?.click();
  }

  private show(): void {
    for (const old of document.querySelectorAll('.cast .about')) old.remove();
    for (const row of this.rows) {
      const chosen = this.reading.speaker === idOf(row);
      row.setAttribute('aria-pressed', String(chosen));
      if (!chosen) continue;
      const character = this.reading.story.characters[idOf(row)];
      if (character) row.after(this.about(character));
      row.scrollIntoView({ block: 'nearest' });
    }
  }

  private about(character: Character): HTMLElement {
    const box = make('div', { class: 'about' });
    const facts: string[] = [];
    if (character.narrator) facts.push('narrator');
    if (character.kind !== 'person') facts.push(character.kind);
    const pronouns = pronounWords[character.pronouns];
    if (pronouns) facts.push(pronouns);
    facts.push(count(character.mentions, 'mention'));
    box.append(make('p', {}, facts.join(' \u00b7 ')));
    const others = character.aliases.filter((a) => a.text !== character.name).map((a) => a.text);
    if (others.length > 0) {
      const more = others.length > 8 ? `, and ${others.length - 8} more` : '';
      box.append(make('p', {}, `Also \u201c${others.slice(0, 8).join('\u201d, \u201c')}\u201d${more}`));
    }
    const heard = this.heardBy(character.id);
    if (heard) box.append(make('p', {}, `Speaks most to ${heard}`));
    box.append(makeButton('First mention', () => revealOffset(character.first), { class: 'link' }));
    return box;
  }

  private heardBy(speaker: number): string {
    const counts = new Map<number, number>();
    for (const id of this.reading.story.linesOf(speaker)) {
      for (const to of this.reading.story.line(id)?.to ?? []) counts.set(to, (counts.get(to) ?? 0) + 1);
    }
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 3)
      .map(([id, n]) => `${this.reading.story.name(id)} (${n})`)
      .join(', ');
  }
}

function idOf(row: HTMLElement): number {
  return Number(row.dataset['c'] ?? UNKNOWN);
}
