// The text on the page: it is the story's, unit by unit, so that an offset leads to a place in it.
import { byId, lastNotAfter } from './dom';

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

/// The story's text; a place in it is an offset.
export function wholeText(): string {
  whole ??= text().textContent ?? '';
  return whole;
}

export function wordsBetween(start: number, end: number): string {
  return wholeText().slice(start, end).replace(/\s+/g, ' ').trim();
}

/// Words with `around` units on both sides, cut at spaces.
export function wordsAround(start: number, end: number, around: number): [before: string, words: string, behind: string] {
  const from = Math.max(0, start - around);
  const to = Math.min(wholeText().length, end + around);
  const before = wordsOfSide(wholeText().slice(from, start), from > 0, true);
  return [before, wordsBetween(start, end), wordsOfSide(wholeText().slice(end, to), to < wholeText().length, false)];
}

function wordsOfSide(raw: string, cut: boolean, left: boolean): string {
  const plain = raw.replace(/\s+/g, ' ');
  if (!cut) return plain;
  const at = left ? plain.indexOf(' ') : plain.lastIndexOf(' ');
  if (at < 0) return plain;
  return left ? `\u2026${plain.slice(at)}` : `${plain.slice(0, at)} \u2026`;
}

let nodes: Text[] | undefined;
let nodeStarts: number[] = [];

/// The text's nodes and where each begins: they never change, so they are listed once.
function textNodes(): readonly Text[] {
  if (nodes) return nodes;
  nodes = [];
  nodeStarts = [];
  const walker = document.createTreeWalker(text(), NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (node.length === 0) continue;
    nodes.push(node);
    nodeStarts.push(before);
    before += node.length;
  }
  return nodes;
}

/// The node that holds a place, and the place in it; `asEnd` prefers the end of a node to the start of the next.
function pointAt(offset: number, asEnd: boolean): [Text, number] | undefined {
  const all = textNodes();
  const i = Math.max(0, lastNotAfter(nodeStarts, asEnd ? offset - 1 : offset));
  const node = all[i];
  return node && [node, Math.max(0, Math.min(node.length, offset - (nodeStarts[i] ?? 0)))];
}

/// A range that costs nothing while it is kept; undefined where there is no text.
function rangeAt(start: number, end: number): StaticRange | undefined {
  const from = pointAt(start, false);
  const to = pointAt(end, true);
  if (!from || !to) return undefined;
  return new StaticRange({ startContainer: from[0], startOffset: from[1], endContainer: to[0], endOffset: to[1] });
}

/// The offset of a place that the browser names by a node of the text; -1 where it is not in the text.
export function offsetOf(node: Node, within: number): number {
  const all = textNodes();
  const i = node.nodeType === Node.TEXT_NODE ? all.indexOf(node as Text) : -1;
  return i < 0 ? -1 : (nodeStarts[i] ?? 0) + within;
}

/// Opens what is folded around a place and brings it into view.
export function reveal(element: Element, block: ScrollLogicalPosition): void {
  const folded = element.closest('details');
  if (folded && text().contains(folded)) folded.open = true;
  element.scrollIntoView({ block });
}

export function revealOffset(offset: number): void {
  const place = pointAt(offset, false);
  const element = place?.[0].parentElement;
  if (!place || !element) return;
  reveal(element, 'center');
  // A long paragraph's middle may be far from the words.
  const range = document.createRange();
  range.setStart(place[0], place[1]);
  range.setEnd(place[0], Math.min(place[0].length, place[1] + 1));
  const box = range.getBoundingClientRect();
  const middle = innerHeight / 2;
  if (Math.abs(box.top - middle) > innerHeight / 4) scrollBy(0, box.top - middle);
}

export function chapterElements(): HTMLElement[] {
  return [...text().querySelectorAll<HTMLElement>('.chapter')];
}

/// The chapter that the reader is in: the last that begins above the upper third of the window.
export function chapterInView(): number {
  const chapters = chapterElements();
  const limit = innerHeight / 3;
  for (let i = chapters.length - 1; i > 0; i--) {
    if (chapters[i]?.hidden) continue;
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

/// Marks words by a style of that name, where the browser can do so without changing the text.
export function highlight(name: string, spans: readonly (readonly [number, number])[]): void {
  if (!('highlights' in CSS)) return;
  if (spans.length === 0) {
    CSS.highlights.delete(name);
    return;
  }
  const marks = new Highlight();
  for (const [start, end] of spans) {
    const range = rangeAt(start, end);
    if (range && end > start) marks.add(range);
  }
  CSS.highlights.set(name, marks);
}
