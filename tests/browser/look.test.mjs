// Themes, kinds of line, paper, accessibility and speed.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop, findings, open, phone, prepare, walkCount } from './helpers.mjs';

const luminance = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const contrast = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

describe('themes', () => {
  prepare();
  const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  it('follow the system, change by key and button, and are remembered', async () => {
    await open('story', async (page) => {
      const dark = await paper(page);
      await page.keyboard.press('d');
      const light = await paper(page);
      assert.notEqual(light, dark);
      assert.equal(await page.getAttribute('#switch-theme', 'aria-pressed'), 'false');
      await page.reload();
      assert.equal(await paper(page), light);
      await page.click('#switch-theme');
      assert.equal(await paper(page), dark);
    }, { colorScheme: 'dark' });
  });

  it('work where nothing can be stored', async () => {
    await open('story', async (page) => {
      await page.evaluate(() => Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } }));
      const before = await paper(page);
      await page.keyboard.press('d');
      assert.notEqual(await paper(page), before);
    });
  });

  for (const colorScheme of ['light', 'dark']) {
    it(`have a contrast of 4.5 for every speaker, chosen or not, in ${colorScheme}`, async () => {
      await open('story', async (page) => {
        const seen = await page.evaluate(() => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgb = (...layers) => {
            for (const layer of layers) {
              canvas.fillStyle = layer;
              canvas.fillRect(0, 0, 1, 1);
            }
            return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const paper = getComputedStyle(document.body).backgroundColor;
          const out = [];
          for (let i = 0; i <= 12; i++) {
            const line = document.querySelector(`#text .q.c${i}:not(.message):not(.letter)`);
            const plain = rgb(getComputedStyle(line).color);
            line.classList.add('here');
            out.push({ i, ink: plain, paper: rgb(paper), tint: rgb(paper, getComputedStyle(line).backgroundColor) });
            line.classList.remove('here');
          }
          return out;
        });
        const inks = new Set(seen.map((s) => s.ink.join()));
        assert.equal(inks.size, 13);
        for (const { i, ink, paper: sheet, tint } of seen) {
          assert.ok(contrast(ink, sheet) >= 4.5, `c${i} on paper: ${contrast(ink, sheet)}`);
          assert.ok(contrast(ink, tint) >= 4.5, `c${i} chosen: ${contrast(ink, tint)}`);
        }
      }, { colorScheme });
    });
  }
});

describe('kinds', () => {
  prepare();

  it('look different, and what is quoted has no colour', async () => {
    await open('story', async (page) => {
      const looks = await page.evaluate(() => {
        const look = (selector) => {
          const { fontFamily, fontStyle, backgroundColor, fontVariantCaps, textDecorationStyle } = getComputedStyle(
            document.querySelector(`#text ${selector}`),
          );
          return [fontFamily, fontStyle, backgroundColor, fontVariantCaps, textDecorationStyle].join('|');
        };
        const colour = (selector) => getComputedStyle(document.querySelector(selector)).color;
        return {
          kinds: ['#q3', '.thought', '.message', '.letter', '.sign', '.doubt', '.unknown:not(.message)'].map(look),
          quoted: colour('#text .quoted'),
          around: colour('#q8'),
          ink: colour('body'),
        };
      });
      assert.equal(new Set(looks.kinds).size, looks.kinds.length, looks.kinds.join('\n'));
      assert.notEqual(looks.around, looks.ink);
      assert.ok([looks.ink, looks.around].includes(looks.quoted));
    });
  });
});

describe('paper', () => {
  prepare();

  it('has the whole text and nothing else', async () => {
    await open('story', async (page) => {
      await page.click('#q4');
      await page.locator('#ch4 > summary').click();
      await page.emulateMedia({ media: 'print' });
      await page.waitForSelector('#ch4[open]');
      const spaceless = (words) => words.replace(/\s+/g, ' ').trim();
      const shown = await page.evaluate(() => document.body.innerText);
      assert.equal(spaceless(shown), spaceless(await page.textContent('#text')));
      await page.emulateMedia({ media: 'screen' });
      await page.waitForSelector('#ch4:not([open])');
      assert.ok(await page.getByText('sold by the ounce').isHidden());
    });
  });

  it('is white in the dark theme, plain without names, coloured with them', async () => {
    await open('story', async (page) => {
      await page.emulateMedia({ media: 'print' });
      const colours = () => page.evaluate(() => ['body', '#q3'].map((s) => getComputedStyle(document.querySelector(s)).color));
      assert.deepEqual(await colours(), ['rgb(0, 0, 0)', 'rgb(0, 0, 0)']);
      await page.keyboard.press('l');
      assert.notEqual((await colours())[1], 'rgb(0, 0, 0)');
      const pdf = await page.pdf({ format: 'A4' });
      const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g).length;
      assert.ok(pages >= 4 && pages < 12, `${pages} pages`);
    }, { colorScheme: 'dark' });
  });
});

describe('axe finds nothing serious', () => {
  prepare();
  const states = {
    'at first': [],
    'with a speaker, a line and names': ['l', 'j', 'click:.who'],
    'with the contents': ['t'],
    'with the presence': ['m', 'click:.as-table summary'],
    'with the help': ['?'],
    'with what is about the text': ['i'],
  };
  for (const [size, viewport] of Object.entries({ desktop, phone })) {
    for (const colorScheme of ['light', 'dark']) {
      for (const [state, acts] of Object.entries(states)) {
        it(`${state}: ${size}, ${colorScheme}`, async () => {
          await open('story', async (page) => {
            for (const act of acts) {
              if (!act.startsWith('click:')) await page.keyboard.press(act);
              else if (size === 'desktop' || !act.includes('who')) await page.click(act.slice(6));
            }
            await page.waitForTimeout(250);
            assert.deepEqual(await findings(page), []);
          }, { viewport, colorScheme });
        });
      }
    }
  }
  it('in a hostile story', async () => {
    await open('hostile', async (page) => assert.deepEqual(await findings(page), []));
  });
});

describe('speed', () => {
  prepare();

  it('a novel of 120,000 words is usable within a second', async () => {
    const spent = [];
    // The best of a few: the machine may be busy with something else.
    const best = () => Math.min(...spent.map((s) => s.loaded + s.step));
    while (spent.length < 5 && !(best() < 1000)) {
      await open('novel', async (page) => {
        spent.push(
          await page.evaluate(async () => {
            // Usable: drawn, a name clicked, its first line and card on the screen.
            document.querySelector('.who').click();
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            const loaded = performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd;
            const begin = performance.now();
            document.querySelector('#card-next').click();
            document.querySelector('#card-next').getBoundingClientRect();
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            return { loaded, step: performance.now() - begin };
          }),
        );
        assert.match(await walkCount(page), /^2 of \d+$/);
      });
    }
    console.log(`novel: ${spent.map((s) => `${Math.round(s.loaded)}+${Math.round(s.step)} ms`).join(', ')}`);
    assert.ok(best() < 1000, `${best()} ms`);
  });

  it('the last chapter of a novel is reached without a wait', async () => {
    await open('novel', async (page) => {
      const spent = await page.evaluate(async () => {
        const begin = performance.now();
        const links = document.querySelectorAll('.contents a');
        links[links.length - 2].click();
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - begin;
      });
      assert.ok(spent < 500, `${spent} ms`);
    });
  });
});
