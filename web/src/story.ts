// The story as the page asks for it: layers with what is looked up in them again and again.
import { byId, lastNotAfter } from './dom';
import { cutLayers } from './cut';
import { type Layers, type Line, readLayers, type Scene, type Span } from './layers';
import type { Raw } from './raw';
import { wholeText } from './text';

export { type Character, type Line, type Scene, type Span, UNKNOWN } from './layers';

export class Story {
  /// Ids of utterances in order; what is only quoted is not among them.
  readonly utterances: number[] = [];
  /// Starts of the chapters that are shown.
  readonly chapterStarts: readonly number[];
  private readonly sceneStarts: number[];
  private readonly bySpeaker = new Map<number, number[]>();
  private readonly mentionStarts = new Map<number, number[]>();
  private readonly inScenes = new Map<number, number[]>();

  constructor(
    readonly layers: Layers,
    readonly whole: boolean,
  ) {
    this.chapterStarts = layers.chapterStarts.filter((s, i) => i === 0 || s < layers.end);
    this.sceneStarts = layers.scenes.map((s) => s.start);
    for (const line of layers.lines) {
      if (line.kind === 'quoted') continue;
      this.utterances.push(line.id);
      const own = this.bySpeaker.get(line.speaker);
      if (own) own.push(line.id);
      else this.bySpeaker.set(line.speaker, [line.id]);
    }
    for (const scene of layers.scenes) {
      for (const who of scene.present) {
        const own = this.inScenes.get(who);
        if (own) own.push(scene.id);
        else this.inScenes.set(who, [scene.id]);
      }
    }
  }

  get characters(): Layers['characters'] {
    return this.layers.characters;
  }
  get scenes(): readonly Scene[] {
    return this.layers.scenes;
  }
  line(id: number): Line | undefined {
    return this.layers.lines[id];
  }
  linesOf(character: number): readonly number[] {
    return this.bySpeaker.get(character) ?? [];
  }
  scenesOf(character: number): readonly number[] {
    return this.inScenes.get(character) ?? [];
  }
  name(character: number): string {
    return this.characters[character]?.name ?? 'Unknown speaker';
  }
  colour(character: number): string {
    const found = this.characters[character];
    return found ? `c${found.colour}` : 'unknown';
  }
  place(id: number): string {
    return this.layers.places[id]?.name ?? '';
  }
  chapterAt(offset: number): number {
    return lastNotAfter(this.layers.chapterStarts, offset);
  }
  sceneAt(offset: number): Scene | undefined {
    return this.scenes[lastNotAfter(this.sceneStarts, offset)];
  }
  /// The utterance around a place, the innermost of several.
  lineAt(offset: number): Line | undefined {
    let low = lastNotAfter(this.starts(), offset);
    for (let tries = 0; low >= 0 && tries < 8; low--, tries++) {
      const line = this.layers.lines[low];
      if (line && line.end > offset) return line;
    }
    return undefined;
  }
  /// Where a character is mentioned: [start, end] each.
  mentionsOf(character: number): readonly Span[] {
    return this.layers.mentions[character] ?? [];
  }
  /// The first mention of a character in a stretch of text.
  mentionIn(character: number, start: number, end: number): Span | undefined {
    let starts = this.mentionStarts.get(character);
    if (!starts) {
      starts = this.mentionsOf(character).map((m) => m[0]);
      this.mentionStarts.set(character, starts);
    }
    const found = this.mentionsOf(character)[lastNotAfter(starts, start - 1) + 1];
    return found && found[0] < end ? found : undefined;
  }
  /// The members of the cast whom the reader has met, those who speak most first.
  byWeight(): number[] {
    const weight = (c: number): number => this.linesOf(c).length * 1000 + (this.characters[c]?.mentions ?? 0);
    return this.characters
      .filter((c) => c.known)
      .map((c) => c.id)
      .sort((a, b) => weight(b) - weight(a) || a - b);
  }
  until(end: number): Story {
    return new Story(cutLayers(this.layers, end, wholeText()), false);
  }

  private lineStarts: number[] | undefined;
  private starts(): number[] {
    this.lineStarts ??= this.layers.lines.map((l) => l.start);
    return this.lineStarts;
  }
}

export function readStory(): Story {
  const raw = JSON.parse(byId('story').textContent ?? '') as Raw;
  return new Story(readLayers(raw, wholeText().length), true);
}
