// Character and entity references of a document that may be HTML at heart: numeric ones as browsers read them, XML's five,
// HTML's names, and the simple entities a DTD declares. Nothing is fetched and no entity is expanded within another.
import { decodeHTMLStrict } from 'entities';

/** Text that declared entities may add to one document: a cap on "quadratic blowup", where a long one is named often. */
const EXPANSION_CHARS = 256 * 1024;
const DECLARED_ENTITIES = 1000;
const SUBSET_CHARS = 256 * 1024;

export type Entities = { values: Map<string, string>; roomChars: number };

/** Where a document's DTD stands, and the entities it declares. */
type Doctype = { start: number; end: number; entities: Entities };

/** Find the document type declaration before the root element; null if there is none. Time is linear in its length. */
export function readDoctype(text: string): Doctype | null {
  const head = text.slice(0, 4096);
  const start = head.search(/<!DOCTYPE\s/i);
  if (start < 0 || head.slice(0, start).search(/<[a-z]/i) >= 0) return null;
  const bracket = text.indexOf('[', start);
  const close = text.indexOf('>', start);
  const entities: Entities = { values: new Map(), roomChars: EXPANSION_CHARS };
  if (close < 0) return null;
  if (bracket < 0 || bracket > close) return { start, end: close + 1, entities };
  const end = /\]\s{0,64}>/g;
  end.lastIndex = bracket;
  const found = end.exec(text);
  if (found === null) return { start, end: close + 1, entities };
  declareEntities(text.slice(bracket, Math.min(found.index, bracket + SUBSET_CHARS)), entities);
  return { start, end: end.lastIndex, entities };
}

/** Internal, general entities only: parameter entities and SYSTEM or PUBLIC ones are none of our business. */
function declareEntities(subset: string, { values }: Entities): void {
  for (const match of subset.matchAll(
    /<!ENTITY\s{1,64}([\w.:-]{1,64})\s{1,64}(?:"([^"]{0,1000})"|'([^']{0,1000})')/g,
  )) {
    if (values.size >= DECLARED_ENTITIES) return;
    const name = match[1]!;
    if (!values.has(name)) values.set(name, stripControls(decodeHTMLStrict(match[2] ?? match[3] ?? '')));
  }
}

/** What windows-1252 has for the bytes 0x80 to 0x9f. */
const WINDOWS_1252 = [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i))];
/** Anything but what can be shown, and the white space XML allows. */
const CONTROL = /[^\t\n\r -~\u00a0-\uffff]/;
const CONTROLS = /[^\t\n\r -~\u00a0-\uffff]/g;

/** Without control characters and halves of surrogate pairs: nobody can show them, and PostgreSQL does not keep a NUL. */
export function stripControls(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return CONTROL.test(whole) ? whole.replace(CONTROLS, showable) : whole;
}

/** C1 controls in a document are windows-1252 that somebody took for ISO 8859-1; the other controls mean nothing. */
function showable(character: string): string {
  const code = character.charCodeAt(0);
  const read = code >= 0x80 && code < 0xa0 ? WINDOWS_1252[code - 0x80]! : '';
  return read === character ? '' : read; // five places of windows-1252 are empty
}

/** Decode the references in a piece of XML text or an attribute. A bare ampersand, or a name nobody knows, stays as it is. */
export function decodeReferences(text: string, entities: Entities | null): string {
  if (!text.includes('&')) return text;
  const isNumeric = text.includes('&#');
  const whole = isNumeric ? text.replace(SURROGATE_PAIR, joinSurrogates) : text;
  const decoded = entities === null || entities.values.size === 0 ? decodeHTMLStrict(whole) : expand(whole, entities);
  return isNumeric ? stripControls(decoded) : decoded;
}

/** A character beyond the first 65,536 as old programs write it: half by half. */
const SURROGATE_PAIR = /&#(5[56]\d{3}|x[dD][89abAB][\da-fA-F]{2});&#(5[67]\d{3}|x[dD][c-fC-F][\da-fA-F]{2});/g;

function joinSurrogates(_references: string, ...halves: string[]): string {
  return String.fromCharCode(...halves.slice(0, 2).map((half) => Number(half.replace('x', '0x'))));
}

function expand(text: string, entities: Entities): string {
  return text.replace(/&([\w.:-]{1,64}|#[0-9a-fA-FxX]{1,10});/g, (reference, name: string) => {
    const value = entities.values.get(name);
    if (value === undefined) return decodeHTMLStrict(reference);
    if (value.length > entities.roomChars) return reference;
    entities.roomChars -= value.length;
    return value;
  });
}
