// What a continuity reader keeps on cards, and what of it does not go together.
import { count, make, makeButton } from '../dom';
import type { Fixes } from '../fixes';
import type { Conflict, Fact } from '../layers';
import { empty, heading, inSteps, meter, passage, personLink } from '../parts';
import { StoryView, type View, type Views } from '../views';
import { capital } from '../words';
import { conflictFix, conflictKey } from './questions';

export class FactsView extends StoryView implements View {
  readonly name = 'facts';
  readonly label = 'Facts';

  constructor(
    views: Views,
    private readonly fixes: Fixes,
  ) {
    super(views);
  }

  draw(box: HTMLElement): void {
    box.append(heading('Facts', 'Age, eyes, hair, trade and the like, and where two of them do not go together: suggestions, for you to judge.'));
    const conflicts = make('section', { class: 'section' });
    const redraw = (): void => this.conflicts(conflicts, redraw);
    redraw();
    box.append(conflicts, this.facts());
  }

  shown(): void {
    // Decisions are made in the review too.
    const conflicts = document.querySelector<HTMLElement>('.view-facts .section');
    if (conflicts) this.conflicts(conflicts, () => this.shown());
  }

  private conflicts(box: HTMLElement, redraw: () => void): void {
    const all = this.story.layers.conflicts;
    const isAway = (c: Conflict): boolean => (this.fixes.get(conflictKey(c))?.fixes.length ?? 0) > 0;
    const open = all.filter((c) => !isAway(c));
    const away = all.filter(isAway);
    box.replaceChildren(make('h3', {}, `Conflicts (${open.length})`));
    if (open.length === 0) box.append(empty('Nothing was found that does not go together.'));
    box.append(inSteps(make('ol', { class: 'conflict-list' }), open, 40, (c) => this.conflict(c, false, redraw)));
    if (away.length === 0) return;
    const more = make('details', {}, make('summary', {}, `Dismissed (${away.length})`));
    more.append(make('ol', { class: 'conflict-list' }, ...away.map((c) => this.conflict(c, true, redraw))));
    box.append(more);
  }

  private conflict(c: Conflict, away: boolean, redraw: () => void): HTMLElement {
    const item = make('li', { class: 'conflict' });
    const head = make('div', { class: 'thread-head' }, make('span', { class: 'badge' }, c.kind.replace(/_/g, ' ')), ` ${c.what} `, meter(c.confidence));
    const act = makeButton(away ? 'Suggest it again' : 'Dismiss', () => {
      if (away) this.fixes.undo(conflictKey(c));
      else this.fixes.decide(conflictFix(this.fixes, c));
      redraw();
    }, { class: 'tool act', 'aria-label': `${away ? 'Suggest again' : 'Dismiss'}: ${c.what}` });
    head.append(act);
    item.append(head, passage(this.views, c.first, 60), passage(this.views, c.second, 60));
    return item;
  }

  private facts(): HTMLElement {
    const { facts } = this.story.layers;
    const box = make('section', { class: 'section' }, make('h3', {}, `Facts (${facts.length})`));
    if (facts.length === 0) box.append(empty('No facts were found.'));
    const by = new Map<number, Fact[]>();
    for (const f of facts) {
      const own = by.get(f.who);
      if (own) own.push(f);
      else by.set(f.who, [f]);
    }
    const who = this.story.byWeight().filter((c) => by.has(c));
    box.append(
      inSteps(make('div', { class: 'cards' }), who, 40, (c) => {
        const own = by.get(c) ?? [];
        const card = make('article', { class: `portrait ${this.story.colour(c)}` }, make('h4', {}, personLink(this.views, c)), make('p', { class: 'soft' }, count(own.length, 'fact')));
        const list = make('ul', { class: 'uses' });
        for (const f of own) list.append(make('li', {}, make('b', {}, `${capital(f.kind)}: ${f.value} `), meter(f.confidence), passage(this.views, f.span, 40)));
        card.append(list);
        return card;
      }),
    );
    return box;
  }
}
