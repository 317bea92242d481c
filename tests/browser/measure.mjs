// node measure.mjs NOVEL.txt...: reads each with the program, and says how large its page is, how soon it can be
// used and how long each view takes to be drawn, in Chromium (docs/measurements.md, The page).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { program } from './helpers.mjs';

const folder = mkdtempSync(join(tmpdir(), 'fabula-measure-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});

/// Draws and waits until it is on the screen.
const timed = (page, selector) =>
  page.evaluate(async (s) => {
    const begin = performance.now();
    document.querySelector(s).click();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
    return performance.now() - begin;
  }, selector);

/// The best of `n`: the machine may be busy with something else.
async function best(n, measure) {
  const all = [];
  for (let i = 0; i < n; i++) all.push(await measure());
  return all.reduce((a, b) => (a.usable <= b.usable ? a : b));
}

async function measure(url) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  const page = await context.newPage();
  await page.goto(url);
  const usable = await page.evaluate(async () => {
    // A name clicked, its first line and card on the screen.
    document.querySelector('.who').click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now();
  });
  const views = {};
  for (const id of await page.locator('#view-tabs a').evaluateAll((all) => all.map((a) => a.id))) {
    if (id !== 'to-text') views[id.slice(3)] = Math.round(await timed(page, `#${id}`));
  }
  const cut = Math.round(await page.evaluate(async () => {
    const slider = document.getElementById('read-to');
    slider.value = String(Math.ceil(Number(slider.max) / 2));
    const begin = performance.now();
    slider.dispatchEvent(new Event('change'));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - begin;
  }));
  await context.close();
  return { usable: Math.round(usable), views, cut };
}

for (const novel of process.argv.slice(2)) {
  const run = spawnSync(program, ['read', novel, '--fixes', 'none', '--format', 'json,html', '-o', folder], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const stem = join(folder, basename(novel).replace(/\.[^.]*$/, ''));
  const { source, text } = JSON.parse(readFileSync(`${stem}.json`, 'utf8'));
  const size = statSync(`${stem}.html`).size;
  const bytes = Buffer.byteLength(text);
  const { usable, views, cut } = await best(3, () => measure(pathToFileURL(`${stem}.html`).href));
  const slowest = Object.entries(views).sort((a, b) => b[1] - a[1])[0];
  console.log(
    `| ${basename(stem)} | ${source.words.toLocaleString('en')} | ${(bytes / 1000).toFixed(0)} | ${(size / 1000).toFixed(0)} | ` +
      `${((100 * size) / (3 * bytes + 500_000)).toFixed(0)} % | ${usable} | ${slowest[0]} ${slowest[1]} | ${cut} |`,
  );
  console.error(stem, JSON.stringify(views));
}
await browser.close();
rmSync(folder, { recursive: true });
