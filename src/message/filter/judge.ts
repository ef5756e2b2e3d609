// Whether an item passes a chat's and a subscription's filter, and which clause decided.
import type { Clause, Filter, FilterField, Phrase } from './clause.ts';
import { fold, withoutOptionalMarks } from './fold.ts';

/** Plain text without markup; `content` is what a reader sees of the item's text. */
export type FilterFields = {
  title: string;
  content: string;
  author: string | null;
  categories: readonly string[];
  link: string | null;
};

/** An item made ready for any number of filters: each form of its texts is made once, when first needed. */
export type FilterText = Record<FilterField, readonly Form[]>;
type Form = { raw: string; composed?: string; folded?: string; bare?: string };

/**
 * `clause` is the one that decided. It is null where an item passes because nothing was wanted, and where it fails because no
 * wanted clause of that filter is there.
 */
export type Verdict =
  | { pass: true; clause: Clause | null }
  | { pass: false; filter: 'chat' | 'subscription'; clause: Clause | null };

/** Patterns look at this many characters of a text: the only bound left on a linear search. */
export const PATTERN_REACH_CHARS = 65_536;

/** Scripts that put no spaces between words. */
const UNSPACED =
  '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}\\p{scx=Yiii}\\p{scx=Java}\\p{scx=Bali}\\p{scx=Talu}\\p{scx=Lana}';
/** A letter, digit or mark of another script. */
const WORD_CHARACTER = new RegExp(`(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}]`, 'u');
const END_OF_WORD = new RegExp(`[${UNSPACED}]|[^\\p{L}\\p{N}\\p{M}]|$`, 'gu');

export function prepareText(fields: FilterFields): FilterText {
  const form = (raw: string | null): Form[] => (raw === null || raw === '' ? [] : [{ raw }]);
  return {
    title: form(fields.title),
    content: form(fields.content),
    author: form(fields.author),
    category: fields.categories.flatMap(form),
    link: form(fields.link),
  };
}

/**
 * Both filters must let an item pass; each does so if nothing unwanted is there, and something wanted is, where anything is wanted.
 * Takes time linear in the text, for any filter.
 */
export function judge(filters: { chat: Filter | null; subscription: Filter | null }, text: FilterText): Verdict {
  let decided: Clause | null = null;
  for (const name of ['chat', 'subscription'] as const) {
    const verdict = judgeOne(filters[name]?.clauses ?? [], text);
    if (!verdict.pass) return { pass: false, filter: name, clause: verdict.clause };
    decided = verdict.clause ?? decided;
  }
  return { pass: true, clause: decided };
}

function judgeOne(clauses: readonly Clause[], text: FilterText): { pass: boolean; clause: Clause | null } {
  const unwanted = clauses.find((clause) => !clause.isWanted && isFound(clause, text));
  if (unwanted) return { pass: false, clause: unwanted };
  const wanted = clauses.filter((clause) => clause.isWanted);
  const found = wanted.find((clause) => isFound(clause, text)) ?? null;
  return { pass: wanted.length === 0 || found !== null, clause: found };
}

function isFound({ field, test }: Clause, text: FilterText): boolean {
  const forms = field === null ? Object.values(text).flat() : text[field];
  if (test.kind === 'words') return forms.some((form) => holdsPhrase(formFor(form, test.phrase), test.phrase.folded));
  return forms.some((form) => test.pattern.test(composedOf(form)));
}

function composedOf(form: Form): string {
  form.composed ??= form.raw.slice(0, PATTERN_REACH_CHARS).normalize('NFC');
  return form.composed;
}

function formFor(form: Form, { isPlain }: Phrase): string {
  form.folded ??= fold(form.raw);
  if (!isPlain) return form.folded;
  form.bare ??= withoutOptionalMarks(form.folded);
  return form.bare;
}

function holdsPhrase(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); at !== -1; ) {
    const startsWord = isBetweenWords(text, at);
    if (startsWord && isBetweenWords(text, at + phrase.length)) return true;
    // Not letter by letter through a long word: each would be compared with the whole phrase.
    at = text.indexOf(phrase, startsWord ? at + 1 : endOfWord(text, at));
  }
  return false;
}

function endOfWord(text: string, at: number): number {
  END_OF_WORD.lastIndex = at;
  return END_OF_WORD.exec(text)!.index;
}

/** No word of a spaced script runs across this index. Where either side has no spaces, any place will do. */
function isBetweenWords(text: string, at: number): boolean {
  return !(WORD_CHARACTER.test(characterBefore(text, at)) && WORD_CHARACTER.test(characterAt(text, at)));
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0x20);
}

function characterBefore(text: string, at: number): string {
  const isPair = at > 1 && text.charCodeAt(at - 1) >> 10 === 0x37 && text.charCodeAt(at - 2) >> 10 === 0x36;
  return at === 0 ? ' ' : text.slice(at - (isPair ? 2 : 1), at);
}
