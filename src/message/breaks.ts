// Where a text may be cut: after a paragraph, a line, a sentence, a word, and at worst between two graphemes.

/** A break before this share of the room would leave a message half empty; a lesser kind of break is better. */
const LEAST_FILL = 0.5;
/** Longer graphemes (marks heaped on one letter) are cut between code points. */
const LONGEST_GRAPHEME = 512;
/** Words without spaces between them are looked up near the limit only. */
const LONGEST_WORD = 64;

const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });
const words = new Intl.Segmenter('und', { granularity: 'word' });
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

type BreakKind = 'paragraph' | 'line' | 'sentence' | 'space' | 'word';
const KINDS: BreakKind[] = ['paragraph', 'line', 'sentence', 'space', 'word'];

/**
 * The best place to cut `text` behind `start` and at or before `limit`, in UTF-16 units.
 * @param limit lies between two code points, behind `start` and before the end of the text
 */
export function findBreak(text: string, start: number, limit: number): number {
  const room = text.slice(start, limit);
  const least = Math.floor(room.length * LEAST_FILL);
  for (const kind of KINDS) {
    const found = FINDERS[kind](room, text.slice(limit, limit + LONGEST_WORD));
    if (found > least) return wholeGrapheme(text, start, start + found);
  }
  return wholeGrapheme(text, start, limit);
}

const FINDERS: Record<BreakKind, (room: string, next: string) => number> = {
  paragraph: (room, next) => lastOf(room, next, '\n\n'),
  line: (room, next) => lastOf(room, next, '\n'),
  sentence: lastSentenceEnd,
  space: (room, next) => (/^\s/.test(next) ? room.length : Math.max(room.lastIndexOf(' '), room.lastIndexOf('\n'))),
  word: lastWordStart,
};

function lastOf(room: string, next: string, separator: string): number {
  return next.startsWith(separator) ? room.length : room.lastIndexOf(separator);
}

function lastSentenceEnd(room: string, next: string): number {
  let last = 0;
  for (const { index } of sentences.segment(room + next)) {
    if (index > room.length) break;
    last = index;
  }
  return last;
}

/** Where a script without spaces has a word's beginning; a stop or a closing bracket stays with the word before. */
function lastWordStart(room: string, next: string): number {
  const from = room.length - Math.min(LONGEST_WORD, room.length);
  const segments = words.segment(room.slice(from) + next);
  let word = segments.containing(room.length - from);
  while (word && !word.isWordLike && word.index > 0) word = segments.containing(word.index - 1);
  return word === undefined || word.index === 0 ? 0 : from + word.index;
}

/** `at`, or the start of the grapheme it would tear; never at or before `start`. */
function wholeGrapheme(text: string, start: number, at: number): number {
  const from = Math.max(start, at - LONGEST_GRAPHEME);
  const torn = graphemes.segment(text.slice(from, at + LONGEST_GRAPHEME)).containing(at - from);
  return torn === undefined || torn.index === 0 ? at : from + torn.index;
}
