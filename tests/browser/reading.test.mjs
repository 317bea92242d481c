// Every way through a story, by mouse and by key.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chosenLine, isInView, open, phone, prepare, walkCount } from './helpers.mjs';

const who = (page, name) => page.locator('.who', { hasText: name });
const shownChapter = (page) => page.textContent('.contents a[aria-current]');

/// Waits until the contents show `chapter` as the one in view; the page's policy forbids the evaluated
/// string that waitForFunction polls with.
const showsChapter = async (page, chapter) => {
  const current = () => page.evaluate(() => document.querySelector('.contents a[aria-current]')?.hash);
  for (let tries = 0; tries < 100; ++tries) {
    if ((await current()) === `#ch${chapter}`) return;
    await page.waitForTimeout(50);
  }
  assert.equal(await current(), `#ch${chapter}`);
};

describe('lines', () => {
  prepare();

  it('of a speaker are walked by mouse', async () => {
    await open('story', async (page) => {
      await who(page, 'Maud Ferrier').click();
      assert.equal(await walkCount(page), '1 of 17');
      assert.equal(await who(page, 'Maud Ferrier').getAttribute('aria-pressed'), 'true');
      await page.getByLabel('Next line of this speaker').click();
      assert.equal(await walkCount(page), '2 of 17');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'card-next');
      await page.keyboard.press('Enter');
      assert.equal(await walkCount(page), '3 of 17');
      await page.getByLabel('Previous line of this speaker').click();
      assert.equal(await walkCount(page), '2 of 17');
      await who(page, 'Maud Ferrier').click();
      assert.equal(await walkCount(page), '3 of 17');
      assert.ok(await isInView(page, '#text .here'));
    });
  });

  it('of a speaker are walked by key, to the last and back', async () => {
    await open('story', async (page) => {
      await who(page, 'Tobias Okell').focus();
      await page.keyboard.press('Enter');
      const seen = [await walkCount(page)];
      for (const key of ['j', 'n', 'j', 'j', 'k', 'p', 'k', 'k']) {
        await page.keyboard.press(key);
        seen.push(await walkCount(page));
      }
      const at = [1, 2, 3, 4, 4, 3, 2, 1, 1];
      assert.deepEqual(seen, at.map((n) => `${n} of 4`));
      assert.ok(await page.evaluate(() => document.activeElement.matches('#text .here')));
      await page.keyboard.press('Escape');
      assert.equal(await chosenLine(page), null);
      assert.ok(await page.locator('#line').isHidden());
    });
  });

  it('of all are walked by key, past what is only quoted', async () => {
    await open('story', async (page) => {
      const quoted = await page.evaluate(() => [...document.querySelectorAll('#text .quoted')].map((e) => Number(e.id.slice(1))));
      assert.ok(quoted.length > 0);
      const seen = [];
      for (let i = 0; i < 12; i++) {
        await page.keyboard.press('j');
        seen.push(await chosenLine(page));
      }
      assert.deepEqual(seen, [...Array(13).keys()].filter((n) => !quoted.includes(n)).slice(0, 12));
    });
  });

  it('begin where the reader is', async () => {
    await open('story', async (page) => {
      await page.keyboard.press(']');
      await page.keyboard.press(']');
      await page.keyboard.press('j');
      assert.ok((await chosenLine(page)) > 20);
    });
  });

  it('show speaker, addressee, kind, evidence, cue and confidence', async () => {
    await open('story', async (page) => {
      await page.getByText('You\u2019ll wear the brass away').click();
      const card = page.locator('#line');
      assert.equal(await card.locator('.kind').innerText(), 'SPEECH');
      assert.equal(await card.locator('.speaker').innerText(), 'Tobias Okell');
      assert.equal(await card.locator('.to').innerText(), 'to Maud Ferrier');
      assert.equal(await card.locator('.evidence').innerText(), 'name');
      assert.equal(await card.locator('.cue').textContent(), 'said Tobias');
      assert.match(await card.locator('dl').innerText(), /90 %, very sure/);
      assert.match(await card.locator('dl').innerText(), /CHAPTER I\. The Short Pound/);
      assert.equal(await card.locator('.words').innerText(), '\u201cYou\u2019ll wear the brass away,\u201d \u2026 \u201cThree times this morning.\u201d');
      assert.equal(await page.locator('#text .here').count(), 2);
      assert.match(await page.textContent('#say'), /^Tobias Okell, speech, 1 of 4/);
      await card.getByLabel('Close').click();
      assert.ok(await card.isHidden());
    });
  });

  it('without a known speaker are shown as such', async () => {
    await open('story', async (page) => {
      await page.getByText('Is it true?').click();
      assert.equal(await page.innerText('#line .speaker'), 'Unknown speaker');
      assert.match(await page.innerText('#line dl'), /none Nothing near it/);
      await who(page, 'Unknown speaker').click();
      assert.equal(await walkCount(page), '1 of 2');
    });
  });

  it('that are only quoted have no speaker', async () => {
    await open('story', async (page) => {
      await page.click('#text .quoted');
      assert.equal(await page.innerText('#line .kind'), 'QUOTED WORDS');
      assert.equal(await page.locator('#line .speaker').count(), 0);
    });
  });

  it('have an address of their own', async () => {
    await open('story', async (page) => {
      assert.equal(await chosenLine(page), 9);
      await page.keyboard.press('j');
      assert.match(page.url(), /#q10$/);
    }, { hash: '#q9' });
  });

  it('are not chosen while words are marked', async () => {
    await open('story', async (page) => {
      const box = await page.locator('#q4').boundingBox();
      await page.mouse.move(box.x + 4, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2, { steps: 4 });
      await page.mouse.up();
      assert.equal(await chosenLine(page), null);
    });
  });

  it('name their speaker under the pointer and in focus', async () => {
    await open('story', async (page) => {
      await page.hover('#q3');
      assert.equal(await page.innerText('#tip'), 'Maud Ferrier \u2192 Tobias Okell');
      await page.hover('#text h2');
      assert.ok(await page.locator('#tip').isHidden());
    });
  });

  it('carry names where the reader wants them, and the text stays as it is', async () => {
    await open('story', async (page) => {
      const before = await page.textContent('#text');
      await page.keyboard.press('l');
      const drawn = () => page.evaluate(() => getComputedStyle(document.getElementById('q2'), '::before').content);
      assert.equal(await drawn(), '"Tobias Okell"');
      assert.equal(await page.getAttribute('#show-names', 'aria-pressed'), 'true');
      assert.equal(await page.textContent('#text'), before);
      await page.click('#show-names');
      assert.equal(await drawn(), 'none');
    });
  });
});

describe('cast', () => {
  prepare();

  it('counts lines, most first, and lists who is silent apart', async () => {
    await open('story', async (page) => {
      const counts = await page.locator('.cast').first().locator('li:not(:has(.unknown)) .count').allInnerTexts();
      const numbers = counts.map((words) => parseInt(words, 10));
      assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a));
      assert.equal(numbers[0], 17);
      assert.match(await page.innerText('.silent summary'), /^1 who does not speak$/);
      await page.click('.silent summary');
      await who(page, 'Pepper').click();
      assert.match(await page.innerText('#line'), /Mentioned 2 times/);
    });
  });

  it('tells more of the chosen one', async () => {
    await open('story', async (page) => {
      await who(page, 'Inspector Lund').click();
      const about = await page.innerText('.cast .about');
      assert.match(about, /she\/her/);
      assert.match(about, /Also \u201cLund\u201d, \u201cthe inspector\u201d/);
      assert.match(about, /Speaks most to Maud Ferrier/);
    });
  });

  it('is searched by any name, from the keyboard', async () => {
    await open('story', async (page) => {
      await page.keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'filter');
      await page.keyboard.type('miss');
      assert.deepEqual(await page.locator('.who:visible .name').allInnerTexts(), ['Maud Ferrier']);
      await page.keyboard.press('Escape');
      assert.ok((await page.locator('.who:visible').count()) > 10);
      await page.keyboard.type('zz');
      assert.ok(await page.locator('#nobody').isVisible());
      await page.keyboard.press('Escape');
      await page.keyboard.type('okell');
      await page.keyboard.press('Enter');
      assert.equal(await walkCount(page), '1 of 4');
    });
  });
});

describe('chapters', () => {
  prepare();

  it('are jumped to from the contents', async () => {
    await open('story', async (page) => {
      await page.click('#tab-contents');
      await page.getByRole('link', { name: 'CHAPTER II. What the Scale Said' }).click();
      assert.ok(await isInView(page, '#ch2'));
      await showsChapter(page, 2);
    });
  });

  it('are walked by key, there and back', async () => {
    await open('novel', async (page) => {
      await page.keyboard.press('t');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'tab-contents');
      for (const chapter of [1, 2, 3]) {
        await page.keyboard.press(']');
        await showsChapter(page, chapter);
      }
      await page.keyboard.press('[');
      await showsChapter(page, 2);
      assert.match(await shownChapter(page), /^CHAPTER II\./);
    });
  });

  it('tabs obey the arrow keys', async () => {
    await open('story', async (page) => {
      await page.focus('#tab-cast');
      await page.keyboard.press('ArrowRight');
      assert.ok(await page.locator('#panel-contents').isVisible());
      assert.ok(await page.locator('#panel-cast').isHidden());
    });
  });

  it('before and after the story are folded and unfolded', async () => {
    await open('story', async (page) => {
      const words = page.getByText('A story for testing');
      assert.ok(await words.isVisible());
      await page.locator('#ch0 > summary').click();
      assert.ok(await words.isHidden());
      await page.locator('#ch0 > summary').press('Enter');
      assert.ok(await words.isVisible());
    });
  });
});

describe('presence', () => {
  prepare();

  it('leads from a field to the place, by mouse', async () => {
    await open('story', async (page) => {
      await page.click('#show-presence');
      const picture = await page.locator('#presence svg:not([viewBox="0 0 20 20"])').boundingBox();
      // Second row (Wren), the last of five scenes.
      const at = { x: picture.x + picture.width * 0.9, y: picture.y + 28 + 26 * 1.5 };
      await page.mouse.move(at.x, at.y);
      assert.equal(await page.innerText('#presence .caption'), 'Wren \u2014 CHAPTER III. Market Day, scene 1: 2 lines, 3 mentions');
      await page.mouse.click(at.x, at.y);
      assert.ok(await page.locator('#presence').isHidden());
      assert.equal(await page.innerText('#line .speaker'), 'Wren');
      assert.ok(await isInView(page, '#text .here'));
    });
  });

  it('is walked by key', async () => {
    await open('novel', async (page) => {
      await page.keyboard.press('m');
      await page.focus('#presence .field');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.match(await page.innerText('#presence .caption'), /^\S.* \u2014 CHAPTER III\. Market Day: /);
      await page.keyboard.press('Enter');
      assert.ok(await page.locator('#presence').isHidden());
      assert.ok(await isInView(page, '#text .here'));
    });
  });

  it('says the same as a table, which leads there too', async () => {
    await open('story', async (page) => {
      await page.click('#show-presence');
      await page.getByRole('button', { name: 'By chapter' }).click();
      await page.getByText('The same as a table').click();
      await page.locator('#presence table tbody tr').first().waitFor(); // it is made when it opens
      const rows = await page.locator('#presence table tbody tr').count();
      assert.equal(rows, 16);
      const cells = await page.locator('#presence tbody tr').first().locator('td').allInnerTexts();
      assert.equal(cells.length, 3);
      assert.equal(cells.map(Number).reduce((a, b) => a + b), 17);
      await page.locator('#presence tbody tr').first().locator('td').nth(1).getByRole('button').click();
      assert.equal(await page.innerText('#line .speaker'), 'Maud Ferrier');
      assert.match(await page.innerText('#line dl'), /CHAPTER II\./);
    });
  });

  it('is no trouble where nobody is', async () => {
    await open('bare', async (page) => {
      await page.keyboard.press('m');
      assert.match(await page.innerText('#presence'), /Nobody was found/);
      await page.keyboard.press('Escape');
      for (const key of ['j', 'k', '[', ']', 'l', 't', 'Escape']) await page.keyboard.press(key);
      assert.match(await page.innerText('body'), /Only words/);
    });
  });
});

describe('help', () => {
  prepare();

  it('opens with its key, closes with Esc, and can turn the keys off', async () => {
    await open('story', async (page) => {
      await page.keyboard.press('?');
      assert.ok(await page.locator('#help').isVisible());
      await page.getByLabel('Keys are on').uncheck();
      await page.keyboard.press('Escape');
      assert.ok(await page.locator('#help').isHidden());
      await page.keyboard.press('j');
      assert.equal(await chosenLine(page), null);
      await page.reload();
      await page.keyboard.press('j');
      assert.equal(await chosenLine(page), null);
    });
  });

  it('does not take keys from the browser', async () => {
    await open('story', async (page) => {
      await page.keyboard.press('Control+j');
      await page.keyboard.press('Alt+n');
      assert.equal(await chosenLine(page), null);
    });
  });

  it('about the text tells where it came from', async () => {
    await open('story', async (page) => {
      await page.keyboard.press('i');
      const about = await page.innerText('#about');
      assert.match(about, /the_weighing_house\.txt/);
      assert.match(about, /General Audiences/);
      assert.match(about, /told from their headings/);
      assert.match(about, /4,711 of 4,711 characters/);
    });
  });
});

describe('phone', () => {
  prepare();

  for (const width of [360, 320]) {
    it(`does not scroll sideways at ${width} pixels`, async () => {
      await open('story', async (page) => {
        for (const key of ['', 'j', 'l']) {
          if (key) await page.keyboard.press(key);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} pixels after ${key}`);
        }
      }, { viewport: { width, height: 640 } });
    });
  }

  it('has the cast in a drawer', async () => {
    await open('story', async (page) => {
      assert.ok(await page.locator('#side').isHidden());
      await page.tap('#open-side');
      await page.getByRole('tab', { name: 'Cast' }).waitFor({ state: 'visible' });
      await who(page, 'Wren').tap();
      await page.locator('#side').waitFor({ state: 'hidden' });
      assert.equal(await walkCount(page), '1 of 6');
      assert.match(await page.innerText('#line'), /How it is known: name/);
      const [line, card] = await Promise.all(['#text .here', '#line'].map((s) => page.locator(s).first().boundingBox()));
      assert.ok(line.y + line.height <= card.y, 'the card lies on the line');
      await page.getByLabel('Next line of this speaker').tap();
      assert.equal(await walkCount(page), '2 of 6');
    }, { viewport: phone, hasTouch: true, isMobile: true });
  });

  it('closes the drawer by Esc, by its shade, and for a chapter', async () => {
    await open('story', async (page) => {
      await page.keyboard.press('c');
      assert.ok(await page.evaluate(() => document.getElementById('text').inert));
      await page.keyboard.press('Escape');
      await page.locator('#side').waitFor({ state: 'hidden' });
      assert.equal(await page.evaluate(() => document.activeElement.id), 'open-side');
      await page.click('#open-side');
      await page.mouse.click(350, 400);
      await page.locator('#side').waitFor({ state: 'hidden' });
      await page.keyboard.press('t');
      await page.getByRole('link', { name: /CHAPTER III/ }).click();
      await page.locator('#side').waitFor({ state: 'hidden' });
      assert.ok(await isInView(page, '#ch3'));
    }, { viewport: phone });
  });
});
