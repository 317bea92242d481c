// A picture of who is present where: characters down, chapters or scenes across.
import { byId, count, make, makeButton, makeSvg } from './dom';
import type { Reading } from './reading';
import { chapterName, reveal, revealOffset, revealScene } from './text';

interface Column {
  name: string;
  short: string;
  start: number;
  end: number;
  go: () => void;
  begins: boolean; // the first scene of its chapter
}

interface Cell {
  lines: number;
  mentions: number;
  present: boolean;
}

const ROW = 26;
const HEAD = 28;
const SHOWN_ROWS = 16;
const FINEST = 9;
const DOT = 4;
const WIDEST = 150;
const FEW_SCENES = 24;

export class Presence {
  private readonly dialog = byId<HTMLDialogElement>('presence');
  private readonly body: HTMLElement;
  private readonly mentions = new Map<number, number[]>();
  private by: 'chapters' | 'scenes';
  private all = false;
  private columns: Column[] = [];
  private rows: number[] = [];
  private cells: Cell[][] = [];
  private at = { row: 0, column: 0 };

  constructor(private readonly reading: Reading) {
    this.body = this.dialog.querySelector('.body') as HTMLElement;
    this.by = reading.story.scenes.length > FEW_SCENES ? 'chapters' : 'scenes';
    byId('show-presence').addEventListener('click', () => this.open());
  }

  open(): void {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.mentions.clear();
    this.draw();
  }

  private chapterColumns(): Column[] {
    const { story } = this.reading;
    const columns = story.chapterStarts.map((start, i) => ({
      name: chapterName(i),
      short: '',
      start,
      end: story.chapterStarts[i + 1] ?? Infinity,
      go: () => reveal(byId(`ch${i}`), 'start'),
      begins: false,
    }));
    // Front and back matter is not story, and a part's title page has nobody on it.
    const told = columns.filter((c) => story.scenes.some((s) => s.start >= c.start && s.start < c.end));
    const shown = told.length > 0 ? told : columns;
    shown.forEach((c, i) => (c.short = String(i + 1)));
    return shown;
  }

  private sceneColumns(): Column[] {
    let chapter = -1;
    let number = 0;
    let chapters = 0;
    return this.reading.story.scenes.map((s) => {
      const begins = s.chapter !== chapter;
      number = begins ? 1 : number + 1;
      if (begins) chapters++;
      chapter = s.chapter;
      return {
        name: `${chapterName(s.chapter)}, scene ${number}`,
        short: begins ? String(chapters) : '',
        start: s.start,
        end: s.end,
        go: () => revealScene(s.id),
        begins,
      };
    });
  }

  private cell(character: number, column: Column, present: ReadonlySet<number>): Cell {
    const { story } = this.reading;
    const within = (at: number): boolean => at >= column.start && at < column.end;
    let starts = this.mentions.get(character);
    if (!starts) {
      starts = story.mentionsOf(character).map(([start]) => start);
      this.mentions.set(character, starts);
    }
    return {
      lines: story.linesOf(character).filter((id) => within(story.line(id)?.start ?? -1)).length,
      mentions: starts.filter(within).length,
      present: present.has(character),
    };
  }

  private measure(): void {
    const { story } = this.reading;
    this.columns = this.by === 'chapters' ? this.chapterColumns() : this.sceneColumns();
    const weight = (c: number): number => story.linesOf(c).length * 1000 + (story.characters[c]?.mentions ?? 0);
    const there = new Set(story.scenes.flatMap((s) => s.present));
    const cast = story.characters
      .filter((c) => c.known)
      .map((c) => c.id)
      .filter((c) => there.has(c) || story.linesOf(c).length > 0)
      .sort((a, b) => weight(b) - weight(a) || a - b);
    this.rows = this.all ? cast : cast.slice(0, SHOWN_ROWS);
    const present = this.columns.map(
      ({ start, end }) =>
        new Set(story.scenes.filter((s) => s.start >= start && s.start < end).flatMap((s) => s.present)),
    );
    this.cells = this.rows.map((c) => this.columns.map((column, i) => this.cell(c, column, present[i] ?? new Set())));
    this.at = { row: 0, column: 0 };
    this.hidden = cast.length - this.rows.length;
  }

  private hidden = 0;

  private draw(): void {
    this.measure();
    this.body.replaceChildren(this.choice());
    if (this.rows.length === 0 || this.columns.length === 0) {
      this.body.append(make('p', { class: 'none' }, 'Nobody was found to be present anywhere.'));
      return;
    }
    const caption = make('p', { class: 'caption', role: 'status' }, 'Point at a field, or use the arrow keys.');
    this.body.append(this.picture(caption), caption);
    if (this.hidden > 0 || this.all) {
      const label = this.all ? 'Show fewer' : `Show ${this.hidden} more`;
      const button = makeButton(label, () => {
        this.all = !this.all;
        this.draw();
      });
      button.className = 'link';
      this.body.append(button);
    }
    this.body.append(this.table());
  }

  private choice(): HTMLElement {
    const box = make('div', { class: 'choice', role: 'group', 'aria-label': 'Columns' });
    for (const by of ['chapters', 'scenes'] as const) {
      const button = makeButton(by === 'chapters' ? 'By chapter' : 'By scene', () => {
        this.by = by;
        this.draw();
        this.body.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
      });
      button.setAttribute('aria-pressed', String(this.by === by));
      box.append(button);
    }
    return box;
  }

  private words(row: number, column: number): string {
    const cell = this.cells[row]?.[column];
    const name = this.reading.story.name(this.rows[row] ?? -1);
    const where = this.columns[column]?.name ?? '';
    if (!cell || (!cell.present && cell.lines === 0)) {
      const only = cell && cell.mentions > 0 ? `only spoken of, ${count(cell.mentions, 'mention')}` : 'not there';
      return `${name} \u2014 ${where}: ${only}`;
    }
    return `${name} \u2014 ${where}: ${count(cell.lines, 'line')}, ${count(cell.mentions, 'mention')}`;
  }

  private go(row: number, column: number): void {
    const where = this.columns[column];
    const who = this.rows[row];
    if (!where || who === undefined) return;
    this.dialog.close();
    const { story } = this.reading;
    const within = (at: number): boolean => at >= where.start && at < where.end;
    const line = story.linesOf(who).find((id) => within(story.line(id)?.start ?? -1));
    if (line !== undefined) return this.reading.chooseLine(line);
    const mention = this.mentions.get(who)?.find(within);
    if (mention !== undefined) revealOffset(mention);
    else where.go();
  }

  private picture(caption: HTMLElement): HTMLElement {
    const room = this.body.clientWidth - Math.min(160, this.body.clientWidth * 0.36) - 24;
    const width = Math.max(FINEST, Math.min(WIDEST, room / this.columns.length));
    const total = Math.ceil(width * this.columns.length) + 1;
    const height = HEAD + ROW * this.rows.length;
    const svg = makeSvg('svg', { width: total, height, viewBox: `0 0 ${total} ${height}`, 'aria-hidden': 'true' });
    const most = this.cells.flat().reduce((max, cell) => Math.max(max, cell.lines), 1);
    this.rows.forEach((_, row) => {
      const y = HEAD + row * ROW + ROW / 2;
      svg.append(makeSvg('path', { class: 'rule', d: `M0 ${y}H${total}` }));
    });
    this.drawHeads(svg, width, height);
    this.rows.forEach((who, row) => this.drawRow(svg, who, row, width, most));
    const cursor = makeSvg('rect', { class: 'cursor', width: Math.max(6, width), height: ROW - 2, rx: 4 });
    svg.append(cursor);
    const field = make('div', { class: 'field', tabindex: 0, role: 'group', 'aria-label': this.summary() });
    field.append(svg as unknown as Node);
    const point = (row: number, column: number): void => {
      this.at = { row, column };
      caption.textContent = this.words(row, column);
      cursor.setAttribute('x', String(column * width));
      cursor.setAttribute('y', String(HEAD + row * ROW + 1));
      cursor.classList.add('on');
    };
    this.listen(field, svg, width, point);
    const names = make('div', { class: 'names-column', 'aria-hidden': 'true' });
    for (const who of this.rows) {
      names.append(make('span', { class: `person ${this.reading.story.colour(who)}` }, this.reading.story.name(who)));
    }
    return make('div', { class: 'picture' }, names, field);
  }

  private summary(): string {
    const what = this.by === 'chapters' ? 'chapter' : 'scene';
    return (
      `Picture: ${count(this.rows.length, 'character')} by ${count(this.columns.length, what)}. ` +
      'Arrow keys move, Enter goes there. The same stands below as a table.'
    );
  }

  private drawHeads(svg: SVGElement, width: number, height: number): void {
    let free = -1;
    this.columns.forEach((column, i) => {
      const x = i * width;
      if (column.begins && i > 0) svg.append(makeSvg('path', { class: 'border', d: `M${x} ${HEAD - 8}V${height}` }));
      if (!column.short || x < free) return;
      free = x + 8 + column.short.length * 7;
      const centre = this.by === 'chapters' ? x + width / 2 : x + 2;
      const anchor = this.by === 'chapters' ? 'middle' : 'start';
      const letters = Math.floor(width / 6.6);
      const full = column.name.length > letters ? `${column.name.slice(0, letters - 1)}\u2026` : column.name;
      const named = letters > 9 && this.by === 'chapters';
      svg.append(makeSvg('text', { x: centre, y: 16, 'text-anchor': anchor }, named ? full : column.short));
    });
  }

  private drawRow(svg: SVGElement, who: number, row: number, width: number, most: number): void {
    const group = makeSvg('g', { class: this.reading.story.colour(who) });
    const gap = width > 14 ? 1.5 : 0.75;
    this.cells[row]?.forEach((cell, i) => {
      if (!cell.present && cell.lines === 0 && cell.mentions === 0) return;
      const there = cell.present || cell.lines > 0;
      // Taller is more lines; a low stroke is presence without a word, a dot is being spoken of.
      const tall = there ? 4 + (ROW - 8) * Math.sqrt(cell.lines / most) : DOT;
      const wide = there ? width - 2 * gap : DOT;
      group.append(
        makeSvg('rect', {
          class: there ? 'there' : 'spoken-of',
          x: (i * width + (width - wide) / 2).toFixed(2),
          y: (HEAD + row * ROW + (ROW - tall) / 2).toFixed(2),
          width: wide.toFixed(2),
          height: tall.toFixed(2),
          rx: Math.min(3, tall / 2),
        }),
      );
    });
    svg.append(group);
  }

  private listen(
    field: HTMLElement,
    svg: SVGElement,
    width: number,
    point: (row: number, column: number) => void,
  ): void {
    const under = (event: MouseEvent): { row: number; column: number } | undefined => {
      const box = svg.getBoundingClientRect();
      const row = Math.floor((event.clientY - box.top - HEAD) / ROW);
      const column = Math.floor((event.clientX - box.left) / width);
      return this.cells[row]?.[column] ? { row, column } : undefined;
    };
    svg.addEventListener('pointermove', (event) => {
      const found = under(event);
      if (found) point(found.row, found.column);
    });
    svg.addEventListener('click', (event) => {
      const found = under(event);
      if (found) this.go(found.row, found.column);
    });
    field.addEventListener('focus', () => point(this.at.row, this.at.column));
    field.addEventListener('keydown', (event) => {
      const steps: Record<string, [number, number]> = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
        Home: [0, -this.columns.length],
        End: [0, this.columns.length],
      };
      const step = steps[event.key];
      if (event.key === 'Enter') this.go(this.at.row, this.at.column);
      if (!step) return;
      event.preventDefault();
      const clamp = (n: number, size: number): number => Math.max(0, Math.min(size - 1, n));
      point(clamp(this.at.row + step[0], this.rows.length), clamp(this.at.column + step[1], this.columns.length));
      field.scrollLeft = (this.at.column + 0.5) * width - field.clientWidth / 2;
    });
  }

  private table(): HTMLElement {
    const box = make('details', { class: 'as-table' }, make('summary', {}, 'The same as a table'));
    box.addEventListener('toggle', () => {
      if (box.querySelector('table')) return;
      const head = make('tr', {}, make('th', { scope: 'col' }, 'Character'));
      for (const column of this.columns) head.append(make('th', { scope: 'col' }, column.name));
      const body = make('tbody');
      this.rows.forEach((who, row) => {
        const line = make('tr', {}, make('th', { scope: 'row' }, this.reading.story.name(who)));
        this.columns.forEach((_, column) => line.append(this.tableCell(row, column)));
        body.append(line);
      });
      const table = make('table', {}, make('caption', {}, 'Lines; a dash is not there'), make('thead', {}, head), body);
      box.append(make('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Table' }, table));
    });
    return box;
  }

  private tableCell(row: number, column: number): HTMLElement {
    const cell = this.cells[row]?.[column];
    if (!cell || (!cell.present && cell.lines === 0)) return make('td', {}, '\u2013');
    const button = makeButton(String(cell.lines), () => this.go(row, column), {
      'aria-label': this.words(row, column),
    });
    return make('td', {}, button);
  }
}
