// The cast as portrait cards, each with what is known of somebody and how it is known.
import { count, make, makeButton, makeSvg } from '../dom';
import type { Fix, Fixes } from '../fixes';
import type { Alias, Character, Span, Tie } from '../layers';
import { bars, choice, empty, heading, inSteps, meter, passage, personLink, placeLink, takeWantedPerson } from '../parts';
import { wholeText, wordsBetween } from '../text';
import { StoryView, type View, type Views } from '../views';
import { aliasReasons, capital, plain, pronounWords, sureness } from '../words';
import { moodOf } from './mood';
import { aliasKey } from './questions';

type Order = 'lines' | 'first' | 'name';
const STEP = 24;

/// What the other one is: the daughter of a mother, by who she is; '' where there is no word for it.
function turnedRole(role: string, pronouns: string): string {
  const by = (she: string, he: string, they: string): string => (pronouns === 'she' ? she : pronouns === 'he' ? he : they);
  if (/^(mother|father|parent)$/.test(role)) return by('daughter', 'son', 'child');
  if (/^(daughter|son|child)$/.test(role)) return by('mother', 'father', 'parent');
  if (/^(sister|brother|sibling)$/.test(role)) return by('sister', 'brother', 'sibling');
  if (/^(husband|wife|spouse)$/.test(role)) return by('wife', 'husband', 'spouse');
  if (/^(aunt|uncle)$/.test(role)) return by('niece', 'nephew', '');
  if (/^(niece|nephew)$/.test(role)) return by('aunt', 'uncle', '');
  if (/^grand(mother|father)$/.test(role)) return by('granddaughter', 'grandson', 'grandchild');
  if (/^grand(daughter|son)$/.test(role)) return by('grandmother', 'grandfather', 'grandparent');
  return /^(cousin|friend|lover|betrothed|neighbour|partner|colleague)$/.test(role) ? role : '';
}

/// "Kin of", but "friends with".
const wordsOfKind = (kind: string): string => (kind === 'kin' ? 'kin of ' : `${kind} with `);

export class PeopleView extends StoryView implements View {
  readonly name = 'cast';
  readonly label = 'Cast';
  private order: Order = 'lines';
  private wanted: number | undefined;

  constructor(
    views: Views,
    private readonly fixes: Fixes,
  ) {
    super(views);
  }

  draw(box: HTMLElement): void {
    this.wanted = takeWantedPerson() ?? this.wanted;
    box.append(heading('Cast', 'Names and pronouns with what they rest on: open a card, and click through to the words.'));
    const find = make('input', { type: 'search', placeholder: 'Find a name', 'aria-label': 'Find a card by any name', class: 'field-input' });
    const list = make('div');
    find.addEventListener('input', () => this.fill(list, find.value));
    box.append(
      make(
        'div',
        { class: 'view-bar' },
        choice<Order>('Order of the cards', [['lines', 'Most lines'], ['first', 'First seen'], ['name', 'Name']], this.order, (order) => {
          this.order = order;
          this.fill(list, find.value);
        }),
        find,
      ),
      list,
    );
    this.fill(list, '');
  }

  shown(): void {
    if (this.wanted === undefined) return;
    const card = document.getElementById(`card-of-${this.wanted}`);
    this.wanted = undefined;
    const more = card?.querySelector('details');
    if (more) more.open = true;
    requestAnimationFrame(() => {
      card?.scrollIntoView({ block: 'center' });
      card?.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true });
    });
  }

  private fill(list: HTMLElement, wanted: string): void {
    const cast = this.story.byWeight().flatMap((id) => this.story.characters[id] ?? []);
    if (this.order === 'first') cast.sort((a, b) => a.first - b.first);
    if (this.order === 'name') cast.sort((a, b) => a.name.localeCompare(b.name, 'en'));
    const found = cast.filter((c) => [c.name, ...c.aliases.map((a) => a.text)].some((n) => plain(n).includes(plain(wanted.trim()))));
    // Who is asked for from elsewhere must be among those that are drawn.
    const at = found.findIndex((c) => c.id === this.wanted);
    if (at >= STEP) found.unshift(...found.splice(at, 1));
    list.replaceChildren(
      found.length > 0 ? inSteps(make('div', { class: 'cards' }), found, STEP, (c) => this.card(c)) : empty('Nobody of that name.'),
    );
  }

  private card(c: Character): HTMLElement {
    const colour = this.story.colour(c.id);
    const tags = [
      c.narrator ? 'narrator' : '',
      c.kind === 'person' ? '' : c.kind,
      pronounWords[c.pronouns] ?? 'pronouns not told',
    ].filter(Boolean);
    const numbers = [
      count(this.story.linesOf(c.id).length, 'line'),
      count(this.story.scenesOf(c.id).length, 'scene'),
      count(c.mentions, 'mention'),
    ];
    const lines = this.story.linesOf(c.id).map((id) => this.story.line(id)?.start ?? 0);
    const places = lines.length > 0 ? lines : this.story.mentionsOf(c.id).map((s) => s[0]);
    const first = this.story.mentionsOf(c.id)[0];
    const card = make(
      'article',
      { class: `portrait ${colour}`, id: `card-of-${c.id}`, 'aria-label': c.name },
      make(
        'div',
        { class: 'portrait-head' },
        this.emblem(c),
        make('div', {}, make('h3', {}, c.name), make('p', { class: 'tags' }, tags.join(' \u00b7 '))),
      ),
      make('p', { class: 'figures' }, numbers.join(' \u00b7 ')),
      bars(places, wholeText().length, colour) as unknown as Node,
      this.names(c),
      this.ties(c),
      this.mood(c),
    );
    const links = make('p', { class: 'links' });
    if (first) links.append(placeLink(this.views, first, 'First seen'));
    const line = this.story.linesOf(c.id)[0];
    if (line !== undefined) links.append(makeButton('First line', () => this.views.goToLine(line), { class: 'link' }));
    card.append(links, this.evidence(c));
    return card;
  }

  /// A monogram in the speaker's colour: there is no picture in a text.
  private emblem(c: Character): Node {
    const words = c.name.split(/[\s-]+/).filter((w) => /^[\p{L}]/u.test(w) && !/^(the|a|an|of|mr|mrs|ms|miss|dr|sir|lady)\.?$/i.test(w));
    const letters = (words.length > 1 ? [words[0], words[words.length - 1]] : words).map((w) => w?.charAt(0).toUpperCase() ?? '').join('');
    return makeSvg(
      'svg',
      { class: 'emblem', viewBox: '0 0 48 48', 'aria-hidden': 'true' },
      makeSvg('circle', { cx: 24, cy: 24, r: 22.5 }),
      makeSvg('text', { x: 24, y: 24, dy: '.35em', 'text-anchor': 'middle' }, letters || '?'),
    ) as unknown as Node;
  }

  private names(c: Character): HTMLElement | string {
    const others = c.aliases.filter((a) => a.text !== c.name);
    if (others.length === 0) return '';
    const shown = others.slice(0, 5).map((a) => `\u201c${a.text}\u201d`).join(', ');
    return make('p', { class: 'also' }, `Also ${shown}${others.length > 5 ? `, and ${others.length - 5} more` : ''}`);
  }

  private tieWords(t: Tie, c: number): [words: string, other: number] {
    if (t.a === c) return [t.role ? `${t.role} of ` : wordsOfKind(t.kind), t.b];
    const role = t.role && (t.directed ? turnedRole(t.role, this.story.characters[c]?.pronouns ?? '') : t.role);
    return [role ? `${role} of ` : wordsOfKind(t.kind), t.a];
  }

  private ties(c: Character): HTMLElement | string {
    const own = this.story.layers.ties.filter((t) => t.a === c.id || t.b === c.id).sort((a, b) => b.weight - a.weight);
    if (own.length === 0) return '';
    const list = make('ul', { class: 'ties' });
    for (const t of own.slice(0, 4)) {
      const [words, other] = this.tieWords(t, c.id);
      const item = make('li', {}, capital(words), personLink(this.views, other));
      if (t.evidence[0]) item.append(' ', placeLink(this.views, t.evidence[0], 'why?'));
      list.append(item);
    }
    return list;
  }

  private mood(c: Character): HTMLElement | string {
    const mood = moodOf(this.story, c.id);
    if (mood.lines < 3) return '';
    const share = (n: number): string => `${Math.round((100 * n) / mood.lines)} %`;
    const parts = [`asks ${share(mood.asks)}`, `exclaims ${share(mood.exclaims)}`];
    if (mood.breaksOff > 0) parts.push(`breaks off ${share(mood.breaksOff)}`);
    const box = make('p', { class: 'mood' }, `Lines of ${Math.round(mood.words)} words; ${parts.join(', ')}`);
    mood.ways.slice(0, 3).forEach(([way, lines], i) => {
      const [first] = lines;
      if (first === undefined) return;
      box.append(i === 0 ? '; said ' : ', ', makeButton(`${way} (${lines.length})`, () => this.views.goToLine(first), { class: 'link' }));
    });
    return box;
  }

  private evidence(c: Character): HTMLElement {
    const box = make('details', { class: 'why' }, make('summary', {}, 'Why are these one? And the pronouns?'));
    box.addEventListener('toggle', () => {
      if (!box.open || box.childElementCount > 1) return;
      box.append(this.pronouns(c), this.narrates(c), this.merges(c), this.allTies(c));
    });
    return box;
  }

  private pronouns(c: Character): HTMLElement {
    const box = make('div', { class: 'why-part' }, make('h4', {}, 'Pronouns'));
    const told: string[] = [];
    const { she, he, they, title, name } = c.told;
    if (this.story.whole) {
      for (const [word, n] of [['she', she], ['he', he], ['they', they]] as const) {
        if (n > 0) told.push(`\u201c${word}\u201d ${count(n, 'time')} where nobody else can be meant`);
      }
      if (title) told.push('a title tells');
      if (name) told.push('a given name tells');
    }
    const words = pronounWords[c.pronouns] ?? 'Not told';
    const why = told.length > 0 ? told.join('; ') : this.story.whole ? 'nothing in the text tells' : 'what tells it may lie further on';
    box.append(make('p', {}, make('b', {}, words), `: ${why}.`));
    const near = this.pronounPlaces(c);
    if (near.length > 0) {
      const list = make('ul', { class: 'uses' });
      for (const span of near) list.append(make('li', {}, passage(this.views, span, 40)));
      box.append(list);
    }
    return box;
  }

  /// Where the narration says "I" and means them, a chapter a link.
  private narrates(c: Character): HTMLElement | string {
    if (!c.narrator) return '';
    const row = make('p');
    for (const n of this.story.layers.narration) {
      if (n.narrator !== c.id) continue;
      const start = this.story.chapterStarts[n.chapter] ?? 0;
      const end = this.story.chapterStarts[n.chapter + 1] ?? this.story.layers.end;
      const own = this.story.mentionsOf(c.id).find(([a, b]) => a >= start && a < end && wordsBetween(a, b) === 'I' && !this.story.lineAt(a));
      row.append(row.childNodes.length > 0 ? ', ' : 'Says \u201cI\u201d in ', placeLink(this.views, own ?? [start, start + 1]), ` (${n.confidence} %)`);
    }
    return make('div', { class: 'why-part' }, make('h4', {}, 'Narrator'), row);
  }

  /// The first places where a pronoun is linked to them.
  private pronounPlaces(c: Character): Span[] {
    const sign = /^(she|her|hers|herself|he|him|his|himself|they|them|their|theirs|themselves)$/i;
    const out: Span[] = [];
    for (const span of this.story.mentionsOf(c.id)) {
      if (span[1] - span[0] > 10 || !sign.test(wordsBetween(span[0], span[1]))) continue;
      out.push(span);
      if (out.length === 3) break;
    }
    return out;
  }

  private uses(c: Character, name: string): Span[] {
    return this.story.mentionsOf(c.id).filter(([a, b]) => b - a <= name.length + 4 && wordsBetween(a, b).replace(/['\u2019]s$/, '') === name);
  }

  private merges(c: Character): HTMLElement {
    const box = make('div', { class: 'why-part' }, make('h4', {}, c.aliases.length > 1 ? 'Names, and why they are one' : 'Name'));
    const list = make('ul', { class: 'merges' });
    for (const a of c.aliases) list.append(this.merge(c, a));
    if (c.aliases.length === 0) list.append(make('li', {}, 'Never called by a name in the text.'));
    box.append(list);
    return box;
  }

  private merge(c: Character, a: Alias): HTMLElement {
    const [name, sentence] = aliasReasons[a.why] ?? ['', ''];
    const uses = this.uses(c, a.text);
    const item = make('li', {}, make('b', {}, `\u201c${a.text}\u201d`), ` ${count(uses.length || a.count, 'time')}. `);
    item.append(make('span', { class: 'evidence' }, name), `: ${sentence}. `, meter(a.confidence), ' ');
    let next = 0;
    if (uses.length > 0) {
      const step = makeButton(uses.length > 1 ? 'Next use' : 'Its use', () => {
        const at = uses[next++ % uses.length];
        if (at) this.views.go(at, uses);
      }, { class: 'link', 'aria-label': `Go to a use of ${a.text}` });
      item.append(step, ' ');
    }
    if (a.why !== 0 && c.aliases.length > 1) item.append(this.partButton(c, a));
    if (uses[0]) item.append(passage(this.views, uses[0], 40));
    return item;
  }

  /// "Somebody else": becomes a fix, and can be taken back where it stands.
  private partButton(c: Character, a: Alias): HTMLElement {
    const key = aliasKey(c, a);
    const button = makeButton('', () => {
      const from = this.fixes.nameFor(c.id);
      const fix: Fix | undefined = from === undefined ? undefined : { kind: 'split', from, names: [a.text] };
      if (this.fixes.get(key)) this.fixes.undo(key);
      else if (fix) this.fixes.decide({ key, words: `\u201c${a.text}\u201d is not ${c.name}`, fixes: [fix] });
      show();
    }, { class: 'link' });
    const show = (): void => {
      button.textContent = this.fixes.get(key)?.fixes.length ? 'Take back: somebody else' : 'Somebody else';
    };
    show();
    return button;
  }

  private allTies(c: Character): HTMLElement | string {
    const own = this.story.layers.ties.filter((t) => t.a === c.id || t.b === c.id);
    if (own.length === 0) return '';
    const box = make('div', { class: 'why-part' }, make('h4', {}, 'Ties'));
    const list = make('ul', { class: 'merges' });
    for (const t of own) {
      const [words, other] = this.tieWords(t, c.id);
      const item = make('li', {}, capital(words), personLink(this.views, other), ` (${sureness(t.confidence)}) `, this.dismissTie(t));
      for (const e of t.evidence.slice(0, 3)) item.append(passage(this.views, e, 40));
      list.append(item);
    }
    box.append(list);
    return box;
  }

  private dismissTie(t: Tie): HTMLElement {
    const key = `tie:${t.kind}:${this.story.name(t.a)}:${this.story.name(t.b)}`;
    const button = makeButton('', () => {
      const who = [this.fixes.nameFor(t.a), this.fixes.nameFor(t.b)].filter((n): n is string => n !== undefined);
      if (this.fixes.get(key)) this.fixes.undo(key);
      else if (who.length === 2) {
        const words = `${this.story.name(t.a)} and ${this.story.name(t.b)}: not ${t.kind}`;
        this.fixes.decide({ key, words, fixes: [{ kind: 'dismiss', what: 'tie', value: t.kind, who, values: [], near: '' }] });
      }
      show();
    }, { class: 'link' });
    const show = (): void => {
      button.textContent = this.fixes.get(key) ? 'Take back: not so' : 'Not so';
    };
    show();
    return button;
  }
}
