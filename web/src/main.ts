import { Card } from './card';
import { Cast } from './cast';
import { byId } from './dom';
import { startKeys } from './keys';
import { Names } from './names';
import { Presence } from './presence';
import { startPrint } from './print';
import { Reading } from './reading';
import { Side } from './side';
import { readStory, type Story } from './story';
import { indexText, lineOf, text } from './text';
import { restoreTheme, startTheme, switchTheme } from './theme';

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

function startText(reading: Reading, side: Side): void {
  text().addEventListener('click', (event) => {
    const piece = (event.target as Element).closest<HTMLElement>('.q');
    if (!piece || !(getSelection()?.isCollapsed ?? true)) return;
    reading.chooseLine(lineOf(piece), { stay: true });
  });
  reading.watch(() => side.closeDrawer());
  const follow = (): void => {
    const line = /^#q(\d+)$/.exec(location.hash)?.[1];
    if (line !== undefined && Number(line) !== reading.line) reading.chooseLine(Number(line));
  };
  addEventListener('hashchange', follow);
  follow();
}

function escape(reading: Reading, side: Side, names: Names): void {
  const filter = byId<HTMLInputElement>('filter');
  names.hide();
  if (document.activeElement === filter && filter.value !== '') {
    filter.value = '';
    filter.dispatchEvent(new Event('input'));
  } else if (document.activeElement === filter && !side.isDrawerOpen) {
    filter.blur();
  } else if (side.isDrawerOpen) {
    side.close();
  } else {
    reading.letGo();
  }
}

function start(story: Story): void {
  indexText();
  const reading = new Reading(story);
  new Card(reading);
  new Cast(reading);
  const side = new Side();
  const names = new Names(reading);
  const presence = new Presence(reading);
  startTheme();
  startDialogs();
  startPrint();
  startText(reading, side);
  const next = (): void => reading.step(1);
  const previous = (): void => reading.step(-1);
  startKeys(
    {
      j: next,
      n: next,
      k: previous,
      p: previous,
      ']': () => reading.stepChapter(1),
      '[': () => reading.stepChapter(-1),
      '/': () => {
        side.open('cast');
        byId('filter').focus();
      },
      c: () => side.open('cast'),
      t: () => side.open('contents'),
      m: () => presence.open(),
      l: () => names.toggle(),
      d: switchTheme,
      i: () => byId<HTMLDialogElement>('about').showModal(),
      '?': () => byId<HTMLDialogElement>('help').showModal(),
    },
    () => escape(reading, side, names),
  );
}

restoreTheme();
document.documentElement.classList.add('scripted-page');
document.addEventListener('DOMContentLoaded', () => start(readStory()));
