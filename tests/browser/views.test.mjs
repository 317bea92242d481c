// The views beside the text, on stories that the program itself has read.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop, findings, isInView, open, phone, prepare, readSample } from './helpers.mjs';

const views = ['overview', 'cast', 'networks', 'scenes', 'timeline', 'places', 'threads', 'facts', 'rating', 'review', 'search'];
const show = async (page, view) => {
  await page.click(`#to-${view}`);
  await page.waitForTimeout(60); // pictures are drawn when their room is known
};
/// The words that a jump has marked in the text.
const marked = (page) =>
  page.evaluate(() => {
    const [range] = CSS.highlights.get('jump') ?? [];
    if (!range) return '';
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    return live.toString().replace(/\s+/g, ' ').trim();
  });
const isTextShown = (page) => page.locator('#text').isVisible();

/// Clicks what leads to words, and sees that the text is there with just these words marked and in view.
async function leads(page, selector) {
  const button = page.locator(selector).first();
  await button.click();
  assert.ok(await isTextShown(page), `${selector}: the text is not shown`);
  const words = await marked(page);
  assert.ok(words.length > 0, `${selector}: no words are marked`);
  const seen = await page.evaluate(() => {
    const [range] = CSS.highlights.get('jump');
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.startContainer, Math.min(range.startContainer.length, range.startOffset + 1));
    const box = live.getBoundingClientRect();
    return box.top > 60 && box.bottom < innerHeight;
  });
  assert.ok(seen, `${selector}: ${words} is out of view`);
  return words;
}

describe('views', () => {
  prepare();

  for (const [size, viewport] of Object.entries({ desktop, phone })) {
    for (const colorScheme of ['light', 'dark']) {
      it(`have nothing serious for axe, and do not scroll sideways: ${size}, ${colorScheme}`, async () => {
        await open(readSample('the_bell_at_vellmouth'), async (page) => {
          for (const view of views) {
            await show(page, view);
            assert.deepEqual(await findings(page), [], view);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= viewport.width, `${view}: ${wide} pixels`);
          }
          await show(page, 'text');
          for (const popover of ['layers', 'spoiler']) {
            await page.click(`#show-${popover}`);
            assert.deepEqual(await findings(page), [], popover);
          }
        }, { viewport, colorScheme });
      });
    }
  }

  it('are no trouble where nothing was found', async () => {
    await open('bare', async (page) => {
      for (const view of views) {
        await show(page, view);
        assert.ok(await page.locator(`.view-${view}`).isVisible(), view);
      }
    });
  });

  it('of a hostile story break nothing', async () => {
    await open('hostile', async (page) => {
      for (const view of views) await show(page, view);
      assert.equal(await page.evaluate(() => window.broken), undefined);
      assert.equal(await page.locator('#view img, #view textarea').count(), 0);
    });
  });

  it('have addresses, and the browser goes back through them', async () => {
    await open(readSample('double_booked'), async (page) => {
      assert.ok(await page.locator('.view-scenes').isVisible());
      await show(page, 'threads');
      assert.match(page.url(), /#threads$/);
      await page.goBack();
      assert.ok(await page.locator('.view-scenes').isVisible());
      await page.keyboard.press('x');
      assert.ok(await isTextShown(page));
    }, { hash: '#scenes' });
  });

  it('are reached by key, and left by Esc', async () => {
    await open(readSample('double_booked'), async (page) => {
      for (const [key, view] of [['o', 'overview'], ['r', 'review'], ['f', 'search']]) {
        await page.keyboard.press(key);
        assert.ok(await page.locator(`.view-${view}`).isVisible(), view);
        await page.evaluate(() => document.activeElement?.blur());
        await page.keyboard.press('Escape');
        assert.ok(await isTextShown(page));
      }
    });
  });

  it('lead to the words, and back', async () => {
    await open(readSample('double_booked'), async (page) => {
      const ways = {
        cast: '.portrait .links .link',
        scenes: '.scene-facts .link',
        timeline: '.time-list .passage',
        places: '.place-head .link',
        threads: '.thread .passage',
        rating: '.where-list .link',
      };
      for (const [view, way] of Object.entries(ways)) {
        await show(page, view);
        await leads(page, way);
        await page.click('#back');
        assert.ok(await page.locator(`.view-${view}`).isVisible(), view);
      }
    });
  });

  it('lead from a fact, and from what does not go with it, to the words', async () => {
    await open(readSample('second_draft'), async (page) => {
      for (const way of ['.portrait .passage', '.conflict .passage']) {
        await show(page, 'facts');
        await leads(page, way);
        await page.click('#back');
        assert.ok(await page.locator('.view-facts').isVisible(), way);
      }
    });
  });
});

describe('overview', () => {
  prepare();

  it('counts what the other views show', async () => {
    await open(readSample('double_booked'), async (page) => {
      await show(page, 'overview');
      const numbers = await page.locator('.numbers button').allInnerTexts();
      const of = (what) => Number(numbers.find((n) => n.includes(what)).replace(/\D/g, ''));
      await show(page, 'scenes');
      assert.equal(await page.locator('.scene').count(), of('scene'));
      await show(page, 'threads');
      assert.equal(await page.locator('.thread').count(), of('thread'));
      await show(page, 'cast');
      assert.equal(await page.locator('.portrait').count(), of('character'));
    });
  });

  it('prints none of the passages that the rating stands on', async () => {
    await open(readSample('double_booked'), async (page) => {
      for (const view of ['overview', 'rating']) {
        await show(page, view);
        const shown = (await page.innerText('#view')).replace(/\s+/g, ' ');
        const told = await page.evaluate(() => {
          const story = JSON.parse(document.getElementById('story').textContent);
          const text = document.getElementById('text').textContent;
          return story.rating[2].flatMap((w) => {
            const out = [];
            for (let i = 0; i + 1 < w[2].length; i += 2) out.push(text.slice(w[2][i], w[2][i] + w[2][i + 1]).replace(/\s+/g, ' ').trim());
            return out;
          });
        });
        assert.ok(told.length > 0);
        for (const passage of told) assert.ok(!shown.includes(passage), passage);
      }
    });
  });
});

describe('cast cards', () => {
  prepare();

  it('say why names are one, and lead to each use', async () => {
    await open(readSample('double_booked'), async (page) => {
      await show(page, 'cast');
      const card = page.locator('.portrait').first();
      await card.locator('.why summary').click();
      await card.locator('.merges > li').first().waitFor(); // drawn when it is opened
      assert.match(await card.locator('.why').innerText(), /Pronouns/);
      const name = (await card.locator('.merges > li b').nth(1).innerText()).replace(/[\u201c\u201d]/g, '');
      assert.match(await card.locator('.merges > li').nth(1).innerText(), /%/);
      await card.locator('.merges > li').nth(1).locator('.link').first().click();
      assert.equal(await marked(page), name);
      await page.click('#back');
      await card.locator('.merges > li').nth(1).locator('.link').first().click();
      assert.equal(await marked(page), name);
    });
  });

  it('are found by any name, and put in order', async () => {
    await open(readSample('double_booked'), async (page) => {
      await show(page, 'cast');
      await page.fill('.view-cast input[type="search"]', 'malone');
      assert.deepEqual(await page.locator('.portrait h3').allInnerTexts(), ['Bridie Malone']);
      await page.fill('.view-cast input[type="search"]', '');
      await page.getByRole('button', { name: 'Name', exact: true }).click();
      const names = await page.locator('.portrait h3').allInnerTexts();
      assert.deepEqual(names, [...names].sort((a, b) => a.localeCompare(b, 'en')));
    });
  });
});

describe('networks', () => {
  prepare();
  const place = (node) => node.evaluate((g) => g.getAttribute('transform'));

  it('are dragged, zoomed and moved, by pointer and by key', async () => {
    await open(readSample('the_bell_at_vellmouth'), async (page) => {
      await show(page, 'networks');
      const node = page.locator('.graph .node').first();
      const before = await place(node);
      const box = await node.locator('circle').boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + 60, box.y + 40, { steps: 5 });
      await page.mouse.up();
      const dragged = await place(node);
      assert.notEqual(dragged, before);
      await node.focus();
      await page.keyboard.press('ArrowLeft');
      assert.notEqual(await place(node), dragged);
      await page.keyboard.press('Enter');
      assert.equal(await node.getAttribute('aria-pressed'), 'true');
      assert.equal(await page.innerText('.bonds h3'), await node.getAttribute('aria-label'));
      const whole = page.locator('.graph > g');
      await page.focus('.graph-field');
      for (const key of ['+', 'ArrowRight', '-']) {
        const was = await place(whole);
        await page.keyboard.press(key);
        assert.notEqual(await place(whole), was, key);
      }
      await page.keyboard.press('0');
      assert.equal(await place(whole), 'translate(0.0 0.0) scale(1.000)');
      await page.getByLabel('Nearer').click();
      assert.notEqual(await place(whole), 'translate(0.0 0.0) scale(1.000)');
    });
  });

  it('say the same as the program', async () => {
    const file = readSample('double_booked');
    const { bonds, characters } = readSample.json('double_booked');
    await open(file, async (page) => {
      await show(page, 'networks');
      await page.getByRole('button', { name: 'Together' }).click();
      await page.waitForTimeout(50);
      const most = [...bonds].sort((a, b) => b.together - a.together)[0];
      const first = await page.locator('.bond-list li').first().innerText();
      assert.match(first.replace(/\s+/g, ' '), new RegExp(`${characters[most.a].name} and ${characters[most.b].name} ${most.together} scenes`));
      await page.getByRole('button', { name: 'Talk', exact: true }).click();
      await page.waitForTimeout(50);
      const talk = Math.max(...bonds.map((b) => b.a_to_b + b.b_to_a));
      assert.match(await page.locator('.bond-list li').first().innerText(), new RegExp(` ${talk} lines`));
    });
  });

  it('lead from a bond to each of its places', async () => {
    await open(readSample('double_booked'), async (page) => {
      await show(page, 'networks');
      await page.locator('.bond-list li .link').first().click();
      await page.locator('.bonds .passage').first().click();
      assert.ok(await isTextShown(page));
      assert.ok(await isInView(page, '#text .here'));
      await page.click('#back');
      await page.getByRole('button', { name: 'Talk map' }).click();
      await page.locator('.map td button').first().click();
      assert.ok((await page.locator('.bonds .passage').count()) > 0);
      await page.getByRole('button', { name: 'Ties' }).click();
      await page.locator('.tie-list summary').first().click();
      await leads(page, '.tie-list .passage');
    });
  });
});

describe('scene strip', () => {
  prepare();

  it('is walked by key, and leads to the scene', async () => {
    await open(readSample('double_booked'), async (page) => {
      await show(page, 'scenes');
      await page.focus('.strip-field');
      for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
      assert.match(await page.innerText('.view-scenes .caption'), /^Scene 6 /);
      await page.keyboard.press('Enter');
      assert.ok(await isTextShown(page));
      assert.ok(await isInView(page, '#s5'));
    });
  });

  it('shows each scene in words where it is clicked', async () => {
    await open(readSample('double_booked'), async (page) => {
      await show(page, 'scenes');
      const box = await page.locator('.strip-field svg').boundingBox();
      await page.mouse.click(box.x + box.width * 0.5, box.y + 100);
      const caption = await page.innerText('.view-scenes .caption');
      const number = /^Scene (\d+)/.exec(caption)[1];
      assert.match(await page.innerText('.scene.chosen'), new RegExp(`Scene ${number}`));
    });
  });
});

describe('layers', () => {
  prepare();

  it('mark facts', async () => {
    await open(readSample('second_draft'), async (page) => {
      await page.keyboard.press('y');
      await page.check('#layer-facts');
      await page.keyboard.press('Escape');
      assert.ok((await page.evaluate(() => CSS.highlights.get('l-facts')?.size ?? 0)) > 0);
    });
  });

  it('are marked one by one, and tell what they are; the text stays what it is', async () => {
    await open(readSample('double_booked'), async (page) => {
      const before = await page.textContent('#text');
      const size = (name) => page.evaluate((n) => CSS.highlights.get(n)?.size ?? 0, name);
      for (const layer of ['places', 'times', 'moves', 'threads']) {
        assert.equal(await size(`l-${layer}`), 0);
        await page.keyboard.press('y');
        await page.check(`#layer-${layer}`);
        await page.keyboard.press('Escape');
        assert.ok((await size(`l-${layer}`)) > 0, layer);
      }
      await page.keyboard.press('y');
      await page.check('#layer-mentions');
      assert.ok((await size('m-c1')) > 20);
      await page.check('#layer-scenes');
      assert.match(await page.getAttribute('#s5', 'data-scene'), /^Scene 6/);
      await page.uncheck('#layer-speech');
      const [ink, line] = await page.evaluate(() => ['body', '#q3'].map((s) => getComputedStyle(document.querySelector(s)).color));
      assert.equal(line, ink);
      assert.equal(await page.textContent('#text'), before);
      await page.keyboard.press('Escape');
      await page.reload();
      assert.ok((await size('l-places')) > 0);
    });
  });

  it('show a mark on the card when it is clicked', async () => {
    await open(readSample('double_booked'), async (page) => {
      await page.click('#show-layers');
      await page.check('#layer-times');
      await page.keyboard.press('Escape');
      await page.evaluate(() => {
        const [range] = CSS.highlights.get('l-times');
        range.startContainer.parentElement.scrollIntoView({ block: 'center' });
      });
      const at = await page.evaluate(() => {
        const [range] = CSS.highlights.get('l-times');
        const live = document.createRange();
        live.setStart(range.startContainer, range.startOffset);
        live.setEnd(range.endContainer, range.endOffset);
        const { x, y, width, height } = live.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      });
      await page.mouse.click(at.x, at.y);
      assert.equal(await page.innerText('#line .head .kind'), 'TIME');
      await page.locator('#line .mark-list .link').click();
      assert.ok(await page.locator('.view-timeline').isVisible());
    });
  });
});

describe('search', () => {
  prepare();

  it('finds words over line ends, names and places, and leads there', async () => {
    await open(readSample('the_bell_at_vellmouth'), async (page) => {
      await page.keyboard.press('f');
      await page.waitForTimeout(60);
      const text = await page.textContent('#text');
      const broken = /([a-z]+)\n([a-z]+) ([a-z]+)/.exec(text);
      await page.keyboard.type(`${broken[1]} ${broken[2]} ${broken[3]}`);
      await page.locator('.found .passage').first().waitFor();
      assert.equal(await leads(page, '.found .passage'), `${broken[1]} ${broken[2]} ${broken[3]}`);
      await page.click('#back');
      assert.equal(await page.inputValue('#search'), `${broken[1]} ${broken[2]} ${broken[3]}`);
      const story = readSample.json('the_bell_at_vellmouth');
      await page.fill('#search', story.characters[0].name);
      await page.locator('.found-names .person').first().waitFor();
      await page.locator('.found-names .person').first().click();
      assert.ok(await page.locator('.view-cast').isVisible());
      assert.ok(await isInView(page, '#card-of-0'));
    });
  });

  it('takes signs as they are', async () => {
    await open(readSample('double_booked'), async (page) => {
      await page.keyboard.press('f');
      await page.fill('#search', '(.*');
      await page.getByText('Not in the text.').waitFor();
    });
  });
});

describe('spoiler slider', () => {
  prepare();

  it('cuts every view, the text and the lists at a chapter, and stays', async () => {
    const story = readSample.json('double_booked');
    const chapters = story.chapters.filter((c) => c.kind === 'chapter');
    const end = story.chapters[story.chapters.indexOf(chapters[0]) + 1].start;
    const later = story.characters.filter((c) => !story.mentions.some((m) => m.character === c.id && m.start < end));
    assert.ok(later.length > 0);
    const check = async (page) => {
      const shown = await page.evaluate(
        () => document.body.innerText + [...document.querySelectorAll('#text [data-who]')].map((e) => e.dataset.who).join('|'),
      );
      for (const c of later) assert.ok(!shown.includes(c.name), c.name);
      return shown;
    };
    await open(readSample('double_booked'), async (page) => {
      await page.keyboard.press('l');
      await page.keyboard.press('s');
      await page.focus('#read-to');
      await page.keyboard.press('Home');
      await page.keyboard.press('Escape');
      assert.match(await page.innerText('#show-spoiler'), /To 1 of 4/);
      assert.ok(await page.locator(`#ch${chapters[1].id}`).isHidden());
      await check(page);
      await page.click('#tab-contents');
      const contents = await page.innerText('.contents');
      for (const c of chapters.slice(1)) assert.ok(!contents.includes(c.title), c.title);
      for (const view of views) {
        await show(page, view);
        await check(page);
      }
      await page.fill('#search', later[0].name);
      await page.getByText('Not in the text.').waitFor();
      await show(page, 'scenes');
      assert.equal(await page.locator('.scene').count(), story.scenes.filter((s) => s.start < end).length);
      await show(page, 'threads');
      assert.equal(await page.locator('.thread').count(), story.threads.filter((t) => t.opened[0] < end).length);
      const open = story.threads.filter((t) => t.opened[0] < end && !(t.closed && t.closed[0] < end)).length;
      assert.equal(await page.locator('.thread.open').count(), open);
      await page.keyboard.press('m');
      await check(page);
      await page.keyboard.press('Escape');
      await page.reload();
      await page.keyboard.press('x');
      assert.match(await page.innerText('#show-spoiler'), /To 1 of 4/);
      await check(page);
      await page.click('#show-spoiler');
      await page.click('#read-all');
      assert.ok(await page.locator(`#ch${chapters[1].id}`).isVisible());
      await show(page, 'cast');
      assert.equal(await page.locator('.portrait').count(), story.characters.length);
    });
  });
});
