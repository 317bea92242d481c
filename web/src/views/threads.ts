// The ledger of what was opened: promises, plans, offers, questions, threats and secrets.
import { count, make, makeButton, makeSvg } from '../dom';
import type { Span, Thread } from '../layers';
import { choice, empty, heading, inSteps, passage, personLink, placeLink } from '../parts';
import { chapterName } from '../text';
import { StoryView, type View } from '../views';
import { sureness } from '../words';

type Which = 'all' | 'open' | 'closed';

export class ThreadsView extends StoryView implements View {
  readonly name = 'threads';
  readonly label = 'Threads';
  private which: Which = 'all';
  private kind = '';

  draw(box: HTMLElement): void {
    const { threads } = this.story.layers;
    const open = threads.filter((t) => !t.closed).length;
    box.append(heading('Threads', `What a reader waits for: ${count(threads.length, 'thread')}, ${open} of them with no end that was found${this.story.whole ? '' : ' up to where you are'}.`));
    if (threads.length === 0) {
      box.append(empty('No threads were found.'));
      return;
    }
    const list = make('div');
    const kinds = [...new Set(threads.map((t) => t.kind))].sort();
    const select = make('select', { 'aria-label': 'Kind of thread', class: 'field-input' }, make('option', { value: '' }, 'All kinds'));
    for (const k of kinds) select.append(make('option', { value: k }, `${k} (${threads.filter((t) => t.kind === k).length})`));
    if (!kinds.includes(this.kind)) this.kind = '';
    select.value = this.kind;
    select.addEventListener('change', () => {
      this.kind = select.value;
      this.fill(list);
    });
    box.append(
      make(
        'div',
        { class: 'view-bar' },
        choice<Which>('Which threads', [['all', 'All'], ['open', 'Still open'], ['closed', 'Closed']], this.which, (w) => {
          this.which = w;
          this.fill(list);
        }),
        select,
      ),
      list,
    );
    this.fill(list);
  }

  private fill(box: HTMLElement): void {
    const own = this.story.layers.threads.filter(
      (t) => (this.kind === '' || t.kind === this.kind) && (this.which === 'all' || (this.which === 'open') === !t.closed),
    );
    box.replaceChildren(own.length > 0 ? inSteps(make('ol', { class: 'thread-list' }), own, 40, (t) => this.thread(t)) : empty('None of these.'));
  }

  private thread(t: Thread): HTMLElement {
    const item = make('li', { class: t.closed ? 'thread closed' : 'thread open' });
    const head = make('div', { class: 'thread-head' }, make('span', { class: `badge kind-${t.kind}` }, t.kind), ' ');
    const who = make('span');
    t.who.forEach((c, i) => who.append(i === 0 ? '' : i === 1 ? ' to ' : ', ', personLink(this.views, c)));
    head.append(who, make('span', { class: 'state' }, t.closed ? 'closed' : 'still open'));
    item.append(head, passage(this.views, t.opened), this.lane(t), this.places(t));
    return item;
  }

  /// The thread over the book: a line from where it is opened to where it is closed, or to the end.
  private lane(t: Thread): Node {
    const { end } = this.story.layers;
    const x = (s: Span): number => 6 + (988 * s[0]) / Math.max(1, end);
    const from = x(t.opened);
    const to = t.closed ? x(t.closed) : 994;
    const svg = makeSvg('svg', { class: 'lane', viewBox: '0 0 1000 16', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    svg.append(
      makeSvg('path', { class: 'ground', d: 'M0 8H1000' }),
      makeSvg('path', { class: t.closed ? 'run' : 'run loose', d: `M${from.toFixed(1)} 8H${to.toFixed(1)}` }),
    );
    const mark = (s: Span, style: string): void => {
      svg.append(makeSvg('rect', { class: style, x: (x(s) - 3).toFixed(1), y: 3, width: 6, height: 10 }));
    };
    mark(t.opened, 'opened');
    for (const s of t.touched) mark(s, 'touched');
    if (t.closed) mark(t.closed, 'ended');
    return svg as unknown as Node;
  }

  private places(t: Thread): HTMLElement {
    const chapter = (s: Span): string => chapterName(this.story.chapterAt(s[0]));
    const row = make('div', { class: 'thread-places' }, 'Opened in ', placeLink(this.views, t.opened));
    if (t.touched.length > 0) {
      const more = make('details', {}, make('summary', {}, `touched ${count(t.touched.length, 'time')}`));
      more.addEventListener('toggle', () => {
        if (more.childElementCount > 1) return;
        more.append(make('ul', { class: 'uses' }, ...t.touched.map((s) => make('li', {}, make('span', { class: 'soft' }, chapter(s)), passage(this.views, s)))));
      });
      row.append(more);
    }
    if (t.closed) {
      const { closed } = t;
      row.append(' Closed in ', makeButton(chapter(closed), () => this.views.go(closed), { class: 'link' }), passage(this.views, closed));
    }
    row.append(make('span', { class: 'soft' }, ` ${sureness(t.confidence)}, ${t.confidence} %`));
    return row;
  }
}
