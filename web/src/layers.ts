// The layers of a story as objects. Offsets count UTF-16 units of the text, as strings here do.
import { groups, type Raw, spans } from './raw';

export type Span = readonly [start: number, end: number];
export const UNKNOWN = -1;

export interface Alias {
  text: string;
  count: number;
  why: number; // a position in `aliasReasons` (words.ts)
  confidence: number; // 0 to 100, as all confidences here
}

export interface Character {
  id: number;
  name: string;
  kind: string;
  pronouns: string;
  narrator: boolean;
  mentions: number;
  first: number;
  aliases: Alias[];
  colour: number;
  told: { she: number; he: number; they: number; title: boolean; name: boolean };
  known: boolean; // false: not met before the chapter at which the reader has cut the story
}

export interface Line {
  id: number;
  start: number;
  end: number;
  spans: Span[];
  kind: string;
  evidence: string;
  speaker: number; // unknown: -1
  to: number[];
  confidence: number;
  cue: { start: number; end: number } | undefined;
}

export type Role = 'present' | 'arrives' | 'leaves' | 'visits' | 'message' | 'mentioned';
const roles: readonly Role[] = ['present', 'arrives', 'leaves', 'visits', 'message', 'mentioned'];

export interface When {
  day: number;
  weekday: number; // Monday: 0; not told: -1
  part: string;
  minute: number; // not told: -1
  order: 'onward' | 'flashback' | 'parallel' | 'forward';
  words: Span | undefined;
  confidence: number;
}

export interface Scene {
  id: number;
  start: number;
  end: number;
  chapter: number;
  present: number[];
  why: string;
  place: number;
  time: When | undefined;
  viewpoint: number;
  viewpointConfidence: number;
  people: { who: number; role: Role; confidence: number }[];
  hops: { span: Span; who: number }[];
}

export interface Place {
  id: number;
  name: string;
  kind: string;
  named: boolean;
  within: number;
  owners: { who: number; confidence: number }[];
  mentions: number;
  first: number;
}

export interface Tie {
  a: number;
  b: number;
  kind: string;
  role: string;
  directed: boolean;
  weight: number;
  evidence: Span[];
  course: number[];
  confidence: number;
}

export interface Thread {
  id: number;
  kind: string;
  opened: Span;
  touched: Span[];
  closed: Span | undefined;
  who: number[];
  confidence: number;
}

export interface Fact {
  span: Span;
  who: number;
  kind: string;
  value: string;
  confidence: number;
}

export interface Conflict {
  kind: string;
  who: number;
  first: Span;
  second: Span;
  what: string;
  values: string[]; // what does not go together; empty where the kind says all
  confidence: number;
}

export interface Layers {
  end: number; // nothing behind it is shown: the text's length, or where the reader has cut it
  characters: Character[];
  lines: Line[];
  mentions: Span[][]; // of each character
  scenes: Scene[];
  chapterStarts: number[];
  chapterKinds: string;
  places: Place[];
  placeMentions: { span: Span; place: number }[];
  moves: { span: Span; who: number; scene: number; place: number; arrives: boolean }[];
  times: { span: Span; kind: string; value: string; day: number | null; minute: number | null; inSpeech: boolean }[];
  narration: { chapter: number; person: number; narrator: number; confidence: number }[];
  ties: Tie[];
  threads: Thread[];
  facts: Fact[];
  conflicts: Conflict[];
  rating: {
    proposed: string;
    confidence: number;
    warnings: { kind: string; archive: string; evidence: Span[]; confidence: number }[];
  };
  source: { name: string; sha256: string; fixes: string; words: number };
}

const kinds: Record<string, string> = {
  s: 'speech',
  t: 'thought',
  m: 'message',
  l: 'letter',
  g: 'sign',
  q: 'quoted',
};

/// A line's pieces from [length, gap, length, ...].
function pieces(start: number, lengths: number | number[]): Span[] {
  if (!Array.isArray(lengths)) return [[start, start + lengths]];
  const out: Span[] = [];
  let at = start;
  lengths.forEach((n, i) => {
    if (i % 2 === 0) out.push([at, at + n]);
    at += n;
  });
  return out;
}

function readLines(columns: Raw['quotes']): Line[] {
  let at = 0;
  return columns.start.map((step, id) => {
    at += step;
    const to = columns.to[id] ?? UNKNOWN;
    const away = columns.cue[2 * id] ?? 0;
    const length = columns.cue[2 * id + 1] ?? 0;
    const own = pieces(at, columns.length[id] ?? 0);
    return {
      id,
      start: at,
      end: own[own.length - 1]?.[1] ?? at,
      spans: own,
      kind: kinds[columns.kind[id] ?? ''] ?? 'speech',
      evidence: columns.evidence[id] ?? '-',
      speaker: columns.speaker[id] ?? UNKNOWN,
      to: Array.isArray(to) ? to : to === UNKNOWN ? [] : [to],
      confidence: columns.confidence[id] ?? 0,
      cue: length > 0 ? { start: at + away, end: at + away + length } : undefined,
    };
  });
}

/// Spans written as steps from the start before.
function steps(flat: readonly number[]): Span[] {
  let at = 0;
  return groups(flat, 2).map(([step = 0, length = 0]) => {
    at += step;
    return [at, at + length];
  });
}

function readCharacters(raw: Raw): Character[] {
  return raw.characters.map(([name, kind, pronouns, narrator, mentions, first, aliases, told], id) => ({
    id,
    name,
    kind,
    pronouns,
    narrator: narrator === 1,
    mentions,
    first,
    aliases: groups(aliases, 4).map(([text, count, why, sure]) => ({
      text: String(text),
      count: Number(count),
      why: Number(why),
      confidence: Number(sure),
    })),
    colour: raw.colours[id] ?? 0,
    told: { she: told[0] ?? 0, he: told[1] ?? 0, they: told[2] ?? 0, title: told[3] === 1, name: told[4] === 1 },
    known: true,
  }));
}

function readScenes(raw: Raw): Scene[] {
  return raw.scenes.map(([start, chapter, present, why, length, place, time, viewpoint, sure, people, hops], id) => ({
    id,
    start,
    end: start + length,
    chapter,
    present,
    why,
    place,
    time: time === 0 ? undefined : readTime(time),
    viewpoint,
    viewpointConfidence: sure,
    people: groups(people, 3).map(([who = UNKNOWN, role = 0, confidence = 0]) => ({
      who,
      role: roles[role] ?? 'present',
      confidence,
    })),
    hops: groups(hops, 3).map(([from = 0, n = 0, who = UNKNOWN]) => ({ span: [from, from + n], who })),
  }));
}

function readTime(time: Exclude<Raw['scenes'][number][6], 0>): When {
  const [day, weekday, part, minute, order, words, confidence] = time;
  return {
    day,
    weekday,
    part,
    minute,
    order: (['onward', 'flashback', 'parallel', 'forward'] as const)[order] ?? 'onward',
    words: words === 0 ? undefined : [words[0], words[0] + words[1]],
    confidence,
  };
}

function readPlot(raw: Raw): Pick<Layers, 'ties' | 'threads' | 'facts' | 'conflicts' | 'rating'> {
  return {
    ties: raw.ties.map(([a, b, kind, role, directed, weight, evidence, course, confidence]) => ({
      a, b, kind, role, directed: directed === 1, weight, evidence: spans(evidence), course, confidence,
    })),
    threads: raw.threads.map(([kind, opened, touched, closed, who, confidence], id) => ({
      id,
      kind,
      opened: [opened[0], opened[0] + opened[1]],
      touched: spans(touched),
      closed: closed === 0 ? undefined : [closed[0], closed[0] + closed[1]],
      who,
      confidence,
    })),
    facts: raw.facts.map(([start, n, who, kind, value, confidence]) => ({
      span: [start, start + n], who, kind, value, confidence,
    })),
    conflicts: raw.conflicts.map(([kind, who, first, n, second, m, what, confidence, ...values]) => ({
      kind, who, first: [first, first + n], second: [second, second + m], what, values: values.filter(Boolean), confidence,
    })),
    rating: {
      proposed: raw.rating[0],
      confidence: raw.rating[1],
      warnings: raw.rating[2].map(([kind, archive, evidence, confidence]) => ({
        kind, archive, evidence: spans(evidence), confidence,
      })),
    },
  };
}

export function readLayers(raw: Raw, end: number): Layers {
  let at = 0;
  const [name, sha256, fixes, words] = raw.source;
  return {
    end,
    characters: readCharacters(raw),
    lines: readLines(raw.quotes),
    mentions: raw.mentions.map(steps),
    scenes: readScenes(raw),
    chapterStarts: raw.chapters,
    chapterKinds: raw.chapterKinds,
    places: raw.places.map(([title, kind, named, within, owners, mentions, first], id) => ({
      id, name: title, kind, named: named === 1, within, mentions, first,
      owners: groups(owners, 2).map(([who = UNKNOWN, confidence = 0]) => ({ who, confidence })),
    })),
    placeMentions: groups(raw.placeMentions, 3).map(([step = 0, n = 0, place = UNKNOWN]) => {
      at += step;
      return { span: [at, at + n], place };
    }),
    moves: raw.moves.map(([start, n, who, scene, place, arrives]) => ({
      span: [start, start + n], who, scene, place, arrives: arrives === 1,
    })),
    times: raw.times.map(([start, n, kind, value, day, minute, inSpeech]) => ({
      span: [start, start + n], kind, value, day, minute, inSpeech: inSpeech === 1,
    })),
    narration: raw.narration.map(([chapter, person, narrator, confidence]) => ({
      chapter, person, narrator, confidence,
    })),
    ...readPlot(raw),
    source: { name, sha256, fixes, words },
  };
}
