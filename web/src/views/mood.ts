// In what mood somebody speaks: how their lines end and break off, and the words that tell how they were said.
import type { Story } from '../story';
import { wholeText } from '../text';

export interface Mood {
  lines: number;
  asks: number;
  exclaims: number;
  breaksOff: number;
  words: number; // of a line, on average
  ways: [way: string, lines: number[]][]; // e.g. "quietly", with the lines said so
}

/// Verbs of speech, and manners beside them, that tell a mood whoever speaks.
const ways: Record<string, RegExp> = {
  quietly: /\b(whisper|murmur|mutter|mumble|breathe|sigh)(s|ed|d|ing)?\b|\b(quietly|softly|gently|in a low voice|under (his|her|their) breath)\b/i,
  loudly: /\b(shout|yell|roar|bellow|scream|shriek|bawl|holler|call)(s|ed|ing)?( out)?\b|\b(cried out|loudly|at the top of)\b/i,
  laughing: /\b(laugh|chuckle|giggle|smile|grin|tease|joke)(s|ed|d|ing)?\b|\b(cheerfully|merrily|gaily|brightly|with a smile)\b/i,
  sharply: /\b(snap|snarl|growl|hiss|bark|sneer|scoff|retort|scold)(s|ed|ped|led|ing|ping)?\b|\b(sharply|coldly|angrily|crossly|drily|dryly|bitterly|curtly)\b/i,
  pleading: /\b(plead|beg|implore|entreat|beseech)(s|ed|ged|ing|ging)?\b|\b(pleadingly|desperately|earnestly)\b/i,
  crying: /\b(sob|weep|wail|moan|groan|whimper)(s|bed|ed|ing|bing)?\b|\b(sadly|tearfully|miserably)\b/i,
  unsurely: /\b(stammer|stutter|falter|hesitate)(s|ed|d|ing)?\b|\b(hesitantly|uncertainly|nervously|doubtfully)\b/i,
};

const BESIDE = 60; // units around a cue that may tell how something was said

export function moodOf(story: Story, who: number): Mood {
  const text = wholeText();
  const mood: Mood = { lines: 0, asks: 0, exclaims: 0, breaksOff: 0, words: 0, ways: [] };
  const said = new Map<string, number[]>();
  let words = 0;
  for (const id of story.linesOf(who)) {
    const line = story.line(id);
    if (!line) continue;
    mood.lines++;
    const own = line.spans.map(([a, b]) => text.slice(a, b)).join(' ');
    words += own.split(/\s+/).length;
    if (own.includes('?')) mood.asks++;
    if (own.includes('!')) mood.exclaims++;
    if (/(\u2026|\.\.\.|\u2014|--|\u2013)[\s"\u201d\u2019'*_]*$/.test(own)) mood.breaksOff++;
    if (!line.cue) continue;
    const stop = text.slice(line.cue.end, line.cue.end + BESIDE).search(/[.!?;"\u201c\n]/);
    const tag = text.slice(line.cue.start, line.cue.end + (stop < 0 ? 0 : stop));
    for (const [way, sign] of Object.entries(ways)) {
      if (!sign.test(tag)) continue;
      const list = said.get(way);
      if (list) list.push(id);
      else said.set(way, [id]);
    }
  }
  mood.words = mood.lines > 0 ? words / mood.lines : 0;
  mood.ways = [...said].sort((a, b) => b[1].length - a[1].length);
  return mood;
}
