import { Card } from './card';
import { Cast } from './cast';
import { byId } from './dom';
import { Fixes } from './fixes';
import { startKeys } from './keys';
import { Marks } from './marks';
import { Names } from './names';
import { Presence } from './presence';
import { startPrint } from './print';
import { Reading } from './reading';
import { Side } from './side';
import { Spoiler } from './spoiler';
import { readStory, type Story } from './story';
import { indexText, lineOf, text } from './text';
import { restoreTheme, startTheme, switchTheme } from './theme';
import { TEXT, Views } from './views';
import { addViews } from './views/all';

function startDialogs(): void {
  for (const dialog of document.querySelectorAll('dialog')) {
    dialog.querySelector('.close')?.addEventListener('click', () => dialog.close());
    // A click beside the dialog hits the dialog itself; one inside hits what is in it.
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
  for (const name of ['about', 'help']) {
    byId(`show-${name}`).addEventListener('click', () => byId<HTMLDialogElement>(name).showModal());
  }
}

function startText(reading: Reading, side: Side, marks: Marks): void {
  text().addEventListener('click', (event) => {
    if (!(getSelection()?.isCollapsed ?? true)) return;
    if (marks.tellOf(event)) return;
    const piece = (event.target as Element).closest<HTMLElement>('.q');
    if (piece) reading.chooseLine(lineOf(piece), { stay: true });
  });
  reading.watch(() => side.closeDrawer());
  const follow = (): void => {
    const line = /^#q(\d+)$/.exec(location.hash)?.[1];
    if (line !== undefined && Number(line) !== reading.line) reading.chooseLine(Number(line));
  };
  addEventListener('hashchange', follow);
  follow();
}

function escape(reading: Reading, side: Side, names: Names, views: Views): void {
  const filter = byId<HTMLInputElement>('filter');
  names.hide();
  if (document.activeElement === filter && filter.value !== '') {
    filter.value = '';
    filter.dispatchEvent(new Event('input'));
  } else if (document.activeElement === filter && !side.isDrawerOpen) {
    filter.blur();
  } else if (side.isDrawerOpen) {
    side.close();
  } else if (views.current !== TEXT) {
    views.open(TEXT);
  } else {
    reading.letGo();
  }
}

function start(story: Story): void {
  indexText();
  const reading = new Reading(story);
  const views = new Views(reading);
  const fixes = new Fixes(reading);
  const card = new Card(reading);
  new Cast(reading);
  const side = new Side();
  const names = new Names(reading);
  const presence = new Presence(reading);
  const marks = new Marks(views, card);
  const spoiler = new Spoiler(reading);
  startTheme();
  startDialogs();
  startPrint();
  startText(reading, side, marks);
  addViews(views, fixes);
  const inText = (act: () => void) => (): void => {
    views.open(TEXT);
    act();
  };
  startKeys(
    {
      j: inText(() => reading.step(1)),
      n: inText(() => reading.step(1)),
      k: inText(() => reading.step(-1)),
      p: inText(() => reading.step(-1)),
      ']': inText(() => reading.stepChapter(1)),
      '[': inText(() => reading.stepChapter(-1)),
      '/': inText(() => {
        side.open('cast');
        byId('filter').focus();
      }),
      c: inText(() => side.open('cast')),
      t: inText(() => side.open('contents')),
      m: () => presence.open(),
      l: () => names.toggle(),
      d: switchTheme,
      i: () => byId<HTMLDialogElement>('about').showModal(),
      '?': () => byId<HTMLDialogElement>('help').showModal(),
      o: () => views.open('overview'),
      r: () => views.open('review'),
      f: () => views.open('search'),
      x: () => views.open(TEXT),
      y: () => marks.toggle(),
      s: () => spoiler.toggle(),
    },
    () => escape(reading, side, names, views),
    (key) => views.key(key),
  );
}

restoreTheme();
document.documentElement.classList.add('scripted-page');
document.addEventListener('DOMContentLoaded', () => start(readStory()));
