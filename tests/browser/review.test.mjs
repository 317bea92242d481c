// The review queue, from the keyboard to a file of fixes that a second reading obeys.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { desktop, open, phone, prepare, program, readSample, textFileOf, workFolder } from './helpers.mjs';

const question = (page) => page.innerText('.question h3');
const kinds = (page) => page.locator('.view-review .view-bar select');
const answer = (page, n) => page.locator('.answer').nth(n - 1).locator('.person').innerText();

async function only(page, kind) {
  const value = await kinds(page).locator('option').evaluateAll((all, k) => all.find((o) => o.value === k)?.value, kind);
  if (value === undefined) return false;
  await kinds(page).selectOption(kind);
  await page.evaluate(() => document.activeElement?.blur());
  return true;
}

/// Saves the decisions, and reads the sample again with them.
async function obeyed(page, sample, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save-fixes')]);
  assert.equal(download.suggestedFilename(), `${sample}.fixes.yaml`);
  const file = join(workFolder(), `${name}.fixes.yaml`);
  await download.saveAs(file);
  const out = join(workFolder(), name);
  const run = spawnSync(program, ['read', textFileOf(sample), '--fixes', file, '--format', 'json,html', '-o', out], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr + readFileSync(file, 'utf8'));
  return { story: JSON.parse(readFileSync(join(out, `${sample}.json`), 'utf8')), page: join(out, `${sample}.html`), file: readFileSync(file, 'utf8') };
}

describe('review', () => {
  prepare();

  for (const [size, viewport] of Object.entries({ desktop, phone })) {
    it(`is worked by key, and what is saved is obeyed by a second reading: ${size}`, async () => {
      const sample = 'double_booked';
      const before = readSample.json(sample);
      await open(readSample(sample), async (page) => {
        await page.keyboard.press('r');
        assert.ok(await only(page, 'Speaker'));
        const wanted = [];
        for (let i = 0; i < 8; i++) {
          // The third is given to somebody else than the page says; the others are as it says.
          const n = i === 2 ? 2 : 1;
          const who = await answer(page, n);
          const start = await page.evaluate(() => document.querySelector('.question mark').textContent);
          await page.keyboard.press(String(n));
          wanted.push({ who, words: start });
        }
        assert.match(await page.innerText('.saving h3'), /Your answers \(8\)/);
        await page.keyboard.press('u');
        wanted.pop();
        assert.match(await page.innerText('.saving h3'), /Your answers \(7\)/);
        await page.keyboard.press('x'); // nobody says the one that was taken back
        if (await only(page, 'Pronouns')) {
          await page.keyboard.press('3');
        }
        const { story, page: again, file } = await obeyed(page, sample, `obeyed-${size}`);
        assert.deepEqual(story.unmatched_fixes, [], file);
        const fixed = story.quotes.filter((q) => q.evidence === 'fix');
        assert.equal(fixed.length, wanted.length, file);
        const plain = (words) => words.replace(/\s+/g, ' ').replace(/^\u2026 /, '').trim();
        for (const { who, words } of wanted) {
          const found = fixed.find((q) => plain(words).includes(plain(story.text.slice(...q.spans[0])).slice(0, 30)));
          assert.ok(found, `${words}\n${file}`);
          assert.equal(story.characters[found.speaker].name, who);
          assert.equal(found.confidence, 1);
        }
        const quoted = (s) => s.quotes.filter((q) => q.kind === 'quoted').length;
        assert.equal(quoted(story), quoted(before) + 1);
        if (file.includes('pronouns:')) assert.ok(story.characters.some((c) => c.pronouns === 'they'));
        // The decisions are still there, and the new page asks no more about what was fixed.
        await page.reload();
        await page.keyboard.press('r');
        assert.match(await page.innerText('.saving h3'), /Your answers \([89]\)/);
        await open(again, async (second) => {
          await second.keyboard.press('r');
          assert.ok(await second.getByText('This reading obeyed a file of fixes').isVisible());
        }, { viewport });
      }, { viewport });
    });
  }

  it('asks first what matters most', async () => {
    await open(readSample('the_bell_at_vellmouth'), async (page) => {
      await page.keyboard.press('r');
      const first = await question(page);
      await page.keyboard.press('j');
      assert.notEqual(await question(page), first);
      await page.keyboard.press('k');
      assert.equal(await question(page), first);
      await page.keyboard.press('t');
      assert.ok(await page.locator('#text').isVisible());
      await page.click('#back');
      assert.equal(await question(page), first);
    });
  });

  it('tells alike lines apart, and names with signs of YAML are safe', async () => {
    // Six lines "No." in one exchange: a fix must say which.
    const story = [
      'Ruth: Pell sat by the stove with Benno.', '"Is it cold?" said Benno.', '"No," said Ruth.', '"Is it late?"', '"No."',
      '"Is it over?"', '"No."', '"Was it Ines?"', '"No."', 'Benno put the kettle on and looked at the snow.', '"No," he said.',
    ].join('\n\n');
    const input = join(workFolder(), 'stove.txt');
    writeFileSync(input, `${story}\n`);
    const read = (...options) => {
      const run = spawnSync(program, ['read', input, '--format', 'json,html', '-o', workFolder(), ...options], { encoding: 'utf8' });
      assert.equal(run.status, 0, run.stderr);
      return JSON.parse(readFileSync(join(workFolder(), 'stove.json'), 'utf8'));
    };
    const first = read();
    const lines = first.quotes.filter((q) => /No[.,]/.test(first.text.slice(q.start, q.end)));
    assert.ok(lines.length >= 5);
    await open(join(workFolder(), 'stove.html'), async (page) => {
      await page.keyboard.press('r');
      if (!(await only(page, 'Speaker'))) return;
      const n = Number(/\((\d+)\)/.exec(await kinds(page).locator('option:checked').innerText())[1]);
      for (let i = 0; i < n; i++) await page.keyboard.press('1');
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save-fixes')]);
      const file = join(workFolder(), 'saved.yaml');
      await download.saveAs(file);
      const second = read('--fixes', file);
      assert.deepEqual(second.unmatched_fixes, [], readFileSync(file, 'utf8'));
      assert.equal(second.quotes.filter((q) => q.evidence === 'fix').length, n, readFileSync(file, 'utf8'));
    });
  });

  it('adds to a file that the reader has, and refuses one that has no room', async () => {
    await open(readSample('double_booked'), async (page) => {
      await page.keyboard.press('r');
      await only(page, 'Speaker');
      const mine = join(workFolder(), 'mine.yaml');
      writeFileSync(mine, '# mine\nspeaker:\n    - quote: "Not in this book at all, ever"\n      is: Nadia\n');
      await page.setInputFiles('#open-fixes', mine);
      await page.getByText('Opened: your answers are added to it.').waitFor();
      await page.keyboard.press('1');
      const { story, file } = await obeyed(page, 'double_booked', 'added');
      assert.match(file, /^# mine\nspeaker:\n {4}- quote: /);
      assert.equal(story.quotes.filter((q) => q.evidence === 'fix').length, 1);
      assert.equal(story.unmatched_fixes.length, 1);
      writeFileSync(mine, '{"speaker": []}');
      await page.setInputFiles('#open-fixes', mine);
      await page.getByText('It is written as JSON').waitFor();
    });
  });
});

describe('what is dismissed', () => {
  prepare();

  it('stays so on the page, and in the next reading', async () => {
    const sample = 'second_draft';
    const before = readSample.json(sample);
    assert.ok(before.conflicts.length > 0);
    await open(readSample(sample), async (page) => {
      await page.click('#to-facts');
      const n = await page.locator('.view-facts .conflict .act').count();
      assert.equal(n, before.conflicts.length);
      await page.locator('.view-facts .conflict .act').first().click();
      assert.equal(await page.locator('.view-facts .section > .steps .conflict').count(), n - 1);
      await page.reload();
      assert.equal(await page.locator('.view-facts .section > .steps .conflict').count(), n - 1);
      await page.click('#to-rating');
      await page.locator('.warning .act').first().click();
      await page.keyboard.press('r');
      const { story, file } = await obeyed(page, sample, 'dismissed');
      assert.deepEqual(story.unmatched_fixes, [], file);
      assert.equal(story.conflicts.length, n - 1, file);
      assert.equal(story.rating.warnings.length, before.rating.warnings.length - 1);
      await page.click('#to-facts');
      await page.click('.view-facts summary');
      await page.getByRole('button', { name: /^Suggest again/ }).click();
      assert.equal(await page.locator('.view-facts .section > .steps .conflict').count(), n);
    });
  });
});
