// Which line is meant, said in words, as docs/fixes.md says: the line's words, those around it, its number.
import type { Line } from './layers';
import { wholeText } from './text';

export interface Anchor {
  quote: string;
  after?: string;
  before?: string;
  occurrence?: number;
}

const LONGEST = 16; // words of a line that a fix states
const AROUND = 7;
const REACH = 300;

/// Words of letters and digits in lower case; an apostrophe inside a word goes, as in `src/text/words_key.cpp`.
export function plainWords(words: string): string[] {
  return words.toLowerCase().replace(/['\u2019]/g, '').match(/[\p{L}\p{Nd}\p{M}]+/gu) ?? [];
}

const keyOf = (words: string): string => plainWords(words).map((w) => `${w} `).join('');

/// Finds lines by their words, and says how each can be found.
export class Anchors {
  private keys: [key: string, line: number][] | undefined;

  constructor(private readonly lines: readonly Line[]) {}

  of(line: Line): Anchor {
    const text = wholeText();
    const first = line.spans[0] ?? [line.start, line.end];
    const quote = firstWords(text.slice(first[0], first[1]));
    const candidates = this.having(keyOf(quote));
    const anchor: Anchor = { quote };
    if (candidates.length < 2) return anchor;
    const after = lastWords(text.slice(Math.max(0, line.start - REACH), line.start));
    const before = firstWords(text.slice(line.end, line.end + REACH), AROUND);
    if (plainWords(after).length > 0) anchor.after = after;
    if (plainWords(before).length > 0) anchor.before = before;
    anchor.occurrence = candidates.indexOf(line.id) + 1;
    return anchor;
  }

  /// Lines that are these words; where none are, those that begin with them.
  private having(key: string): number[] {
    this.keys ??= this.lines.flatMap((l) => {
      const text = wholeText();
      const parts = l.spans.map(([a, b]) => keyOf(text.slice(a, b)));
      const all = parts.length > 1 ? [...parts, parts.join('')] : parts;
      return all.map((k): [string, number] => [k, l.id]);
    });
    const same = new Set<number>();
    const longer = new Set<number>();
    for (const [k, line] of this.keys) {
      if (k === key) same.add(line);
      else if (k.startsWith(key)) longer.add(line);
    }
    return [...(same.size > 0 ? same : longer)].sort((a, b) => a - b);
  }
}

/// The first words, each as it is written, up to `most` of them.
function firstWords(raw: string, most = LONGEST): string {
  return trimmed(raw.trim().split(/\s+/).slice(0, most).join(' '));
}

function lastWords(raw: string): string {
  return trimmed(raw.trim().split(/\s+/).slice(-AROUND).join(' '));
}

/// Without the marks at both ends, which do not count.
function trimmed(words: string): string {
  return words.replace(/^[^\p{L}\p{N}]+/u, '').replace(/[\s"\u201c\u201d\u2018\u2019'*_\u00ab\u00bb]+$/u, '');
}
