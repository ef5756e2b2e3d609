// Which characters reach a message, and how wide and how many they are.

/** Control characters and invisible ones that only harm: C0 but line feed, DEL, C1, soft hyphen, ZWSP, BOM. */
const UNWANTED = /[^\P{Cc}\n]|[\u00AD\u200B\uFEFF\uFFFE\uFFFF]/gu;

/** Telegram deletes U+2028 to U+202E from every text, so bidi embeddings become isolates, which it keeps. */
const SEPARATORS = /[\u2028\u2029]/g;
const EMBEDDINGS = /[\u202A\u202B\u202C\u202D\u202E]/g;
const ISOLATE_FOR: Record<string, string> = {
  '\u202A': '\u2066',
  '\u202D': '\u2066',
  '\u202B': '\u2067',
  '\u202E': '\u2067',
  '\u202C': '\u2069',
};
const ISOLATES = /[\u2066-\u2069]/g;

/** Text in which nothing is to be changed; most is. */
const CLEAN = /^[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u200a\u200c-\u2027\u202f-\ud7ff]*$/;

/** Text that Telegram takes as it is: no lone surrogates, no controls, one kind of line feed, a space for a tab. */
export function cleanText(text: string): string {
  if (CLEAN.test(text)) return text;
  const wellFormed = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(SEPARATORS, '\n')
    .replace(/[\t\f]/g, ' ')
    .replace(UNWANTED, '')
    .replace(EMBEDDINGS, (mark) => ISOLATE_FOR[mark]!);
  // Telegram deletes a lone ring above (U+030A), which turns a decomposed "å" into "a".
  return wellFormed.includes('\u030A') ? wellFormed.normalize('NFC') : wellFormed;
}

/**
 * Replace directional isolates that their line does not pair (UAX #9: they end with their paragraph) by a word joiner,
 * which is invisible and as long, so that nothing set beside the text is drawn into its direction and no offset moves.
 */
export function balanceIsolates(text: string): string {
  if (text.search(ISOLATES) === -1) return text;
  const lone = new Uint8Array(text.length);
  let open: number[] = [];
  const leaveLine = () => {
    for (const at of open) lone[at] = 1;
    open = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at]!;
    if (unit === '\n') leaveLine();
    else if (unit >= '\u2066' && unit <= '\u2068') open.push(at);
    else if (unit === '\u2069' && open.pop() === undefined) lone[at] = 1;
  }
  leaveLine();
  return text.replace(ISOLATES, (mark, at: number) => (lone[at] === 1 ? '\u2060' : mark));
}

/** Telegram's 4096 and 1024 count code points. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}

/** The index in UTF-16 units after `count` code points from `start`, at most the text's end. */
export function indexAfter(text: string, start: number, count: number): number {
  let at = start;
  for (let left = count; left > 0 && at < text.length; left -= 1) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303F\\uFF01-\\uFF60';
const UNSPACED_LINE = new RegExp(`(?<=[${UNSPACED}])\\n(?=[${UNSPACED}])`, 'gu');

/** Scripts written without spaces lose the line feeds of their source, which are no space there (CSS Text 3, segment break rules). */
export function joinUnspaced(text: string): string {
  return text.replace(UNSPACED_LINE, '');
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]/u;
const ZERO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
const ASCII = /^[\x20-\x7e]*$/;

/** Columns a text takes in a fixed-width font: two for CJK and emoji, none for combining marks. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const char of text) columns += ZERO_WIDTH.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return columns;
}

/** Whether the first letter with a direction runs right to left. */
export function startsRightToLeft(text: string): boolean {
  if (/^\w/.test(text)) return false;
  const first = /[\p{L}\p{N}]/u.exec(text)?.[0];
  return (
    first !== undefined &&
    /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(first)
  );
}
