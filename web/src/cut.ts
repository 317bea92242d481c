// What a reader may know who has read up to a place, and nothing of what comes behind it.
import type { Character, Layers, Span } from './layers';

const letter = /[\p{L}\p{N}]/u;

/// Where a name first stands as a word of its own; Infinity where it does not.
function firstUse(text: string, name: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const behind = text[at + name.length] ?? ' ';
    if (!letter.test(before) && !letter.test(behind)) return at;
  }
  return Infinity;
}

function cutCharacter(c: Character, mentions: readonly Span[], text: string): Character {
  const seen = mentions.length;
  if (seen === 0) return { ...c, known: false, mentions: 0, name: 'Somebody not met yet', aliases: [] };
  // A name that only falls later would tell a marriage or a rank ahead of time.
  const aliases = c.aliases.filter((a) => firstUse(text, a.text) < Infinity);
  const kept = aliases.some((a) => a.text === c.name) || c.aliases.every((a) => a.text !== c.name);
  const name = kept || firstUse(text, c.name) < Infinity ? c.name : (aliases[0]?.text ?? 'Somebody not named yet');
  return { ...c, name, aliases, mentions: seen };
}

/// The layers up to `end`; ids stay what they are.
export function cutLayers(all: Layers, end: number, wholeText: string): Layers {
  const text = wholeText.slice(0, end);
  const isBefore = (s: Span): boolean => s[0] < end;
  const mentions = all.mentions.map((list) => list.filter(isBefore));
  const chapters = all.chapterStarts.filter((s) => s < end).length;
  const narration = all.narration.filter((n) => n.chapter < chapters);
  const characters = all.characters.map((c, i) => ({
    ...cutCharacter(c, mentions[i] ?? [], text),
    narrator: narration.some((n) => n.narrator === c.id),
  }));
  const known = (id: number): boolean => characters[id]?.known === true;
  const places = all.places.map((p) => ({
    ...p,
    owners: p.owners.filter((o) => known(o.who)),
    mentions: p.first < end ? p.mentions : 0,
  }));
  return {
    ...all,
    end,
    characters,
    mentions,
    lines: all.lines.filter((l) => l.start < end),
    scenes: all.scenes
      .filter((s) => s.start < end)
      .map((s) => ({ ...s, place: (places[s.place]?.first ?? Infinity) < end ? s.place : -1 })),
    places,
    placeMentions: all.placeMentions.filter((m) => isBefore(m.span)),
    moves: all.moves.filter((m) => isBefore(m.span)),
    times: all.times.filter((t) => isBefore(t.span)),
    narration,
    ties: all.ties
      .map((t) => {
        const evidence = t.evidence.filter(isBefore);
        return { ...t, evidence, weight: Math.min(t.weight, evidence.length), course: t.course.slice(0, chapters) };
      })
      .filter((t) => t.evidence.length > 0 && known(t.a) && known(t.b)),
    threads: all.threads
      .filter((t) => isBefore(t.opened))
      .map((t) => ({
        ...t,
        touched: t.touched.filter(isBefore),
        closed: t.closed && isBefore(t.closed) ? t.closed : undefined,
      })),
    facts: all.facts.filter((f) => isBefore(f.span)),
    conflicts: all.conflicts.filter((c) => isBefore(c.first) && isBefore(c.second)),
    rating: {
      ...all.rating,
      // The proposal is about the whole story, and so tells what is to come.
      proposed: '',
      warnings: all.rating.warnings
        .map((w) => ({ ...w, archive: '', evidence: w.evidence.filter(isBefore) }))
        .filter((w) => w.evidence.length > 0),
    },
  };
}
