// What `src/write/page_data.cpp` and `page_plot.cpp` write: rows of values and columns of differences.
type Row = readonly number[];
type Range = [start: number, length: number];

interface RawQuotes {
  start: number[];
  length: (number | number[])[];
  kind: string;
  evidence: string;
  speaker: number[];
  to: (number | number[])[];
  confidence: number[];
  cue: number[];
}

type RawTime = 0 | [day: number, weekday: number, part: string, minute: number, order: number, words: 0 | Range, sure: number];
type RawScene = [
  start: number, chapter: number, present: number[], why: string, length: number, place: number, time: RawTime,
  viewpoint: number, viewpointSure: number, people: number[], hops: number[],
];
type RawCharacter = [
  name: string, kind: string, pronouns: string, narrator: number, mentions: number, first: number,
  aliases: (string | number)[], told: number[],
];

export interface Raw {
  characters: RawCharacter[];
  colours: number[];
  chapters: number[];
  chapterKinds: string;
  source: [name: string, sha256: string, fixes: string, words: number];
  quotes: RawQuotes;
  mentions: number[][];
  scenes: RawScene[];
  places: [name: string, kind: string, named: number, within: number, owners: number[], mentions: number, first: number][];
  placeMentions: number[];
  moves: [...Range, who: number, scene: number, place: number, arrives: number][];
  times: [...Range, kind: string, value: string, day: number | null, minute: number | null, inSpeech: number][];
  narration: [chapter: number, person: number, narrator: number, sure: number][];
  ties: [
    a: number, b: number, kind: string, role: string, directed: number, weight: number, evidence: number[],
    course: number[], sure: number,
  ][];
  threads: [kind: string, opened: Range, touched: number[], closed: 0 | Range, who: number[], sure: number][];
  facts: [...Range, who: number, kind: string, value: string, sure: number][];
  conflicts: [kind: string, who: number, ...first: Range, ...second: Range, what: string, sure: number, value: string, other: string][];
  rating: [proposed: string, sure: number, warnings: [kind: string, archive: string, evidence: number[], sure: number][]];
}

/// Cuts a row into groups of `size`.
export function groups<T>(flat: readonly T[], size: number): T[][] {
  const out: T[][] = [];
  for (let i = 0; i + size <= flat.length; i += size) out.push(flat.slice(i, i + size));
  return out;
}

export function spans(flat: Row): [number, number][] {
  return groups(flat, 2).map(([start = 0, length = 0]) => [start, start + length]);
}
