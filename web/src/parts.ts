// Pieces that several views are made of.
import { make, makeButton, makeSvg } from './dom';
import type { Span } from './layers';
import type { Story } from './story';
import { chapterName, wholeText, wordsAround, wordsBetween } from './text';
import type { Views } from './views';
import { sureness } from './words';

/// A name in its colour.
export function person(story: Story, who: number): HTMLElement {
  return make('span', { class: `person ${story.colour(who)}` }, story.name(who));
}

/// A name that leads to its card.
export function personLink(views: Views, who: number): HTMLButtonElement {
  const { story } = views.reading;
  return makeButton(story.name(who), () => showPerson(views, who), {
    class: `person link-plain ${story.colour(who)}`,
  });
}

let wantedPerson: number | undefined;
export function showPerson(views: Views, who: number): void {
  wantedPerson = who;
  views.stale('cast');
  views.open('cast');
}
export function takeWantedPerson(): number | undefined {
  const who = wantedPerson;
  wantedPerson = undefined;
  return who;
}

/// Words of the text that lead to their place, with a little of what stands around them.
export function passage(views: Views, place: Span, around = 0): HTMLButtonElement {
  const span = grown(place);
  const shown = Math.min(span[1], span[0] + 320);
  const button = makeButton('', () => views.go(span), { class: 'passage' });
  if (around === 0) button.append(wordsBetween(span[0], shown) + (shown < span[1] ? ' \u2026' : ''));
  else {
    const [before, words, behind] = wordsAround(span[0], shown, around);
    button.append(before, make('mark', {}, words), behind);
  }
  return button;
}

/// A place that is no more than a point, with the words that begin there.
function grown(span: Span): Span {
  if (span[1] > span[0]) return span;
  const words = /^\S+(\s+[\p{L}]+)?/u.exec(wholeText().slice(span[0], span[0] + 40));
  return [span[0], span[0] + (words?.[0].length ?? 1)];
}

/// A place in the text without its words.
export function placeLink(views: Views, span: Span, label?: string): HTMLButtonElement {
  const { story } = views.reading;
  return makeButton(label ?? chapterName(story.chapterAt(span[0])), () => views.go(span), { class: 'link' });
}

export function meter(confidence: number): HTMLElement {
  const bar = make('meter', { min: 0, max: 100, low: 50, value: confidence, 'aria-label': 'How sure' });
  return make('span', { class: 'sure', title: `${confidence} %, ${sureness(confidence)}` }, bar, ` ${confidence} %`);
}

export function empty(words: string): HTMLElement {
  return make('p', { class: 'none' }, words);
}

/// Buttons of which one is on.
export function choice<T extends string>(
  label: string,
  options: readonly (readonly [value: T, label: string])[],
  now: T,
  choose: (value: T) => void,
): HTMLElement {
  const box = make('div', { class: 'choice', role: 'group', 'aria-label': label });
  for (const [value, words] of options) {
    const button = makeButton(words, () => {
      for (const other of box.children) other.setAttribute('aria-pressed', String(other === button));
      choose(value);
    });
    button.setAttribute('aria-pressed', String(value === now));
    box.append(button);
  }
  return box;
}

/// Shows the first `step` of many, and more when asked: a view of a novel is drawn at once.
export function inSteps<T>(list: HTMLElement, items: readonly T[], step: number, draw: (item: T, at: number) => Node): HTMLElement {
  const box = make('div', { class: 'steps' }, list);
  let at = 0;
  const more = makeButton('', () => add(), { class: 'link more' });
  const add = (): void => {
    const part = document.createDocumentFragment();
    const end = Math.min(items.length, at + step);
    for (; at < end; at++) part.append(draw(items[at] as T, at));
    list.append(part);
    const rest = items.length - at;
    more.textContent = `Show ${Math.min(step, rest).toLocaleString('en')} more of ${rest.toLocaleString('en')}`;
    more.hidden = rest === 0;
  };
  add();
  if (items.length > step) box.append(more);
  return box;
}

/// Small bars from the story's beginning to its end.
export function bars(places: readonly number[], length: number, colour: string, n = 64): SVGElement {
  const heights = new Array<number>(n).fill(0);
  for (const at of places) {
    const bar = Math.min(n - 1, Math.floor((at / Math.max(1, length)) * n));
    heights[bar] = (heights[bar] ?? 0) + 1;
  }
  const most = Math.max(1, ...heights);
  const path = heights
    .map((h, i) => (h === 0 ? '' : `M${i * 4 + 2} 16v-${(2 + (13 * h) / most).toFixed(1)}`))
    .join('');
  return makeSvg(
    'svg',
    { class: `bars ${colour}`, viewBox: `0 0 ${n * 4} 16`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    makeSvg('path', { class: 'ground', d: `M0 15.5h${n * 4}` }),
    makeSvg('path', { class: 'marks', d: path }),
  );
}

export function heading(words: string, hint?: string): HTMLElement {
  const box = make('header', { class: 'view-head' }, make('h2', {}, words));
  if (hint) box.append(make('p', { class: 'hint' }, hint));
  return box;
}
