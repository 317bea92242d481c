// The text on the page: it is the story's, unit by unit, so that an offset leads to a place in it.
import { byId } from './dom';

export const text = byId.bind(null, 'text');

const pieces = new Map<number, HTMLElement[]>();

/// Finds the pieces of every line once.
export function indexText(): void {
  for (const piece of text().querySelectorAll<HTMLElement>('.q')) {
    const id = lineOf(piece);
    const known = pieces.get(id);
    if (known) known.push(piece);
    else pieces.set(id, [piece]);
  }
}

/// The line whose piece this element is.
export function lineOf(piece: HTMLElement): number {
  return Number(piece.dataset['q'] ?? piece.id.slice(1));
}

export function piecesOf(line: number): readonly HTMLElement[] {
  return pieces.get(line) ?? [];
}

/// The words of a line, its pieces parted by an ellipsis where a tag stands between them.
export function wordsOf(line: number): string {
  const parts = piecesOf(line).map((p) => (p.textContent ?? '').replace(/\s+/g, ' ').trim());
  return parts.join(' \u2026 ');
}

let whole: string | undefined;

export function wordsBetween(start: number, end: number): string {
  whole ??= text().textContent ?? '';
  return whole.slice(start, end).replace(/\s+/g, ' ').trim();
}

/// The places of ranges that are sorted by their start.
export function rangesAt(spans: readonly (readonly [number, number])[]): Range[] {
  const out: Range[] = [];
  const walker = document.createTreeWalker(text(), NodeFilter.SHOW_TEXT);
  let node = walker.nextNode() as Text | null;
  let before = 0;
  for (const [start, end] of spans) {
    while (node && before + node.length <= start) {
      before += node.length;
      node = walker.nextNode() as Text | null;
    }
    if (!node) break;
    const range = document.createRange();
    range.setStart(node, start - before);
    // A range that goes on behind this node is cut: a mark, never a change of the text.
    range.setEnd(node, Math.min(end - before, node.length));
    out.push(range);
  }
  return out;
}

/// Opens what is folded around a place and brings it into view.
export function reveal(element: Element, block: ScrollLogicalPosition): void {
  const folded = element.closest('details');
  if (folded && text().contains(folded)) folded.open = true;
  element.scrollIntoView({ block });
}

export function revealOffset(offset: number): void {
  const [range] = rangesAt([[offset, offset + 1]]);
  const element = range?.startContainer.parentElement;
  if (element) reveal(element, 'center');
}

export function chapterElements(): HTMLElement[] {
  return [...text().querySelectorAll<HTMLElement>('.chapter')];
}

/// The chapter that the reader is in: the last that begins above the upper third of the window.
export function chapterInView(): number {
  const chapters = chapterElements();
  const limit = innerHeight / 3;
  for (let i = chapters.length - 1; i > 0; i--) {
    const top = chapters[i]?.getBoundingClientRect().top ?? 0;
    if (top <= limit) return i;
  }
  return 0;
}

export function chapterName(chapter: number): string {
  const link = document.querySelector(`.contents a[href="#ch${chapter}"]`);
  return link?.textContent ?? '';
}

export function revealScene(scene: number): void {
  // Two scenes may begin in one paragraph, which has the first one's name.
  for (let i = scene; i >= 0; i--) {
    const start = document.getElementById(`s${i}`);
    if (start) return reveal(start, 'start');
  }
}

/// Draws a line under words, where the browser can do so without changing the text.
export function highlight(name: string, spans: readonly (readonly [number, number])[]): void {
  if (!('highlights' in CSS)) return;
  if (spans.length === 0) CSS.highlights.delete(name);
  else {
    const marks = new Highlight();
    for (const range of rangesAt(spans)) marks.add(range);
    CSS.highlights.set(name, marks);
  }
}
