// Doubtful answers, those first that matter most: how likely it is wrong, times what hangs on it.
import { plainWords } from '../anchors';
import type { Decision, Fix, Fixes } from '../fixes';
import type { Alias, Character, Conflict, Line, Span } from '../layers';
import type { Story } from '../story';
import { wholeText, wordsBetween } from '../text';
import { aliasReasons, pronounWords } from '../words';

export interface Answer {
  label: string;
  who?: number; // whose colour it has
  now?: boolean; // what the page says now
  decision: Decision | undefined; // undefined: it cannot be said in a file of fixes
}

export interface Question {
  key: string;
  kind: string;
  words: string;
  why: string;
  matter: number; // about how many answers would be mended, were it wrong
  spans: Span[];
  line?: number;
  answers: () => Answer[];
}

const SURE = 90; // of a line: surer ones are not asked about
const SURE_NAME = 95;
const EXCHANGE = 700; // units between two lines of one exchange, at most
const CANDIDATES = 8;

export function questions(story: Story, fixes: Fixes): Question[] {
  const all = [
    ...lineQuestions(story, fixes),
    ...aliasQuestions(story, fixes),
    ...pairQuestions(story, fixes),
    ...pronounQuestions(story, fixes),
    ...narratorQuestions(story, fixes),
    ...conflictQuestions(story, fixes),
  ];
  return all.sort((a, b) => b.matter - a.matter || a.key.localeCompare(b.key));
}

const doubtOf = (l: Line): number => (l.speaker < 0 ? 0.9 : l.evidence === 'f' ? 0 : 1 - l.confidence / 100);

function lineQuestions(story: Story, fixes: Fixes): Question[] {
  const lines = story.utterances.flatMap((id) => story.line(id) ?? []);
  return lines.flatMap((l, i): Question[] => {
    if (l.speaker >= 0 && (l.confidence >= SURE || l.evidence === 'f')) return [];
    // Nobody in particular speaks a sign, most often.
    const doubt = doubtOf(l) * (l.kind === 'sign' ? 0.2 : 1);
    let beside = 0;
    for (let by = -3; by <= 3; by++) {
      const other = lines[i + by];
      if (by !== 0 && other && near(l, other)) beside += doubtOf(other) / Math.abs(by);
    }
    return [{
      key: `line:${l.start}`,
      kind: 'Speaker',
      words: l.speaker < 0 ? 'Who says this?' : `Does ${story.name(l.speaker)} say this?`,
      why: l.speaker < 0 ? 'Nothing near it tells who speaks.' : `${l.confidence} % sure.`,
      matter: doubt * (1 + 0.5 * beside),
      spans: l.spans,
      line: l.id,
      answers: () => lineAnswers(story, fixes, lines, i),
    }];
  });
}

const near = (a: Line, b: Line): boolean => Math.max(a.start, b.start) - Math.min(a.end, b.end) < EXCHANGE;

function lineAnswers(story: Story, fixes: Fixes, lines: readonly Line[], i: number): Answer[] {
  const line = lines[i] as Line;
  const who: number[] = [];
  const add = (c: number): void => {
    if (c >= 0 && !who.includes(c) && story.characters[c]?.known) who.push(c);
  };
  add(line.speaker);
  for (let by = 1; by <= 5; by++) {
    for (const other of [lines[i - by], lines[i + by]]) {
      if (!other || !near(line, other)) continue;
      add(other.speaker);
      other.to.forEach(add);
    }
  }
  line.to.forEach(add);
  story.sceneAt(line.start)?.present.forEach(add);
  for (const c of story.byWeight()) if (who.length < CANDIDATES) add(c);
  return who.slice(0, CANDIDATES).map((c) => speakerAnswer(story, fixes, line, c));
}

export function speakerAnswer(story: Story, fixes: Fixes, line: Line, who: number): Answer {
  const fix = fixes.speaker(line, who);
  const words = `${story.name(who)} says \u201c${short(wordsBetween(line.start, line.end))}\u201d`;
  return {
    label: story.name(who),
    who,
    now: who === line.speaker,
    decision: fix && { key: `line:${line.start}`, words, fixes: [fix] },
  };
}

export function notSpeech(fixes: Fixes, line: Line): Decision {
  return {
    key: `line:${line.start}`,
    words: `Nobody says \u201c${short(wordsBetween(line.start, line.end))}\u201d`,
    fixes: [{ kind: 'not_a_quote', anchor: fixes.anchors.of(line) }],
  };
}

const short = (words: string): string => {
  const bare = words.replace(/^["\u201c\u2018']+|["\u201d\u2019']+$/g, '');
  return bare.length > 60 ? `${bare.slice(0, 58)}\u2026` : bare;
};

const usesOf = (story: Story, c: number, name: string): Span[] =>
  story.mentionsOf(c).filter(([a, b]) => b - a === name.length && wordsBetween(a, b) === name);

/// Reasons that are not guessed.
const told = new Set(['own', 'given', 'fix']);

/// By names, not by numbers: another reading may count the cast otherwise.
export const aliasKey = (c: Character, a: Alias): string => `alias:${c.name}:${a.text}`;

function aliasQuestions(story: Story, fixes: Fixes): Question[] {
  return story.characters.flatMap((c) =>
    !c.known || c.aliases.length < 2
      ? []
      : c.aliases
          // Nobody doubts that Mr. Darcy is Mr. Darcy.
          .filter((a) => a.text !== c.name && !told.has(aliasReasons[a.why]?.[0] ?? '') && a.confidence < SURE_NAME)
          .map((a): Question => ({
            key: aliasKey(c, a),
            kind: 'Name',
            words: `Is \u201c${a.text}\u201d ${c.name}?`,
            why: `${aliasReasons[a.why]?.[1] ?? ''}; ${a.confidence} % sure.`,
            matter: (1 - a.confidence / 100) * a.count,
            spans: usesOf(story, c.id, a.text).slice(0, 3),
            answers: () => aliasAnswers(fixes, c, a),
          })),
  );
}

function aliasAnswers(fixes: Fixes, c: Character, a: Alias): Answer[] {
  const key = aliasKey(c, a);
  const name = fixes.nameFor(c.id);
  const known = name !== undefined && name !== a.text && fixes.means(a.text, c.id);
  const yes: Fix[] = known ? [{ kind: 'merge', names: [name, a.text] }] : [];
  return [
    { label: 'Yes, one and the same', now: true, decision: { key, words: `\u201c${a.text}\u201d is ${c.name}`, fixes: yes } },
    {
      label: 'No, somebody else',
      decision: known ? { key, words: `\u201c${a.text}\u201d is not ${c.name}`, fixes: [{ kind: 'split', from: name, names: [a.text] }] } : undefined,
    },
  ];
}

const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'sir', 'lady', 'lord', 'the', 'a', 'old', 'young', 'captain', 'colonel', 'aunt', 'uncle']);

/// Two of the cast whose names could be one: each word of the one stands in the other's.
function pairQuestions(story: Story, fixes: Fixes): Question[] {
  const bearers = new Map<string, number[]>();
  const wordsOf = story.characters.map((c) => plainWords(c.name).filter((w) => !titles.has(w)));
  wordsOf.forEach((words, c) => {
    if (story.characters[c]?.known) for (const w of new Set(words)) bearers.set(w, [...(bearers.get(w) ?? []), c]);
  });
  const out: Question[] = [];
  for (const c of story.characters) {
    const own = wordsOf[c.id] ?? [];
    if (!c.known || own.length === 0 || c.kind === 'group') continue;
    const others = (bearers.get(own[0] ?? '') ?? []).filter(
      (o) => o !== c.id && (wordsOf[o]?.length ?? 0) > own.length && own.every((w) => wordsOf[o]?.includes(w)) && fit(c, story.characters[o] as Character),
    );
    for (const o of others.slice(0, 3)) out.push(pair(story, fixes, c, story.characters[o] as Character, others.length));
  }
  return out;
}

const fit = (a: Character, b: Character): boolean => a.pronouns === '' || b.pronouns === '' || a.pronouns === b.pronouns;

function pair(story: Story, fixes: Fixes, a: Character, b: Character, choices: number): Question {
  const key = `pair:${a.name}:${b.name}`;
  const [x, y] = [fixes.nameFor(a.id), fixes.nameFor(b.id)];
  const say = (kind: 'merge' | 'not_same', words: string): Decision | undefined =>
    x === undefined || y === undefined ? undefined : { key, words, fixes: [{ kind, names: [y, x] }] };
  return {
    key,
    kind: 'Same',
    words: `Are ${a.name} and ${b.name} one and the same?`,
    why: 'One name stands in the other.',
    matter: (0.15 * Math.min(a.mentions, 60)) / choices,
    spans: [story.mentionsOf(a.id)[0], story.mentionsOf(b.id)[0]].filter((s): s is Span => s !== undefined),
    answers: () => [
      { label: 'No, two', now: true, decision: say('not_same', `${a.name} is not ${b.name}`) },
      { label: 'Yes, one', decision: say('merge', `${a.name} is ${b.name}`) },
    ],
  };
}

function pronounQuestions(story: Story, fixes: Fixes): Question[] {
  return story.characters.flatMap((c): Question[] => {
    if (!c.known || c.kind === 'group' || c.mentions < 3) return [];
    const told = [c.told.she, c.told.he, c.told.they];
    const sum = told.reduce((a, b) => a + b, 0);
    const mixed = sum >= 4 && !c.told.title ? 1 - Math.max(...told) / sum : 0;
    const doubt = c.pronouns === '' ? 0.5 : mixed;
    if (doubt < 0.25) return [];
    const key = `pronouns:${c.name}`;
    const name = fixes.nameFor(c.id);
    return [{
      key,
      kind: 'Pronouns',
      words: `Which pronouns has ${c.name}?`,
      why: c.pronouns === '' ? 'Nothing in the text tells.' : `She ${c.told.she}, he ${c.told.he}, they ${c.told.they} times.`,
      matter: doubt * Math.sqrt(c.mentions),
      spans: telling(story, c.id),
      answers: () =>
        ['she', 'he', 'they', 'it'].map((p): Answer => ({
          label: pronounWords[p] ?? p,
          now: p === c.pronouns,
          decision: name === undefined ? undefined : { key, words: `${c.name}: ${p}`, fixes: [{ kind: 'pronouns', name, is: p }] },
        })),
    }];
  });
}

/// The first mentions that may tell something: "I" and "you" are anybody's.
function telling(story: Story, c: number): Span[] {
  const out: Span[] = [];
  for (const span of story.mentionsOf(c)) {
    if (/^(I|me|my|mine|myself|you|your|yours|yourself|we|us|our)$/i.test(wordsBetween(span[0], span[1]))) continue;
    if (out.length === 0 || span[0] - (out[out.length - 1]?.[1] ?? 0) > 200) out.push(span);
    if (out.length === 3) break;
  }
  return out;
}

/// Who says "I" in a chapter, where that is not sure.
function narratorQuestions(story: Story, fixes: Fixes): Question[] {
  const { narration, chapterKinds, chapterStarts } = story.layers;
  return narration.flatMap((n): Question[] => {
    if (n.person !== 1 || (n.narrator >= 0 && n.confidence >= 80)) return [];
    const number = [...chapterKinds.slice(0, n.chapter + 1)].filter((k) => k === 'c').length;
    const key = `narrator:${number}`;
    const say = (name: string | undefined | null, words: string): Decision | undefined =>
      name === undefined ? undefined : { key, words, fixes: [{ kind: 'narrator', name, chapters: [number] }] };
    const start = chapterStarts[n.chapter] ?? 0;
    const end = chapterStarts[n.chapter + 1] ?? story.layers.end;
    const i = wholeText().slice(start, end).search(/\bI\b/);
    const there = story.byWeight().sort((a, b) => Number(b === n.narrator) - Number(a === n.narrator)).slice(0, CANDIDATES - 1);
    return [{
      key,
      kind: 'Narrator',
      words: `Who says \u201cI\u201d in chapter ${number}?`,
      why: n.narrator < 0 ? 'The text does not tell.' : `${story.name(n.narrator)}, ${n.confidence} % sure.`,
      matter: (n.narrator < 0 ? 0.9 : 1 - n.confidence / 100) * 12,
      spans: i < 0 ? [] : [[start + i, start + i + 1]],
      answers: () => [
        ...there.map((c): Answer => ({ label: story.name(c), who: c, now: c === n.narrator, decision: say(fixes.nameFor(c), `${story.name(c)} tells chapter ${number}`) })),
        { label: 'Nobody', decision: say(null, `Nobody says \u201cI\u201d in chapter ${number}`) },
      ],
    }];
  });
}

export const conflictKey = (c: Conflict): string => `conflict:${c.kind}:${c.what}`;

/// Dismisses a conflict, told by its kind, whose it is, and words of the sentence where it shows.
export function conflictFix(fixes: Fixes, c: Conflict): Decision {
  const who = c.who >= 0 ? fixes.nameFor(c.who) : undefined;
  const sentence = wholeText().slice(c.second[0], c.second[0] + 120).split(/[.!?;\u201c\u201d"]|\n\s*\n/)[0] ?? '';
  const near = sentence.replace(/\s+/g, ' ').trim().split(' ').slice(0, 8).join(' ');
  return {
    key: conflictKey(c),
    words: `No conflict: ${c.what}`,
    fixes: [{ kind: 'dismiss', what: 'conflict', value: c.kind, who: who === undefined ? [] : [who], values: c.values, near: c.values.length > 0 ? '' : near }],
  };
}

function conflictQuestions(story: Story, fixes: Fixes): Question[] {
  return story.layers.conflicts.map((c) => ({
    key: conflictKey(c),
    kind: 'Conflict',
    words: `${c.what}: is it a slip?`,
    why: `${c.confidence} % sure.`,
    matter: (1 - c.confidence / 100) * 2,
    spans: [c.first, c.second],
    answers: () => [
      { label: 'It is a slip: keep it in the list', now: true, decision: { key: conflictKey(c), words: `A slip: ${c.what}`, fixes: [] } },
      { label: 'It is none: dismiss it', decision: conflictFix(fixes, c) },
    ],
  }));
}
