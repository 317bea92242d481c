// What the reader has decided: kept in the browser, and saved as a file that the next reading obeys.
import { type Anchor, Anchors, plainWords } from './anchors';
import type { Character, Line } from './layers';
import { recall, remember } from './prefs';
import type { Reading } from './reading';
import type { Story } from './story';
import { fixesFile } from './yaml';

export type Fix =
  | { kind: 'merge'; names: string[] }
  | { kind: 'split'; from: string; names: string[] }
  | { kind: 'not_same'; names: string[] }
  | { kind: 'pronouns'; name: string; is: string }
  | { kind: 'narrator'; name: string | null; chapters: number[] }
  | { kind: 'speaker'; anchor: Anchor; is: string }
  | { kind: 'not_a_quote'; anchor: Anchor }
  | { kind: 'dismiss'; what: 'conflict' | 'tie' | 'warning'; value: string; who: string[]; values: string[]; near: string };

/// A decision with the name of the question that it answers; none of its fixes: "it is right as it is".
export interface Decision {
  key: string;
  words: string; // what was decided, for the reader
  fixes: Fix[];
}

export class Fixes {
  private readonly decisions = new Map<string, Decision>();
  private readonly watchers: (() => void)[] = [];
  private readonly storage: string;
  readonly anchors: Anchors;
  /// The whole story, whatever the reader has cut: names and anchors must hold in all of it.
  private readonly whole: Story;
  private owners: Map<string, number> | undefined;
  /// The user's own file, once it was opened: what is saved holds it too.
  before = '';

  constructor(reading: Reading) {
    this.whole = reading.story;
    this.anchors = new Anchors(this.whole.layers.lines);
    this.storage = `fixes-${this.whole.layers.source.sha256.slice(0, 16)}`;
    for (const d of restored(recall(this.storage))) this.decisions.set(d.key, d);
  }

  watch(watcher: () => void): void {
    this.watchers.push(watcher);
  }

  get(key: string): Decision | undefined {
    return this.decisions.get(key);
  }

  all(): Decision[] {
    return [...this.decisions.values()];
  }

  decide(decision: Decision): void {
    this.decisions.delete(decision.key); // the last decision stands last
    this.decisions.set(decision.key, decision);
    this.keep();
  }

  undo(key: string): void {
    this.decisions.delete(key);
    this.keep();
  }

  private keep(): void {
    remember(this.storage, JSON.stringify(this.all()));
    for (const watcher of this.watchers) watcher();
  }

  /// "book.fixes.yaml" for "book.epub": where fabula looks for it.
  get fileName(): string {
    const { name } = this.whole.layers.source;
    const dot = name.lastIndexOf('.');
    return `${(dot > 0 ? name.slice(0, dot) : name) || 'story'}.fixes.yaml`;
  }

  /// The reading obeyed a file of fixes that the page does not have.
  get needsFile(): boolean {
    return this.whole.layers.source.fixes !== '' && this.before === '';
  }

  file(): string {
    return fixesFile(this.before, this.all().flatMap((d) => d.fixes), this.whole.layers.source.name);
  }

  /// A name by which fabula finds this character and nobody else; undefined where there is none.
  nameFor(who: number): string | undefined {
    const character = this.whole.characters[who];
    if (!character) return undefined;
    this.owners ??= owners(this.whole.characters);
    const names = [character.name, ...character.aliases.map((a) => a.text)];
    return names.find((n) => this.owners?.get(key(n)) === who);
  }

  /// Whether `name`, said of a fix, means this character.
  means(name: string, who: number): boolean {
    this.owners ??= owners(this.whole.characters);
    return this.owners.get(key(name)) === who;
  }

  speaker(line: Line, who: number): Fix | undefined {
    const is = this.nameFor(who);
    return is === undefined ? undefined : { kind: 'speaker', anchor: this.anchors.of(line), is };
  }
}

const key = (name: string): string => plainWords(name).join('');

/// Whom a name means, as `src/people/name_index.cpp` decides: names before aliases, the frequent alias first.
function owners(cast: readonly Character[]): Map<string, number> {
  const out = new Map<string, number>();
  const set = (name: string, who: number): void => {
    if (!out.has(key(name))) out.set(key(name), who);
  };
  for (const c of cast) set(c.name, c.id);
  const aliases = cast.flatMap((c) => c.aliases.map((a) => ({ ...a, who: c.id })));
  aliases.sort((a, b) => b.count - a.count);
  for (const a of aliases) set(a.text, a.who);
  return out;
}

function restored(kept: string | null): Decision[] {
  if (!kept) return [];
  try {
    const list = JSON.parse(kept) as Decision[];
    return Array.isArray(list) ? list.filter((d) => typeof d.key === 'string' && Array.isArray(d.fixes)) : [];
  } catch {
    return []; // somebody else's, or damaged: the decisions are gone, the page is not
  }
}
