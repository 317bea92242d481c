// The review queue: doubtful answers one by one, worked with the keyboard, saved as a file of fixes.
import { count, make, makeButton, say } from '../dom';
import type { Decision, Fixes } from '../fixes';
import { empty, heading } from '../parts';
import { wordsAround } from '../text';
import { StoryView, type View, type Views } from '../views';
import { cannotGrow } from '../yaml';
import { type Answer, notSpeech, type Question, questions, speakerAnswer } from './questions';

const AROUND = 420;

export class ReviewView extends StoryView implements View {
  readonly name = 'review';
  readonly label = 'Review';
  private queue: Question[] = [];
  private kind = '';
  private at = 0;
  private readonly done: string[] = [];
  private box: HTMLElement | undefined;

  constructor(
    views: Views,
    private readonly fixes: Fixes,
  ) {
    super(views);
  }

  draw(box: HTMLElement): void {
    this.queue = questions(this.story, this.fixes);
    this.at = 0;
    box.append(
      heading('Review', 'What the page is least sure of, and what hangs most on it, first. Your answers are saved as a file that the next reading obeys.'),
      make('div', { class: 'view-bar' }, this.kinds()),
      make('div', { class: 'question', role: 'group', 'aria-label': 'The question' }),
      make('section', { class: 'section saving' }),
    );
    this.box = box;
    this.skipAnswered(1);
    this.show();
    this.showSaving();
  }

  shown(): void {
    this.showSaving(); // decisions are made in other views too
  }

  key(key: string): boolean {
    const question = this.now();
    const answers = question?.answers() ?? [];
    const number = Number(key);
    if (key >= '1' && key <= '9' && answers[number - 1]) this.choose(answers[number - 1] as Answer);
    else if (key === 'Enter' && document.activeElement?.tagName !== 'BUTTON' && document.activeElement?.tagName !== 'A') {
      const now = answers.find((a) => a.now) ?? answers[0];
      if (now) this.choose(now);
    } else if (key === 'x' && question?.line !== undefined) this.notSpeech(question.line);
    else if (key === 'u') this.undo();
    else if (key === 'j' || key === 'n' || key === 'ArrowRight') this.step(1);
    else if (key === 'k' || key === 'p' || key === 'ArrowLeft') this.step(-1);
    else if (key === 't') this.read();
    else return false;
    return true;
  }

  private shownQueue(): Question[] {
    return this.kind === '' ? this.queue : this.queue.filter((q) => q.kind === this.kind);
  }

  private now(): Question | undefined {
    return this.shownQueue()[this.at];
  }

  private kinds(): HTMLElement {
    const select = make('select', { class: 'field-input', 'aria-label': 'Kind of question' }, make('option', { value: '' }, `All questions (${this.queue.length})`));
    for (const kind of [...new Set(this.queue.map((q) => q.kind))].sort()) {
      select.append(make('option', { value: kind }, `${kind} (${this.queue.filter((q) => q.kind === kind).length})`));
    }
    select.value = this.kind;
    if (select.selectedIndex < 0) {
      this.kind = '';
      select.value = '';
    }
    select.addEventListener('change', () => {
      this.kind = select.value;
      this.at = 0;
      this.skipAnswered(1);
      this.show();
    });
    return select;
  }

  private step(by: 1 | -1): void {
    const last = this.shownQueue().length - 1;
    this.at = Math.max(0, Math.min(last, this.at + by));
    this.show();
  }

  /// Goes on to the next that has no answer; stays where there is none.
  private skipAnswered(by: 1 | -1): void {
    const queue = this.shownQueue();
    for (let i = this.at; i >= 0 && i < queue.length; i += by) {
      if (this.fixes.get(queue[i]?.key ?? '')) continue;
      this.at = i;
      return;
    }
  }

  private choose(answer: Answer): void {
    if (answer.decision) this.decide(answer.decision);
  }

  private notSpeech(line: number): void {
    const found = this.story.line(line);
    if (found) this.decide(notSpeech(this.fixes, found));
  }

  private decide(decision: Decision): void {
    this.fixes.decide(decision);
    this.done.push(decision.key);
    this.skipAnswered(1);
    this.show();
    say(`${decision.words}. Next: ${this.now()?.words ?? 'nothing is left'}`);
    this.showSaving();
  }

  private undo(): void {
    const key = this.done.pop();
    if (key === undefined) return;
    this.fixes.undo(key);
    const at = this.shownQueue().findIndex((q) => q.key === key);
    if (at >= 0) this.at = at;
    this.show();
    this.showSaving();
  }

  private read(): void {
    const question = this.now();
    if (question?.line !== undefined) this.views.goToLine(question.line);
    else if (question?.spans[0]) this.views.go(question.spans[0], question.spans);
  }

  private show(): void {
    const box = this.box?.querySelector<HTMLElement>('.question');
    if (!box) return;
    const queue = this.shownQueue();
    const question = this.now();
    box.replaceChildren();
    if (!question) {
      box.append(empty('Nothing is doubtful.'));
      return;
    }
    const left = queue.filter((q) => !this.fixes.get(q.key)).length;
    const decided = this.fixes.get(question.key);
    box.append(
      make('p', { class: 'kind' }, `${question.kind} \u00b7 ${this.at + 1} of ${queue.length} \u00b7 ${left} left`),
      make('h3', {}, question.words),
      make('p', { class: 'soft' }, question.why),
      this.context(question),
      this.answers(question),
      this.tools(question),
    );
    if (decided) box.append(make('p', { class: 'decided' }, `Your answer: ${decided.words}.`));
  }

  private context(question: Question): HTMLElement {
    const box = make('div', { class: 'context', tabindex: 0, role: 'group', 'aria-label': 'Where it stands' });
    const spans = question.line === undefined ? question.spans : question.spans.slice(0, 1);
    const around = spans.length > 1 ? AROUND / 3 : AROUND;
    for (const span of spans) {
      const end = question.line === undefined ? span[1] : (question.spans[question.spans.length - 1]?.[1] ?? span[1]);
      const [before, words, behind] = wordsAround(span[0], Math.max(end, span[0] + 1), around);
      box.append(make('p', {}, before, make('mark', {}, words), behind));
    }
    return box;
  }

  private answers(question: Question): HTMLElement {
    const list = make('ol', { class: 'answers' });
    question.answers().forEach((answer, i) => {
      const button = makeButton('', () => this.choose(answer), {
        class: answer.who === undefined ? 'answer' : `answer ${this.story.colour(answer.who)}`,
        disabled: answer.decision === undefined,
        'aria-pressed': String(this.fixes.get(question.key)?.words === answer.decision?.words),
      });
      const label = answer.who === undefined ? answer.label : make('span', { class: `person ${this.story.colour(answer.who)}` }, answer.label);
      button.append(make('kbd', {}, String(i + 1)), ' ', label, answer.now ? make('span', { class: 'soft' }, ' as it is now') : '');
      list.append(make('li', {}, button));
    });
    if (question.line !== undefined) list.append(make('li', {}, this.somebodyElse(question.line)));
    return list;
  }

  private somebodyElse(id: number): HTMLElement {
    const line = this.story.line(id);
    const select = make('select', { class: 'field-input', 'aria-label': 'Somebody else says it' }, make('option', { value: '' }, 'Somebody else\u2026'));
    for (const c of this.story.byWeight()) select.append(make('option', { value: c }, this.story.name(c)));
    select.addEventListener('change', () => {
      if (line && select.value !== '') this.choose(speakerAnswer(this.story, this.fixes, line, Number(select.value)));
    });
    return select;
  }

  private tools(question: Question): HTMLElement {
    const tool = (key: string, label: string, act: () => void): HTMLElement => {
      const button = makeButton('', act, { class: 'tool' });
      button.append(make('kbd', {}, key), ` ${label}`);
      return button;
    };
    const box = make('div', { class: 'question-tools' }, tool('k', 'Before', () => this.step(-1)), tool('j', 'Skip', () => this.step(1)));
    const { line } = question;
    if (line !== undefined) box.append(tool('x', 'Nobody speaks', () => this.notSpeech(line)));
    box.append(tool('u', 'Undo', () => this.undo()), tool('t', 'In the text', () => this.read()));
    return box;
  }

  private showSaving(): void {
    const box = this.box?.querySelector<HTMLElement>('.saving');
    if (!box) return;
    const all = this.fixes.all();
    const n = all.reduce((sum, d) => sum + d.fixes.length, 0);
    box.replaceChildren(make('h3', {}, `Your answers (${all.length})`));
    if (this.fixes.needsFile) {
      box.append(make('p', { class: 'remark' }, `This reading obeyed a file of fixes. Open it here first, so that what you save holds it too.`));
    }
    const save = makeButton(`Save ${this.fixes.fileName}`, () => this.save(), { id: 'save-fixes', class: 'main-button', disabled: n === 0 });
    const note = make('p', { class: 'hint', role: 'status' });
    box.append(
      make('p', {}, save, ' ', this.opener(note)),
      make('p', { class: 'hint' }, 'Put it beside the book: fabula reads it by itself the next time, and lists what it no longer finds.'),
      note,
    );
    if (all.length > 0) box.append(this.decisions(all));
    if (n > 0) {
      const file = make('details', {}, make('summary', {}, 'The file'), make('pre', { class: 'file', tabindex: 0, 'aria-label': 'The file of fixes' }, this.fixes.file()));
      box.append(file);
    }
  }

  private decisions(all: readonly Decision[]): HTMLElement {
    const list = make('ul', { class: 'decisions' });
    for (const d of [...all].reverse()) {
      const back = makeButton('Take back', () => {
        this.fixes.undo(d.key);
        this.show();
        this.showSaving();
      }, { class: 'link', 'aria-label': `Take back: ${d.words}` });
      list.append(make('li', {}, d.words, ' ', back));
    }
    const box = make('details', {}, make('summary', {}, count(all.length, 'answer')), list);
    box.open = all.length <= 12;
    return box;
  }

  /// Lets the reader open a file of fixes that they have; what they save holds it too.
  private opener(note: HTMLElement): HTMLElement {
    const input = make('input', { type: 'file', accept: '.yaml,.yml', id: 'open-fixes', class: 'vh', tabindex: -1, 'aria-label': 'A file of fixes' });
    input.addEventListener('change', () => {
      void input.files?.[0]?.text().then((words) => {
        const problem = cannotGrow(words);
        if (!problem) this.fixes.before = words;
        this.showSaving();
        const told = this.box?.querySelector('.saving [role="status"]') ?? note;
        told.textContent = problem ?? 'Opened: your answers are added to it.';
      });
    });
    const button = makeButton('Add to a file of yours', () => input.click(), { class: 'link' });
    return make('span', {}, button, input);
  }

  private save(): void {
    const url = URL.createObjectURL(new Blob([this.fixes.file()], { type: 'text/yaml' }));
    const link = make('a', { href: url, download: this.fixes.fileName });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    say(`Saved ${this.fixes.fileName}.`);
  }
}
