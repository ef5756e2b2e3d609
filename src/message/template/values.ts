// The values that expressions of a template have, and what its helpers make of them.
import { cleanText, countCodePoints, indexAfter } from '../characters.ts';
import { cleanLink } from '../links.ts';
import type { RichText } from '../part.ts';
import { EMPTY, linkTo, plain, slice, withCutMark, wrap } from '../rich_text.ts';
import { formatDate, type Place } from './format_date.ts';
import type { HelperName, TemplateFields } from './template.ts';

/** A moment is a date that has not been written out yet. */
export type Moment = { epochMs: number };
export type Value = string | number | boolean | null | RichText | Moment | readonly string[];

/** el_monitorro's longest link text, in characters. */
const MAX_LINK_TEXT = 1000;

/** A value of the outside: a field, as helpers take it. */
export function fieldValue(field: TemplateFields[keyof TemplateFields], isDate: boolean): Value {
  if (typeof field !== 'string') return isList(field) ? field.map(cleanText) : field;
  if (!isDate) return cleanText(field);
  const epochMs = Date.parse(field);
  return Number.isNaN(epochMs) ? cleanText(field) : { epochMs };
}

/** What a value looks like in a message. */
export function asRichText(value: Value, place: Place): RichText {
  if (value === null) return EMPTY;
  if (isList(value)) return plain(value.join(', '));
  if (typeof value !== 'object') return plain(String(value));
  return 'epochMs' in value ? plain(formatDate(value.epochMs, null, place)) : value;
}

/** Handlebars' truth: nothing, false, 0, an empty text and an empty list are false. */
export function isTrue(value: Value, isZeroTrue = false): boolean {
  if (value === 0) return isZeroTrue;
  if (value === null || typeof value !== 'object') return Boolean(value);
  if (isList(value)) return value.length > 0;
  return 'epochMs' in value || value.text !== '';
}

export function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

export function callHelper(helper: HelperName, values: readonly Value[], place: Place): Value {
  const [first = null, second = null] = values;
  switch (helper) {
    case 'substring':
      return substring(asRichText(first, place), Number(asRichText(second, place).text));
    case 'create_link':
      return createLink(asRichText(first, place), asRichText(second, place).text);
    case 'bold':
      return wrap(asRichText(first, place), 'bold');
    case 'italic':
      return wrap(asRichText(first, place), 'italic');
    case 'date':
      return writeDate(first, second, place);
    case 'and':
      return values.find((value) => !isTrue(value)) ?? values.at(-1)!;
    case 'or':
      return values.find((value) => isTrue(value)) ?? values.at(-1)!;
    case 'not':
      return !isTrue(first);
    case 'len':
      return isList(first) ? first.length : countCodePoints(asRichText(first, place).text);
    default:
      return compare(helper, first, second, place);
  }
}

function substring(rich: RichText, count: number): RichText {
  const end = indexAfter(rich.text, 0, Number.isFinite(count) ? Math.max(0, Math.trunc(count)) : rich.text.length);
  return end < rich.text.length ? withCutMark(slice(rich, 0, end), '...') : rich;
}

/** Without a usable link the text stands alone; without a text the link is called `link`, as in el_monitorro. */
function createLink(rich: RichText, url: string): RichText {
  const text = rich.text.trim() === '' ? plain('link') : substring(rich, MAX_LINK_TEXT);
  const unlinked = { text: text.text, entities: text.entities.filter((entity) => entity.type !== 'text_link') };
  return linkTo(unlinked, cleanLink(url, null));
}

function writeDate(moment: Value, format: Value, place: Place): Value {
  if (moment === null || typeof moment !== 'object' || !('epochMs' in moment)) return moment;
  return formatDate(moment.epochMs, format === null ? 'medium' : asRichText(format, place).text, place);
}

type Comparison = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';

/** Numbers and dates as such, everything else by its text. */
function compare(helper: Comparison, one: Value, other: Value, place: Place): boolean {
  const comparable = (value: Value) =>
    value !== null && typeof value === 'object' && 'epochMs' in value ? value.epochMs : value;
  const [a, b] = [comparable(one), comparable(other)];
  const areNumbers = typeof a === 'number' && typeof b === 'number';
  const [x, y] = areNumbers ? [a, b] : [asRichText(one, place).text, asRichText(other, place).text];
  if (helper === 'eq') return x === y;
  if (helper === 'ne') return x !== y;
  if (helper === 'gt') return x > y;
  if (helper === 'gte') return x >= y;
  return helper === 'lt' ? x < y : x <= y;
}
