// Not one character of the story may be missing, changed, or become markup.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { open, pathOf, prepare, program, samples, textOf, workFolder } from './helpers.mjs';

const spaceless = (words) => words.replace(/\s+/g, ' ').trim();
const textContent = (page) => page.evaluate(() => document.getElementById('text').textContent);

describe('text', () => {
  prepare();

  for (const name of ['story', 'novel', 'hostile', 'bare']) {
    it(`of ${name} is the story's, character by character`, async () => {
      await open(name, async (page) => assert.ok((await textContent(page)) === textOf(name)));
    });
  }

  it('is all on the screen', async () => {
    await open('story', async (page) => {
      const shown = await page.evaluate(() => document.getElementById('text').innerText);
      assert.ok(spaceless(shown) === spaceless(textOf('story')));
    });
  });

  it('is found to the last chapter of a novel', async () => {
    await open('novel', async (page) => {
      const found = await page.evaluate(() => window.find('sold by the ounce') && getSelection().toString());
      assert.equal(found, 'sold by the ounce');
    });
  });

  it('stands without script, with its chapters and cast', async () => {
    await open(
      'story',
      async (page) => {
        const shown = await page.locator('#text').innerText();
        assert.equal(spaceless(shown), spaceless(textOf('story')));
        assert.equal(await page.locator('.contents a').count(), 5);
        assert.ok(await page.getByText('Maud Ferrier').first().isVisible());
        assert.equal(await page.locator('.scripted:visible').count(), 0);
      },
      { javaScriptEnabled: false },
    );
  });

  it('of a hostile story breaks nothing', async () => {
    await open('hostile', async (page) => {
      const found = await page.evaluate(() => ({
        broken: window.broken,
        scripts: document.scripts.length,
        strangers: document.querySelectorAll('img, textarea, iframe, plaintext, #text :not(p, em, span, section, h2, h3)')
          .length,
        listeners: document.querySelectorAll('[onmouseover], [onerror]').length,
        title: document.title,
      }));
      assert.equal(found.broken, undefined);
      assert.equal(found.scripts, 2);
      assert.equal(found.strangers, 0);
      assert.equal(found.listeners, 0);
      assert.ok(found.title.startsWith('</script><script>'));
      await page.locator('.who').first().click();
      await page.keyboard.press('l');
      await page.hover('#q1');
      await page.keyboard.press('m');
      assert.equal(await page.evaluate(() => window.broken), undefined);
    });
  });

  it('is measured in UTF-16, so that cues with emoji are cut right', async () => {
    await open('hostile', async (page) => {
      await page.click('#q0');
      assert.equal(await page.textContent('#line .cue'), '\u{1F680} said \u{1F600} Ren\u00e9e');
      assert.equal(await page.textContent('#line .words'), '\u201c\u{1F680} up\u201d');
    });
  });

  it('stays under three times its size and 500 kB', () => {
    const page = readFileSync(pathOf('novel')).length;
    assert.ok(page < 3 * Buffer.byteLength(textOf('novel')) + 500_000, `${page} bytes`);
  });

  const inputs = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.txt')) : [];
  for (const name of inputs) {
    const missing = existsSync(program) ? false : `${program} is not built`;
    it(`of ${name}, read by the program, is whole`, { skip: missing }, async () => {
      const run = spawnSync(program, ['read', join(samples, name), '--format', 'json,html', '-o', workFolder()]);
      assert.equal(run.status, 0, String(run.stderr));
      const stem = name.replace(/\.txt$/, '');
      const { text } = JSON.parse(readFileSync(join(workFolder(), `${stem}.json`), 'utf8'));
      await open(pathOf(stem), async (page) => {
        assert.ok((await textContent(page)) === text);
        await page.keyboard.press('j');
        assert.ok(await page.locator('#line .speaker').isVisible());
      });
    });
  }
});
