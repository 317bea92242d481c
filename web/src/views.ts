// The views beside the text: one at a time, drawn when it is first looked at and after each cut.
import { byId, make } from './dom';
import type { Span } from './layers';
import type { Reading } from './reading';
import { highlight, revealOffset } from './text';

export interface View {
  readonly name: string;
  readonly label: string;
  draw(box: HTMLElement): void;
  /// Called whenever the view is shown, once it is drawn.
  shown?(): void;
  /// Takes a key while the view is looked at; false: it has no use for it.
  key?(key: string): boolean;
}

/// What views have in common: they draw from the story as it may be read now, never from the whole.
export class StoryView {
  constructor(protected readonly views: Views) {}

  protected get story() {
    return this.views.reading.story;
  }
}

export const TEXT = 'text';

export class Views {
  current = TEXT;
  private readonly box = byId('view');
  private readonly back = byId<HTMLButtonElement>('back');
  private readonly known = new Map<string, View>();
  private readonly drawn = new Map<string, HTMLElement>();
  private scrolled = new Map<string, number>();
  private cameFrom = TEXT;

  constructor(readonly reading: Reading) {
    this.back.addEventListener('click', () => this.open(this.cameFrom));
    reading.watchStory(() => this.forget());
    addEventListener('popstate', () => this.follow());
  }

  add(...views: View[]): void {
    for (const view of views) {
      this.known.set(view.name, view);
      byId('view-tabs').append(
        make('a', { href: `#${view.name}`, 'data-view': view.name, id: `to-${view.name}` }, view.label),
      );
    }
    byId('view-tabs').addEventListener('click', (event) => {
      const name = (event.target as Element).closest<HTMLElement>('a')?.dataset['view'];
      if (name === undefined) return;
      event.preventDefault();
      this.open(name);
    });
    this.follow();
  }

  /// What the address asks for, at the start and when the reader goes back.
  private follow(): void {
    const wanted = location.hash.slice(1);
    if (this.known.has(wanted)) this.show(wanted);
    else this.show(TEXT);
  }

  open(name: string): void {
    if (name === this.current) return;
    const hash = name === TEXT ? location.pathname + location.search : `#${name}`;
    history.pushState(null, '', hash);
    this.show(name);
  }

  /// Leads to words in the text, from whatever view.
  go(span: Span, others: readonly Span[] = []): void {
    const from = this.current;
    if (from !== TEXT) {
      this.open(TEXT);
      this.offerBack(from);
    }
    highlight('jump', [span, ...others].sort((a, b) => a[0] - b[0]));
    revealOffset(span[0]);
  }

  goToLine(line: number): void {
    const from = this.current;
    if (from !== TEXT) {
      this.open(TEXT);
      this.offerBack(from);
    }
    this.reading.chooseLine(line);
  }

  key(key: string): boolean {
    return this.known.get(this.current)?.key?.(key) ?? false;
  }

  private offerBack(from: string): void {
    this.cameFrom = from;
    this.back.hidden = false;
    this.back.textContent = `\u2190 Back to ${this.known.get(from)?.label.toLowerCase() ?? from}`;
  }

  private show(name: string): void {
    if (name !== this.current) this.scrolled.set(this.current, document.documentElement.scrollTop);
    const changed = name !== this.current;
    this.current = name;
    document.body.classList.toggle('viewing', name !== TEXT);
    this.box.hidden = name === TEXT;
    this.back.hidden = true;
    for (const tab of byId('view-tabs').querySelectorAll<HTMLElement>('a')) {
      if (tab.dataset['view'] === name) {
        tab.setAttribute('aria-current', 'page');
        tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      } else tab.removeAttribute('aria-current');
    }
    const view = this.known.get(name);
    if (view) {
      let own = this.drawn.get(name);
      if (!own) {
        own = make('section', { class: `view view-${name}`, 'aria-label': view.label });
        this.drawn.set(name, own);
        this.box.replaceChildren(own);
        view.draw(own);
      }
      this.box.replaceChildren(own);
      view.shown?.();
    } else this.box.replaceChildren();
    if (changed) document.documentElement.scrollTop = this.scrolled.get(name) ?? 0;
  }

  /// Redraws what is shown, and all else when it is looked at again.
  forget(): void {
    this.drawn.clear();
    if (this.current !== TEXT) this.show(this.current);
  }

  /// A view is drawn anew, for what stands in it has changed.
  stale(name: string): void {
    this.drawn.delete(name);
    if (this.current === name) this.show(name);
  }
}
