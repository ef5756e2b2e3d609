// Dates as publishers write them: RFC 822 and ISO 8601, and what people and old programs make of both. Pure, linear time.
import { monthOf } from './month_names.ts';
import { zoneMinutes } from './time_zones.ts';

type Found = {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
  isAfternoon?: boolean;
  zoneMinutes?: number;
  /** the month was the first word, which may be a weekday: French `mar.` is March and Tuesday */
  isMonthDoubtful?: boolean;
};

const LONGEST_DATE = 120;
const MINUTE_MS = 60_000;

/**
 * The moment a published date names, as ISO 8601 in UTC, or null if it names none. A weekday is not believed, a date
 * without a zone is UTC, day and month in the order 12/31/2003 unless that is impossible.
 */
export function readDate(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > LONGEST_DATE) return null;
  return readStamp(trimmed) ?? readWords(trimmed);
}

/** Dates in one run of digits: seconds or milliseconds since 1970, and ISO 8601 without day, dashes or month. */
function readStamp(text: string): string | null {
  if (/^\d{10}$/.test(text)) return toIso(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return toIso(Number(text));
  const partial = /^(\d{4})(?:-(\d{2}))?$/.exec(text);
  if (partial) return momentOf({ year: Number(partial[1]), month: Number(partial[2] ?? 1), day: 1 });
  const ordinal = /^(\d{4})-?(\d{3})$/.exec(text);
  if (ordinal === null) return null;
  return Number(ordinal[2]) > 366 ? null : toIso(Date.UTC(Number(ordinal[1]), 0, Number(ordinal[2])));
}

function readWords(text: string): string | null {
  const found: Found = {};
  for (const [index, word] of wordsOf(text).entries()) takeWord(word, index, found);
  return momentOf(found);
}

/** Comments out, date and time apart, East Asian units as dashes, digits as Europe writes them. */
function wordsOf(text: string): string[] {
  const arabic = /[\u0660-\u0669\u06f0-\u06f9]/g; // and Persian
  return fillIso(text.replace(arabic, (digit) => String(digit.charCodeAt(0) & 15)))
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ')
    .replace(/(\d)\s{0,3}[年년]\s{0,3}/g, '$1-')
    .replace(/(\d)\s{0,3}[月월]\s{0,3}/g, '$1-')
    .replace(/(\d)\s{0,3}[日일]/g, '$1 ')
    .replace(/(\d)[tT_](?=\d)/g, '$1 ')
    .replace(/((?::| \d{4})\d{2}.*[+-])\s(?=\d{2}:?\d{2}$)/s, '$1') // a zone's sign; before a time it is Drupal's dash
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
}

/** What ISO 8601 and XML Schema let a date leave out: its century, the T before the time, midnight, the minutes. */
function fillIso(text: string): string {
  return text
    .replace(/^\d{2}(?=-\d{2}-\d{2}[tT])/, (digits) => String(fullYear(digits)))
    .replace(/^\d{8}(?=\d{4}(?:\d{2})?(?!\d))/, '$&T')
    .replace(/^\d{4}-\d{2}-\d{2}(?=[zZ]$|[+-]\d{2}:\d{2}$)/, '$&T00')
    .replace(/\d[tT]\d{2}(?=[zZ+-]|$)/, '$&:00');
}

function takeWord(word: string, index: number, found: Found): void {
  const took =
    takeNumericDate(word, found) || takeNamedDate(word, found) || takeTime(word, found) || takeZone(word, found);
  if (!took) takePart(word, index, found);
}

/** 2003-12-31, 20031231, 31.12.2003, 12/31/2003, 31-12-2003. */
function takeNumericDate(word: string, found: Found): boolean {
  if (found.year !== undefined) return false;
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(word);
  const parts = compact ?? /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})\.?$/.exec(word);
  if (parts === null) return false;
  if (compact) return setDate(found, compact[1]!, Number(compact[2]), Number(compact[3]));
  const [, first, mark, second, third] = parts as unknown as [string, string, string, string, string];
  if (first.length > 2) return setDate(found, first, Number(second), Number(third));
  const monthFirst = mark === '/' && Number(first) <= 12;
  if (monthFirst || Number(second) > 12) return setDate(found, third, Number(first), Number(second));
  return setDate(found, third, Number(second), Number(first));
}

/** 31-Dec-2003 and 2003-december-31. */
function takeNamedDate(word: string, found: Found): boolean {
  const parts = /^(\d{1,4})[-/.]([\p{L}\p{M}]{3,20})[-/.](\d{1,4})$/u.exec(word);
  const month = parts === null ? null : monthOf(parts[2]!);
  if (parts === null || month === null) return false;
  const [, first, , last] = parts as unknown as [string, string, string, string];
  return first.length > 2 ? setDate(found, first, month, Number(last)) : setDate(found, last, month, Number(first));
}

function setDate(found: Found, year: string, month: number, day: number): boolean {
  found.year = fullYear(year);
  found.month = month;
  found.day = day;
  return true;
}

/** RFC 2822 §4.3: years up to 49 are 20xx, others of two or three digits count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 3) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

/** 9:15, 09:15:30.25, 9.15.30, each perhaps with a zone or am/pm right behind it. */
function takeTime(word: string, found: Found): boolean {
  const parts = /^(\d{1,2})[:.h](\d{1,2})(?:[:.](\d{1,2})(?:[.,:]\d{1,9})?)?(.*)$/.exec(word);
  const time = parts ?? /^(\d{2})(\d{2})(\d{2})?([zZ+-].*)?$/.exec(found.year === undefined ? '' : word);
  if (time === null || found.hour !== undefined) return false;
  found.hour = Number(time[1]);
  found.minute = Number(time[2]);
  found.second = Number(time[3] ?? 0);
  const rest = time[4] ?? '';
  if (rest !== '' && !takeHalf(rest, found)) takeZone(rest, found);
  return true;
}

/** GMT, EST, Z, +0200, -05:00, GMT+2. */
function takeZone(word: string, found: Found): boolean {
  const minutes = zoneMinutes(word);
  if (minutes === null || (found.hour === undefined && /^[+-]/.test(word))) return false;
  if (found.zoneMinutes === undefined || /[+-]\d/.test(word)) found.zoneMinutes = minutes;
  return true;
}

function takePart(word: string, index: number, found: Found): void {
  if (takeHalf(word, found)) return;
  const number = /^(\d{1,4})(?:st|nd|rd|th|\.|º)?$/i.exec(word)?.[1];
  if (number !== undefined) {
    takeNumber(number, found);
    return;
  }
  const month = monthOf(word);
  if (month === null || (found.month !== undefined && !found.isMonthDoubtful)) return;
  found.month = month;
  found.isMonthDoubtful = index === 0;
}

function takeNumber(digits: string, found: Found): void {
  if (digits.length <= 2 && found.day === undefined) found.day = Number(digits);
  else if (found.year === undefined) found.year = fullYear(digits);
}

function takeHalf(word: string, found: Found): boolean {
  const half = /^(?:(am|a\.m\.|오전|上午|午前)|(pm|p\.m\.|오후|下午|午後))$/i.exec(word);
  if (half === null) return false;
  found.isAfternoon = half[2] !== undefined;
  return true;
}

function momentOf(found: Found): string | null {
  const { year, month, day, minute = 0 } = found;
  if (year === undefined || month === undefined || day === undefined) return null;
  const hour = hourOf(found);
  const second = Math.min(found.second ?? 0, 59); // RFC 3339 §5.7 has a second 60, a Date has not
  if (year < 1000 || month < 1 || month > 12 || day < 1) return null;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  if (hour > 24 || minute > 59) return toIso(Date.UTC(year, month - 1, day)); // no such time, but the day may be right
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return toIso(local - (found.zoneMinutes ?? 0) * MINUTE_MS);
}

function hourOf({ hour = 0, isAfternoon }: Found): number {
  if (isAfternoon === undefined || hour > 12) return hour;
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

/** To the second. Years of four digits only: others are slips, and no store or chat shows them well. */
function toIso(ms: number): string | null {
  const date = new Date(Math.floor(ms / 1000) * 1000);
  const year = date.getUTCFullYear();
  return year >= 1000 && year <= 9999 ? date.toISOString() : null;
}
