// The side with its two tabs: a column where there is room, a drawer where there is not.
import { byId } from './dom';
import { recall, remember } from './prefs';
import { chapterInView } from './text';

const narrow = matchMedia('(max-width: 59.99rem)');
const tabs = ['cast', 'contents'] as const;
export type Tab = (typeof tabs)[number];

export class Side {
  private readonly side = byId('side');
  private readonly opener = byId('open-side');
  private drawerOpen = false;
  private columnOpen = recall('side') !== 'closed';
  private queued = false;

  constructor() {
    this.opener.addEventListener('click', () => this.toggle());
    byId('close-side').addEventListener('click', () => this.close());
    byId('shade').addEventListener('click', () => this.close());
    for (const tab of tabs) {
      byId(`panel-${tab}`).setAttribute('role', 'tabpanel');
      byId(`panel-${tab}`).setAttribute('aria-labelledby', `tab-${tab}`);
      byId(`tab-${tab}`).addEventListener('click', () => this.show(tab));
      byId(`tab-${tab}`).addEventListener('keydown', (event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        const other = tab === 'cast' ? 'contents' : 'cast';
        this.show(other);
        byId(`tab-${other}`).focus();
      });
    }
    // A chapter chosen in the drawer is what the reader wants to see: the drawer makes room.
    byId('panel-contents').addEventListener('click', (event) => {
      if ((event.target as HTMLElement).closest('a')) this.closeDrawer();
    });
    narrow.addEventListener('change', () => this.apply());
    addEventListener('scroll', () => this.onScroll(), { passive: true });
    addEventListener('resize', () => this.onScroll(), { passive: true });
    this.show('cast');
    this.apply();
    this.follow();
  }

  get isDrawerOpen(): boolean {
    return narrow.matches && this.drawerOpen;
  }

  open(tab: Tab): void {
    this.show(tab);
    if (narrow.matches) this.drawerOpen = true;
    else this.columnOpen = true;
    this.apply();
    byId(`tab-${tab}`).focus();
  }

  closeDrawer(): void {
    if (!this.isDrawerOpen) return;
    this.drawerOpen = false;
    this.apply();
  }

  close(): void {
    if (narrow.matches) this.drawerOpen = false;
    else this.columnOpen = false;
    this.apply();
    this.opener.focus();
  }

  private toggle(): void {
    if (narrow.matches) this.drawerOpen = !this.drawerOpen;
    else this.columnOpen = !this.columnOpen;
    this.apply();
    if (this.isDrawerOpen) this.side.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  private show(shown: Tab): void {
    for (const tab of tabs) {
      const selected = tab === shown;
      const button = byId(`tab-${tab}`);
      button.setAttribute('aria-selected', String(selected));
      button.tabIndex = selected ? 0 : -1;
      byId(`panel-${tab}`).hidden = !selected;
    }
    this.follow();
  }

  private apply(): void {
    const open = narrow.matches ? this.drawerOpen : this.columnOpen;
    document.body.classList.toggle('side-open', open);
    this.opener.setAttribute('aria-expanded', String(open));
    this.side.inert = !open;
    byId('shade').hidden = !this.isDrawerOpen;
    for (const id of ['text', 'line']) byId(id).inert = this.isDrawerOpen;
    remember('side', this.columnOpen ? 'open' : 'closed');
  }

  private onScroll(): void {
    if (this.queued) return;
    this.queued = true;
    requestAnimationFrame(() => {
      this.queued = false;
      this.follow();
    });
  }

  /// Shows how far the reader is, and in which chapter.
  private follow(): void {
    const root = document.documentElement;
    const way = root.scrollHeight - root.clientHeight;
    byId('progress').style.transform = `scaleX(${way > 0 ? Math.min(1, root.scrollTop / way) : 1})`;
    const now = `#ch${chapterInView()}`;
    for (const link of document.querySelectorAll<HTMLAnchorElement>('.contents a')) {
      const here = link.getAttribute('href') === now;
      if (here === link.hasAttribute('aria-current')) continue;
      if (here) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
      if (here) keepInView(link, byId('side'));
    }
  }
}

/// Scrolls `box` alone; scrollIntoView would move the page as well.
function keepInView(element: HTMLElement, box: HTMLElement): void {
  const inner = element.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  if (inner.height === 0) return;
  if (inner.top < outer.top + 60) box.scrollTop -= outer.top + 60 - inner.top;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 20;
}
