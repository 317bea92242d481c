// The story's data as the page uses it. Offsets count UTF-16 units of the text, as strings here do.
import { byId, lastNotAfter } from './dom';

export interface Character {
  id: number;
  name: string;
  kind: string;
  pronouns: string;
  narrator: boolean;
  mentions: number;
  first: number;
  aliases: { text: string; count: number }[];
  colour: number;
}

export interface Line {
  id: number;
  start: number;
  kind: string;
  evidence: string;
  speaker: number; // unknown: -1
  to: number[];
  confidence: number; // 0 to 100
  cue: { start: number; end: number } | undefined;
}

export interface Scene {
  id: number;
  start: number;
  end: number;
  chapter: number;
  present: number[];
  why: string;
}

type RawCharacter = [string, string, string, number, number, number, (string | number)[]];

interface Raw {
  characters: RawCharacter[];
  colours: number[];
  chapters: number[];
  quotes: {
    start: number[];
    kind: string;
    evidence: string;
    speaker: number[];
    to: (number | number[])[];
    confidence: number[];
    cue: number[];
  };
  mentions: number[][];
  scenes: [number, number, number[], string][];
}

export const UNKNOWN = -1;

const kinds: Record<string, string> = {
  s: 'speech',
  t: 'thought',
  m: 'message',
  l: 'letter',
  g: 'sign',
  q: 'quoted',
};

export class Story {
  readonly characters: Character[];
  readonly lines: Line[];
  readonly scenes: Scene[];
  readonly chapterStarts: readonly number[];
  /// Ids of utterances in order; what is only quoted is not among them.
  readonly utterances: number[] = [];
  private readonly sceneStarts: number[];
  private readonly bySpeaker = new Map<number, number[]>();

  constructor(private readonly raw: Raw) {
    this.characters = raw.characters.map((c, id) => ({
      id,
      name: c[0],
      kind: c[1],
      pronouns: c[2],
      narrator: c[3] === 1,
      mentions: c[4],
      first: c[5],
      aliases: pairs(c[6]).map(([text, n]) => ({ text: String(text), count: Number(n) })),
      colour: raw.colours[id] ?? 0,
    }));
    this.lines = readLines(raw.quotes);
    this.chapterStarts = raw.chapters;
    this.scenes = raw.scenes.map(([start, chapter, present, why], id) => ({
      id,
      start,
      end: raw.scenes[id + 1]?.[0] ?? Infinity,
      chapter,
      present,
      why,
    }));
    this.sceneStarts = this.scenes.map((s) => s.start);
    for (const line of this.lines) {
      if (line.kind === 'quoted') continue;
      this.utterances.push(line.id);
      const own = this.bySpeaker.get(line.speaker);
      if (own) own.push(line.id);
      else this.bySpeaker.set(line.speaker, [line.id]);
    }
  }

  line(id: number): Line | undefined {
    return this.lines[id];
  }
  linesOf(character: number): readonly number[] {
    return this.bySpeaker.get(character) ?? [];
  }
  name(character: number): string {
    return this.characters[character]?.name ?? 'Unknown speaker';
  }
  colour(character: number): string {
    const found = this.characters[character];
    return found ? `c${found.colour}` : 'unknown';
  }
  chapterAt(offset: number): number {
    return lastNotAfter(this.chapterStarts, offset);
  }
  sceneAt(offset: number): Scene | undefined {
    return this.scenes[lastNotAfter(this.sceneStarts, offset)];
  }
  /// Where a character is mentioned: [start, end] each.
  mentionsOf(character: number): [number, number][] {
    let at = 0;
    return pairs(this.raw.mentions[character] ?? []).map(([step, length]) => {
      at += step;
      return [at, at + length];
    });
  }
}

function pairs<T>(flat: readonly T[]): [T, T][] {
  const out: [T, T][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) out.push([flat[i] as T, flat[i + 1] as T]);
  return out;
}

function readLines(columns: Raw['quotes']): Line[] {
  let at = 0;
  return columns.start.map((step, id) => {
    at += step;
    const to = columns.to[id] ?? UNKNOWN;
    const away = columns.cue[2 * id] ?? 0;
    const length = columns.cue[2 * id + 1] ?? 0;
    return {
      id,
      start: at,
      kind: kinds[columns.kind[id] ?? ''] ?? 'speech',
      evidence: columns.evidence[id] ?? '-',
      speaker: columns.speaker[id] ?? UNKNOWN,
      to: Array.isArray(to) ? to : to === UNKNOWN ? [] : [to],
      confidence: columns.confidence[id] ?? 0,
      cue: length > 0 ? { start: at + away, end: at + away + length } : undefined,
    };
  });
}

export function readStory(): Story {
  return new Story(JSON.parse(byId('story').textContent ?? '') as Raw);
}
