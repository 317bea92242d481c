// Pages to look at, and a browser that can reach nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const build = join(here, '../../build/release');
export const program = process.env.FABULA ?? join(build, 'fabula');
export const samples = join(here, '../../samples');
const maker = process.env.BROWSER_PAGES ?? join(build, 'tests/browser/browser_pages');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/// Serious and critical findings, each with the first place it was found.
export async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run());
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes[0].html} ${v.nodes[0].failureSummary}`);
}

export const desktop = { width: 1360, height: 860 };
export const phone = { width: 360, height: 740 };

let browser;
let folder;

/// Starts one browser and makes the pages for a file of tests.
export function prepare() {
  before(async () => {
    if (!existsSync(maker)) throw new Error(`${maker} is not there: cmake --build --preset release`);
    folder = mkdtempSync(join(tmpdir(), 'fabula-pages-'));
    const made = spawnSync(maker, [folder], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`browser_pages: ${made.stderr}`);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    });
  });
  after(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true });
  });
}

/// The text of a sample, or of a story that stands here for what no sample shows: facts that contradict each other.
export const textFileOf = (name) => {
  const own = join(here, 'stories', `${name}.txt`);
  return existsSync(own) ? own : join(samples, `${name}.txt`);
};

/// The path of the page of a sample, which the program reads when it is first asked for.
export function readSample(name, ...options) {
  const out = join(folder, options.length > 0 ? `${name}-fixed` : 'read');
  const page = join(out, `${name}.html`);
  if (existsSync(page)) return page;
  const input = textFileOf(name);
  const run = spawnSync(program, ['read', input, '--format', 'json,html', '-o', out, ...options], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`fabula: ${run.stderr}`);
  return page;
}
/// The same sample as JSON.
readSample.json = (name, ...options) => JSON.parse(readFileSync(readSample(name, ...options).replace(/html$/, 'json'), 'utf8'));

export const workFolder = () => folder;
export const textOf = (name) => readFileSync(join(folder, `${name}.txt`), 'utf8');
export const pathOf = (name) => join(folder, `${name}.html`);

/// Opens a page, hands it to `look`, and fails on any error of the page or request beyond it.
export async function open(name, look, options = {}) {
  const context = await browser.newContext({ viewport: desktop, colorScheme: 'light', ...options });
  try {
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const url = pathToFileURL(name.includes('/') ? name : pathOf(name)).href;
    const wrong = [];
    page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && wrong.push(`console: ${message.text()}`));
    page.on('dialog', (dialog) => wrong.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      const asked = request.url();
      if (asked.split('#')[0] !== url && !/^(data|blob):/.test(asked)) wrong.push(`request: ${asked}`);
    });
    await page.goto(url + (options.hash ?? ''));
    await look(page, context);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  } finally {
    await context.close();
  }
}

/// What the page says of the chosen line: "2 of 17".
export const walkCount = (page) => page.textContent('#walk-count');
/// The number of the line that is marked, or null.
export const chosenLine = (page) =>
  page.evaluate(() => {
    const piece = document.querySelector('#text .here');
    return piece ? Number(piece.dataset.q ?? piece.id.slice(1)) : null;
  });
export const isInView = (page, selector) =>
  page.evaluate((chosen) => {
    const box = document.querySelector(chosen).getBoundingClientRect();
    return box.bottom > 40 && box.top < innerHeight;
  }, selector);
