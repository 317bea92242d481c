// The rating and warnings that are proposed. It says where and how sure, and prints none of the passages.
import { count, make, makeButton, makeSvg } from '../dom';
import type { Fixes } from '../fixes';
import { empty, heading, inSteps, meter, placeLink } from '../parts';
import { recall, remember } from '../prefs';
import { StoryView, type View, type Views } from '../views';
import { capital } from '../words';

type Warning = Views['reading']['story']['layers']['rating']['warnings'][number];

export class RatingView extends StoryView implements View {
  readonly name = 'rating';
  readonly label = 'Rating';

  constructor(
    views: Views,
    private readonly fixes: Fixes,
  ) {
    super(views);
  }

  draw(box: HTMLElement): void {
    const { rating } = this.story.layers;
    box.append(heading('Rating and warnings', 'A proposal in the words of the Archive of Our Own, for the author to accept or not. The passages are not printed here: each link leads to one.'));
    const title = rating.proposed || (this.story.whole ? 'Not rated' : 'The proposal is about the whole story');
    const panel = make('section', { class: 'panel rating' }, make('h3', {}, title));
    if (rating.proposed) panel.append(make('p', {}, 'How sure: ', meter(rating.confidence)), this.accept('rating', rating.proposed));
    box.append(panel);
    if (rating.warnings.length === 0) box.append(empty('No signs were found of what the Archive warns of.'));
    for (const w of rating.warnings) box.append(this.warning(w));
  }

  private warning(w: Warning): HTMLElement {
    const key = `warning:${w.kind}`;
    const box = make('section', { class: 'panel warning' });
    const away = (this.fixes.get(key)?.fixes.length ?? 0) > 0;
    box.append(
      make('div', { class: 'panel-head' }, make('h3', {}, capital(w.kind)), makeButton(away ? 'Propose it again' : 'Not so', () => {
        if (away) this.fixes.undo(key);
        else this.fixes.decide({ key, words: `No warning of ${w.kind}`, fixes: [{ kind: 'dismiss', what: 'warning', value: w.kind, who: [], values: [], near: '' }] });
        this.views.stale('rating');
        document.getElementById(`act-${w.kind}`)?.focus();
      }, { class: 'tool act', id: `act-${w.kind}`, 'aria-label': `${away ? 'Propose again' : 'Not so'}: ${w.kind}` })),
    );
    if (away) return box;
    if (w.archive) box.append(make('p', {}, make('b', {}, w.archive)), this.accept(`archive-${w.kind}`, w.archive));
    box.append(make('p', {}, 'How sure: ', meter(w.confidence), ` \u00b7 ${count(w.evidence.length, 'passage')}`), this.strip(w));
    box.append(
      inSteps(make('ol', { class: 'where-list' }), w.evidence, 20, (span, i) =>
        make('li', {}, `Passage ${i + 1}: `, placeLink(this.views, span)),
      ),
    );
    return box;
  }

  private strip(w: Warning): Node {
    const { end } = this.story.layers;
    const marks = w.evidence.map((s) => `M${(2 + (996 * s[0]) / Math.max(1, end)).toFixed(1)} 1V13`).join('');
    return makeSvg(
      'svg',
      { class: 'lane', viewBox: '0 0 1000 14', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      makeSvg('path', { class: 'ground', d: 'M0 7H1000' }),
      makeSvg('path', { class: 'ticks', d: marks }),
    ) as unknown as Node;
  }

  /// The author's own word, kept in this browser.
  private accept(what: string, words: string): HTMLElement {
    const key = `accept-${this.story.layers.source.sha256.slice(0, 16)}-${what}`;
    const box = make('input', { type: 'checkbox' });
    box.checked = recall(key) === words;
    box.addEventListener('change', () => remember(key, box.checked ? words : ''));
    return make('p', {}, make('label', {}, box, ` I accept \u201c${words}\u201d`));
  }
}
