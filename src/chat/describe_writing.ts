// How filters and templates are written, for the page of commands; the compiler asks for a line about each field and helper. Pure.
import { FILTER_FIELDS, MAX_CLAUSE_CHARS } from '../message/filter/clause.ts';
import { PATTERN_REACH_CHARS } from '../message/filter/judge.ts';
import { MAX_TEMPLATE_CHARS } from '../message/template/parse_template.ts';
import type { FieldName, HelperName } from '../message/template/template.ts';
import { code, table } from './docs_table.ts';

export const FILTER_PARTS = [
  ['rust', 'the word is somewhere in the item, in any case'],
  ['"new release"', 'these words one after the other; commas may stand in it'],
  [
    'title:linux',
    `it is in the title; the others are ${FILTER_FIELDS.slice(1)
      .map((name) => code(`${name}:`))
      .join(', ')}`,
  ],
  ['/v\\d+/i', 'a regular expression (RE2), with the flags `i`, `s`, `m`'],
  ['!crypto', 'before any of these: it is not there'],
] as const;

const FIELDS: Record<FieldName, string> = {
  bot_feed_name: "the feed's title",
  bot_feed_link: 'the site it belongs to',
  bot_item_name: "the item's title",
  bot_item_link: 'its address',
  bot_item_description: 'its summary',
  bot_item_content: 'its whole text',
  bot_item_author: 'who wrote it',
  bot_item_categories: 'its categories, a list',
  bot_item_image: "its picture's address",
  bot_date: 'when it was published',
};

export const HELPER_EXAMPLES: Record<HelperName, [example: string, does: string]> = {
  bold: ['{{bold bot_item_name}}', 'bold'],
  italic: ['{{italic bot_item_author}}', 'italic'],
  create_link: ['{{create_link "Read" bot_item_link}}', 'a text that is a link'],
  substring: ['{{substring bot_item_description 200}}', 'so many characters of it'],
  date: [
    '{{date bot_date "d MMMM yyyy, HH:mm"}}',
    '`short`, `medium`, `long`, `full` or a pattern, in the chat’s time zone',
  ],
  eq: ['{{#if (eq bot_item_author "Ada")}} … {{else}} … {{/if}}', 'the same'],
  ne: ['(ne bot_item_author "Ada")', 'not the same'],
  gt: ['(gt (len bot_item_name) 80)', 'greater'],
  gte: ['(gte (len bot_item_name) 80)', 'greater or the same'],
  lt: ['(lt (len bot_item_name) 80)', 'less'],
  lte: ['(lte (len bot_item_name) 80)', 'less or the same'],
  and: ['(and bot_item_author bot_item_image)', 'all of them'],
  or: ['(or bot_item_content bot_item_description)', 'the first that is there'],
  not: ['(not bot_item_image)', 'not there'],
  len: ['(len bot_item_categories)', 'how many characters, or items of a list'],
};

/** Markdown. */
export function describeFilters(): string {
  return `A filter is a list with commas. An item comes if one of the wanted parts is there (or none is wanted) and no unwanted one is.

${table(
  ['Part', 'Means'],
  FILTER_PARTS.map(([part, means]) => [code(part), means]),
)}

A part may be ${MAX_CLAUSE_CHARS} characters long, and a regular expression sees the first ${PATTERN_REACH_CHARS.toLocaleString('en')} characters of a text. Setting a filter shows what it would do with the last 20 items, and why.`;
}

/** Markdown. */
export function describeTemplates(): string {
  return `A template is text with fields, in Handlebars' syntax, ${MAX_TEMPLATE_CHARS} characters at most. It is shown on a real item before it is kept.

${table(
  ['Field', 'Is'],
  Object.entries(FIELDS).map(([name, is]) => [code(`{{${name}}}`), is]),
)}

${table(
  ['Helper', 'Gives'],
  Object.values(HELPER_EXAMPLES).map(([example, does]) => [code(example), does]),
)}

${code('{{#if x}} … {{else}} … {{/if}}')}, ${code('{{#unless x}}')}, ${code('{{#each bot_item_categories}} {{this}} {{/each}}')} and ${code('{{#with x}}')} work as in Handlebars, but for
paths that lead out of a block: ${code('{{../x}}')} is refused with its line, and fields have their names inside of blocks too.

What differs from el_monitorro's templates: lists have bullets and numbers, links of a text are links and not addresses in brackets, a text is not
cut at 3000 characters but goes on in the next message, and ${code('bot_feed_link')} is the site where the feed names one.`;
}
