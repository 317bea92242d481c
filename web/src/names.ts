// Speakers' names beside their lines, and under the pointer.
import { byId } from './dom';
import { recall, remember } from './prefs';
import type { Reading } from './reading';
import { lineOf, piecesOf, text } from './text';

export class Names {
  private readonly button = byId('show-names');
  private readonly tip = byId('tip');
  private written = false;

  constructor(private readonly reading: Reading) {
    this.button.addEventListener('click', () => this.toggle());
    if (recall('names') === 'on') this.toggle();
    // Names are others where the story is cut before they fall.
    reading.watchStory(() => {
      if (!this.written) return;
      this.written = false;
      for (const old of text().querySelectorAll<HTMLElement>('[data-who]')) {
        old.classList.remove('named', 'named-within');
        delete old.dataset['who'];
      }
      this.write();
    });
    text().addEventListener('pointerover', (event) => {
      if (event.pointerType !== 'touch') this.point(event.target as Element);
    });
    text().addEventListener('focusin', (event) => this.point(event.target as Element));
    text().addEventListener('focusout', () => this.hide());
    text().addEventListener('pointerleave', () => this.hide());
    addEventListener('scroll', () => this.hide(), { passive: true });
  }

  toggle(): void {
    this.write();
    const on = document.body.classList.toggle('names');
    this.button.setAttribute('aria-pressed', String(on));
    remember('names', on ? 'on' : 'off');
  }

  hide(): void {
    this.tip.hidden = true;
  }

  /// The style draws the names from an attribute: the words of the text stay what they are.
  private write(): void {
    if (this.written) return;
    this.written = true;
    let paragraph: Element | null = null;
    let last: number | undefined;
    for (const id of this.reading.story.utterances) {
      const first = piecesOf(id)[0];
      if (!first) continue;
      const speaker = this.reading.story.line(id)?.speaker ?? -1;
      const own = first.closest('p, h2, h3');
      if (own === paragraph && speaker === last) continue;
      // Two names in one paragraph would lie on each other in the margin: the second stands in the line.
      first.classList.add(own === paragraph ? 'named-within' : 'named');
      first.dataset['who'] = speaker < 0 ? 'Unknown' : this.reading.story.name(speaker);
      paragraph = own;
      last = speaker;
    }
  }

  private point(target: Element): void {
    const piece = target.closest<HTMLElement>('.q');
    if (!piece) return this.hide();
    const { story } = this.reading;
    const line = story.line(lineOf(piece));
    if (!line) return;
    const to = line.to.map((c) => story.name(c)).join(', ');
    const who = line.kind === 'quoted' ? 'Quoted words' : story.name(line.speaker);
    const doubt = line.kind !== 'quoted' && line.speaker >= 0 && line.confidence < 50 ? ', doubtful' : '';
    const kind = line.kind === 'speech' || line.kind === 'quoted' ? '' : `, ${line.kind}`;
    this.tip.textContent = `${who}${to && ` \u2192 ${to}`}${kind}${doubt}`;
    this.tip.className = story.colour(line.speaker);
    this.tip.hidden = false;
    const box = piece.getClientRects()[0] ?? piece.getBoundingClientRect();
    const width = this.tip.offsetWidth;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    const above = box.top - this.tip.offsetHeight - 6;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${above > 56 ? above : box.bottom + 6}px`;
  }
}
