// What the data's closed lists are called on the page.
export const kindNames: Record<string, string> = {
  speech: 'Speech',
  thought: 'Thought',
  message: 'Message',
  letter: 'Letter',
  sign: 'Sign',
  quoted: 'Quoted words',
};

/// The closed list of evidence for a speaker, in the order of the story's letters.
export const evidence: Record<string, [name: string, sentence: string]> = {
  '-': ['none', 'Nothing near it tells who speaks.'],
  n: ['name', 'The words beside it name the speaker.'],
  p: ['pronoun', 'The words beside it point to the speaker by a pronoun.'],
  d: ['description', 'The words beside it describe the speaker.'],
  v: ['vocative', 'Somebody in the exchange is called by name.'],
  t: ['turn', 'The speakers take turns, and it is this one\u2019s.'],
  b: ['beat', 'What is done in the same paragraph shows who speaks.'],
  r: ['narrator', 'The narrator speaks: \u201cI\u201d.'],
  g: ['given', 'The text itself gives the speaker, as a chat or a play does.'],
  f: ['fix', 'A correction of yours says so.'],
};

/// Why a name is taken for one of a character's, in the order of `fabula::alias_reason`.
export const aliasReasons: readonly [name: string, sentence: string][] = [
  ['own', 'the form that the others joined'],
  ['full name', 'the same given name and surname'],
  ['given name', 'the given name of the fuller form'],
  ['nickname', 'a pet name of the given name'],
  ['initials', 'initials that fit the given name'],
  ['spelling', 'the same name, spelled otherwise'],
  ['title and given name', 'a title before the given name'],
  ['title and surname', 'a title before the surname'],
  ['surname', 'the surname alone'],
  ['title', 'the title alone'],
  ['short form', 'a shorter form that only others call them'],
  ['context', 'several bear this name; who is about says whom it means'],
  ['given', 'your cast says so'],
  ['role', 'what they are to somebody, said of them'],
  ['fix', 'a correction of yours says so'],
];

export const pronounWords: Record<string, string> = {
  she: 'she/her',
  he: 'he/him',
  they: 'they/them',
  it: 'it',
  xe: 'xe/xem',
  ze: 'ze/zir',
  ey: 'ey/em',
  fae: 'fae/faer',
};

export const persons = ['not told', 'first person', 'second person', 'third person'] as const;
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export function sureness(confidence: number): string {
  if (confidence >= 90) return 'very sure';
  if (confidence >= 75) return 'sure';
  if (confidence >= 50) return 'fairly sure';
  return 'doubtful';
}

export function clock(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/// "a, b and c"
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1] ?? ''}`;
}

export function plain(words: string): string {
  return words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
