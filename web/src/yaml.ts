// The file of fixes (docs/fixes.md): written anew, or with new entries in the sections of the user's own file.
import type { Anchor } from './anchors';
import type { Fix } from './fixes';

const sections = [
  'merge', 'split', 'not_same', 'rename', 'pronouns', 'narrator', 'speaker', 'addressee', 'not_a_quote', 'dismiss',
] as const;

/// In double quotes where YAML would read anything else than these words.
function scalar(words: string): string {
  const bare = /^[\p{L}][\p{L}\p{N} .\u2019]*$/u.test(words) && !/^(null|true|false|yes|no|on|off)$/i.test(words);
  return bare && words === words.trim() ? words : JSON.stringify(words);
}

const list = (names: readonly string[]): string => `[${names.map((n) => (/^[\p{L}\p{N} .\u2019]+$/u.test(n) ? scalar(n) : JSON.stringify(n))).join(', ')}]`;

function anchored(anchor: Anchor): string[] {
  const out = [`quote: ${JSON.stringify(anchor.quote)}`];
  if (anchor.occurrence !== undefined) out.push(`occurrence: ${anchor.occurrence}`);
  if (anchor.after !== undefined) out.push(`after: ${JSON.stringify(anchor.after)}`);
  if (anchor.before !== undefined) out.push(`before: ${JSON.stringify(anchor.before)}`);
  return out;
}

/// The lines of one entry, without their indentation; the first is the one with the dash, where there is one.
function entry(fix: Fix): string[] {
  const fields = (lines: string[]): string[] => lines.map((l, i) => (i === 0 ? `- ${l}` : `  ${l}`));
  switch (fix.kind) {
    case 'merge':
    case 'not_same':
      return [`- ${list(fix.names)}`];
    case 'split':
      return fields([`from: ${scalar(fix.from)}`, `names: ${list(fix.names)}`]);
    case 'pronouns':
      return [`${scalar(fix.name)}: ${fix.is}`];
    case 'narrator':
      return fields([`name: ${fix.name === null ? 'null' : scalar(fix.name)}`, `chapters: [${fix.chapters.join(', ')}]`]);
    case 'speaker':
      return fields([...anchored(fix.anchor), `is: ${scalar(fix.is)}`]);
    case 'not_a_quote':
      return fields(anchored(fix.anchor));
    case 'dismiss': {
      const lines = [`${fix.what}: ${fix.value}`];
      if (fix.who.length > 0) lines.push(`who: ${list(fix.who)}`);
      if (fix.values.length > 0) lines.push(`values: ${list(fix.values)}`);
      if (fix.near) lines.push(`near: ${JSON.stringify(fix.near)}`);
      return fields(lines);
    }
  }
}

/// Entries of sections that the file has are put at the head of each; other sections go to its end.
export function fixesFile(before: string, fixes: readonly Fix[], source: string): string {
  const lines = before === '' ? [`# Fixes of ${source.replace(/[\r\n]/g, ' ')}, made on its page.`] : before.replace(/\r\n?/g, '\n').trimEnd().split('\n');
  for (const section of sections) {
    const own = new Set(fixes.filter((f) => f.kind === section).map((f) => entry(f).join('\n')));
    const entries = [...own].map((e) => e.split('\n'));
    if (entries.length === 0) continue;
    const at = lines.findIndex((l) => new RegExp(`^["']?${section}["']?:\\s*(#.*)?$`).test(l));
    if (at < 0) lines.push(`${section}:`, ...entries.flatMap((e) => e.map((l) => `  ${l}`)));
    else {
      // All entries of a section stand as far in as its first.
      const first = lines.slice(at + 1).find((l) => /^\s*[^\s#]/.test(l)) ?? '';
      const indent = /^(\s*)(- |[^\s-])/.exec(first)?.[1] ?? '  ';
      const fits = indent !== '' || first.startsWith('- ');
      lines.splice(at + 1, 0, ...entries.flatMap((e) => e.map((l) => `${fits ? indent : '  '}${l}`)));
    }
  }
  return `${lines.join('\n')}\n`;
}

/// A section that holds its entries in one line, or the whole file as JSON, has no room for more entries.
export function cannotGrow(before: string): string | undefined {
  if (/^\s*[[{]/.test(before)) return 'It is written as JSON: the page can only add to YAML with an entry on each line.';
  for (const section of sections) {
    if (new RegExp(`^["']?${section}["']?:\\s*[[{]`, 'm').test(before)) {
      return `Its section \u201c${section}\u201d stands in one line: the page can only add where each entry has its own.`;
    }
  }
  return undefined;
}
