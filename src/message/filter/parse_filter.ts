// Reads what a person typed as a filter: `rust, !"crypto, again", title:release, /v\d+\.0\b/i`.
import { RE2JS } from 're2js';
import {
  type Clause,
  FILTER_FIELDS,
  type FilterField,
  type FilterParse,
  type FilterRefusal,
  MAX_CLAUSE_CHARS,
} from './clause.ts';
import { fold, withoutOptionalMarks } from './fold.ts';

const HEAD = new RegExp(`^\\s*(!*)\\s*(?:(${FILTER_FIELDS.join('|')})\\s*:\\s*(!*)\\s*)?`, 'i');
/** Phones turn straight quotes into their language's own. */
const CLOSING: Record<string, string> = { '"': '"', '“': '”', '„': '“”', '«': '»', '”': '”' };
/** Instructions of a compiled pattern; the work for a character is bounded by it. */
const MAX_PROGRAM_SIZE = 300;
const FLAGS: Record<string, number> = { i: RE2JS.CASE_INSENSITIVE, s: RE2JS.DOTALL, m: RE2JS.MULTILINE };

type Refused = { refused: FilterRefusal };
/** `end` is the index after what was read. */
type Read = { test: Clause['test']; end: number } | (Refused & { end: number });

/**
 * Parse a filter: clauses with commas between them, each a word or phrase, a `"quoted phrase"`, or a `/pattern/` with flags
 * i, s, m; before it `!` and one of `title:`, `content:`, `author:`, `category:`, `link:`.
 * @param maxClauses FILTER_LIMIT
 */
export function parseFilter(text: string, { maxClauses }: { maxClauses: number }): FilterParse {
  if (text.trim() === '') return { kind: 'refused', reason: 'empty', clause: '' };
  const clauses: Clause[] = [];
  for (let at = 0; at <= text.length; ) {
    if (clauses.length === maxClauses)
      return { kind: 'refused', reason: 'too-many-clauses', clause: text.slice(at).trim() };
    const read = readClause(text, at);
    const source = text.slice(at, read.end).trim();
    if ('refused' in read) return { kind: 'refused', reason: read.refused, clause: source };
    clauses.push({ ...read.clause, source });
    at = read.end + 1; // the comma
  }
  return { kind: 'ok', filter: { clauses } };
}

function readClause(
  text: string,
  start: number,
): { clause: Omit<Clause, 'source'>; end: number } | (Refused & { end: number }) {
  const [head, before, field, after] = HEAD.exec(text.slice(start, start + MAX_CLAUSE_CHARS))!;
  const at = start + head.length;
  const read = readTest(text, at);
  const end = text[read.end] === ',' || read.end >= text.length ? read.end : endOfClause(text, read.end);
  if ('refused' in read) return { refused: read.refused, end };
  if (text.slice(read.end, end).trim() !== '') return { refused: 'text-after-quote', end };
  if (end - start > MAX_CLAUSE_CHARS) return { refused: 'clause-too-long', end };
  const isWanted = before === '' && (after ?? '') === '';
  return {
    clause: { isWanted, field: (field?.toLowerCase() as FilterField | undefined) ?? null, test: read.test },
    end,
  };
}

function readTest(text: string, at: number): Read {
  const first = text[at] ?? '';
  if (first in CLOSING) return readQuoted(text, at, CLOSING[first]!);
  if (first === '/') return readPattern(text, at);
  const end = endOfClause(text, at);
  return readPhrase(text.slice(at, end), end, { isExact: false });
}

function endOfClause(text: string, from: number): number {
  const comma = text.indexOf(',', from);
  return comma === -1 ? text.length : comma;
}

function readQuoted(text: string, at: number, closing: string): Read {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (closing.includes(text[end]!)) {
      return readPhrase(text.slice(at + 1, end).replace(/\\(.)/gsu, '$1'), end + 1, { isExact: true });
    }
  }
  return { refused: 'unclosed-quote', end: text.length };
}

function readPhrase(typed: string, end: number, { isExact }: { isExact: boolean }): Read {
  if (typed.length > MAX_CLAUSE_CHARS) return { refused: 'clause-too-long', end };
  const folded = fold(typed);
  if (folded === '') return { refused: 'empty-clause', end };
  const isPlain = !isExact && withoutOptionalMarks(folded) === folded;
  return { test: { kind: 'words', phrase: { folded, isPlain } }, end };
}

function readPattern(text: string, at: number): Read {
  const close = closingSlash(text, at + 1);
  if (close === -1) return { refused: 'unclosed-pattern', end: endOfClause(text, at) };
  const flags = /^[a-z]*/i.exec(text.slice(close + 1))![0];
  const end = close + 1 + flags.length;
  if (close - at > MAX_CLAUSE_CHARS) return { refused: 'clause-too-long', end };
  if (close === at + 1) return { refused: 'empty-clause', end };
  if ([...flags].some((flag) => !(flag in FLAGS))) return { refused: 'unknown-flags', end };
  const bits = [...flags].reduce((all, flag) => all | FLAGS[flag]!, 0);
  const pattern = compile(
    text
      .slice(at + 1, close)
      .replaceAll('\\/', '/')
      .normalize('NFC'),
    bits,
  );
  return typeof pattern === 'string' ? { refused: pattern, end } : { test: { kind: 'pattern', pattern }, end };
}

/** A slash that is not escaped and not inside a character class. */
function closingSlash(text: string, from: number): number {
  let isInClass = false;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '[') isInClass = true;
    else if (text[at] === ']') isInClass = false;
    else if (text[at] === '/' && !isInClass) return at;
  }
  return -1;
}

function compile(source: string, flags: number): RE2JS | FilterRefusal {
  try {
    const pattern = RE2JS.compile(source, flags);
    return pattern.programSize() > MAX_PROGRAM_SIZE ? 'pattern-too-large' : pattern;
  } catch (error) {
    // re2js reports every fault of a pattern by throwing; its other exceptions would be ours, and still mean that it cannot be used.
    return error instanceof Error && error.message.includes('too large') ? 'pattern-too-large' : 'bad-pattern';
  }
}
