// Who is together, who talks to and of whom: counted from what is shown, so that a cut story has its own.
import type { Span } from '../layers';
import type { Story } from '../story';

export type Network = 'together' | 'talk' | 'of' | 'to';

export interface Bond {
  a: number;
  b: number;
  count: number;
  at: (Span | { line: number })[]; // where it shows: scenes, lines, mentions
}

const COMPANY = 24; // of a crowd those who are surest to be there

export const isDirected = (n: Network): boolean => n === 'of' || n === 'to';

class Counter {
  private readonly all = new Map<string, Bond>();
  constructor(private readonly directed: boolean) {}

  add(from: number, to: number, at: Span | { line: number }): void {
    const [a, b] = this.directed || from < to ? [from, to] : [to, from];
    const key = `${a}-${b}`;
    const own = this.all.get(key);
    if (own) {
      own.count++;
      own.at.push(at);
    } else this.all.set(key, { a, b, count: 1, at: [at] });
  }
  list(): Bond[] {
    return [...this.all.values()].sort((x, y) => y.count - x.count || x.a - y.a || x.b - y.b);
  }
}

export function bondsOf(story: Story, network: Network): Bond[] {
  const counter = new Counter(isDirected(network));
  if (network === 'together') addTogether(story, counter);
  else if (network === 'of') addSpokenOf(story, counter);
  else addTalk(story, counter);
  return counter.list();
}

function addTogether(story: Story, counter: Counter): void {
  for (const scene of story.scenes) {
    const there = scene.people.filter((p) => scene.present.includes(p.who));
    const sure = there.sort((x, y) => y.confidence - x.confidence).slice(0, COMPANY);
    sure.forEach((a, i) => {
      for (const b of sure.slice(i + 1)) counter.add(a.who, b.who, [scene.start, scene.end]);
    });
  }
}

function addTalk(story: Story, counter: Counter): void {
  for (const id of story.utterances) {
    const line = story.line(id);
    if (!line || line.speaker < 0 || line.kind === 'thought') continue;
    for (const to of line.to) if (to !== line.speaker) counter.add(line.speaker, to, { line: id });
  }
}

function addSpokenOf(story: Story, counter: Counter): void {
  for (const c of story.characters) {
    for (const span of story.mentionsOf(c.id)) {
      const line = story.lineAt(span[0]);
      if (!line || line.speaker < 0 || line.speaker === c.id || line.to.includes(c.id)) continue;
      if (line.spans.some(([a, b]) => a <= span[0] && span[0] < b)) counter.add(line.speaker, c.id, span);
    }
  }
}
