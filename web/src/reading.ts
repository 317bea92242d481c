// Where the reader is: the chosen line, the chosen speaker, and how one leads to the next.
import { byId, lastNotAfter } from './dom';
import type { Story } from './story';
import { chapterElements, chapterInView, highlight, piecesOf, reveal, text } from './text';

export class Reading {
  line: number | undefined;
  speaker: number | undefined;
  private readonly watchers: (() => void)[] = [];
  private marked: HTMLElement[] = [];

  private readonly storyWatchers: (() => void)[] = [];
  private cutStory: Story;

  constructor(private readonly whole: Story) {
    this.cutStory = whole;
  }

  /// The story as far as the reader wants to know it.
  get story(): Story {
    return this.cutStory;
  }

  /// Cuts the story at the end of a chapter; undefined: all of it.
  cut(chapter: number | undefined): void {
    const end = chapter === undefined ? undefined : this.whole.layers.chapterStarts[chapter + 1];
    this.cutStory = end === undefined ? this.whole : this.whole.until(end);
    this.letGo();
    for (const watcher of this.storyWatchers) watcher();
  }

  /// Calls `watcher` when there is more or less of the story to show.
  watchStory(watcher: () => void): void {
    this.storyWatchers.push(watcher);
  }

  watch(watcher: () => void): void {
    this.watchers.push(watcher);
  }

  /// `focus` is false where a button is pressed again and again: it keeps the focus.
  chooseLine(line: number, options: { focus?: boolean; stay?: boolean } = {}): void {
    const [first, ...others] = piecesOf(line);
    if (!first) return;
    this.unmark();
    this.line = line;
    this.marked = [first, ...others];
    for (const piece of this.marked) piece.classList.add('here');
    if (!options.stay) reveal(first, 'center');
    if (options.focus !== false) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    }
    const cue = this.story.line(line)?.cue;
    highlight('jump', []);
    highlight('cue', cue ? [[cue.start, cue.end]] : []);
    history.replaceState(null, '', `#q${line}`);
    this.tell();
    // The card, once it is there, must not lie on the line.
    if (options.stay && isCovered(first)) reveal(first, 'center');
  }

  /// Chooses a speaker and goes to their first line; for one already chosen, to the next.
  chooseSpeaker(speaker: number): void {
    if (this.speaker === speaker) return this.step(1);
    this.speaker = speaker;
    this.spotlight();
    const first = this.story.linesOf(speaker)[0];
    if (first === undefined) {
      this.unmark();
      this.line = undefined;
      this.tell();
    } else {
      this.chooseLine(first);
    }
  }

  /// The line that a key leads to: of the chosen speaker, else of all.
  step(by: 1 | -1): void {
    const lines = this.speaker === undefined ? this.story.utterances : this.story.linesOf(this.speaker);
    if (lines.length === 0) return;
    const at = this.line === undefined ? -1 : lastNotAfter(lines, this.line);
    let next: number;
    if (this.line === undefined) next = this.firstInView(lines);
    else if (by > 0) next = at + 1;
    else next = lines[at] === this.line ? at - 1 : at;
    const line = lines[Math.max(0, Math.min(lines.length - 1, next))];
    if (line !== undefined) this.chooseLine(line);
  }

  /// The next or previous line of whoever speaks the chosen one.
  stepOfSpeaker(by: 1 | -1): void {
    const line = this.line === undefined ? undefined : this.story.line(this.line);
    if (!line) return;
    const own = this.story.linesOf(line.speaker);
    const next = own[lastNotAfter(own, line.id) + by];
    if (next !== undefined) this.chooseLine(next, { focus: false });
  }

  stepChapter(by: 1 | -1): void {
    const chapters = chapterElements();
    const now = chapterInView();
    const begun = (chapters[now]?.getBoundingClientRect().top ?? 0) < -40;
    const next = chapters[by < 0 && begun ? now : now + by];
    if (next && !next.hidden) reveal(next, 'start');
  }

  letGo(): void {
    this.unmark();
    this.line = undefined;
    this.speaker = undefined;
    this.spotlight();
    highlight('cue', []);
    highlight('jump', []);
    if (/^#q\d/.test(location.hash)) history.replaceState(null, '', location.pathname + location.search);
    this.tell();
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }

  private unmark(): void {
    for (const piece of this.marked) piece.classList.remove('here');
    this.marked = [];
  }

  /// The chosen speaker's lines keep their colour while all others step back.
  private spotlight(): void {
    for (const piece of text().querySelectorAll('.q.theirs')) piece.classList.remove('theirs');
    text().classList.toggle('spot', this.speaker !== undefined);
    if (this.speaker === undefined) return highlight('mention', []);
    for (const line of this.story.linesOf(this.speaker)) {
      for (const piece of piecesOf(line)) piece.classList.add('theirs');
    }
    highlight('mention', this.story.mentionsOf(this.speaker));
  }

  /// The position of the first line that is not above the window.
  private firstInView(lines: readonly number[]): number {
    const from = this.story.chapterStarts[chapterInView()] ?? 0;
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] ?? 0;
      if ((this.story.line(line)?.start ?? 0) < from) continue;
      const top = piecesOf(line)[0]?.getBoundingClientRect().top ?? -1;
      if (top >= 48) return i;
    }
    return lines.length - 1;
  }
}

function isCovered(piece: HTMLElement): boolean {
  const card = byId('line').getBoundingClientRect();
  return [...piece.getClientRects()].some(
    (box) => box.right > card.left && box.left < card.right && box.bottom > card.top && box.top < card.bottom,
  );
}
