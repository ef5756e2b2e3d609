// What a parsed template is: our own small tree. Nothing of it is ever compiled, and no name in it reaches a JavaScript object.
import type { RichText } from '../part.ts';

/** What a template may show; descriptions and content are made of the item's HTML beforehand. Dates are ISO 8601. */
export type TemplateFields = {
  bot_feed_name: string;
  bot_feed_link: string;
  bot_item_name: string;
  bot_item_link: string | null;
  bot_item_description: RichText;
  bot_item_content: RichText;
  bot_item_author: string | null;
  bot_item_categories: readonly string[];
  bot_item_image: string | null;
  bot_date: string | null;
};
export type FieldName = keyof TemplateFields;

export const FIELD_NAMES: ReadonlySet<string> = new Set<FieldName>([
  'bot_feed_name',
  'bot_feed_link',
  'bot_item_name',
  'bot_item_link',
  'bot_item_description',
  'bot_item_content',
  'bot_item_author',
  'bot_item_categories',
  'bot_item_image',
  'bot_date',
]);

/** Helpers and how many parameters each takes, least and most. */
export const HELPERS = {
  substring: [2, 2],
  create_link: [2, 2],
  bold: [1, 1],
  italic: [1, 1],
  date: [1, 2],
  eq: [2, 2],
  ne: [2, 2],
  gt: [2, 2],
  gte: [2, 2],
  lt: [2, 2],
  lte: [2, 2],
  and: [1, 16],
  or: [1, 16],
  not: [1, 1],
  len: [1, 1],
} as const satisfies Record<string, readonly [least: number, most: number]>;
export type HelperName = keyof typeof HELPERS;

export type Expression =
  | { kind: 'field'; name: FieldName }
  | { kind: 'literal'; value: string | number | boolean | null }
  /** `this`, and `@index`, `@first`, `@last` of the innermost loop */
  | { kind: 'current'; what: 'item' | 'index' | 'first' | 'last' }
  /** a name that a loop gives its item or index: `{{#each x as |item index|}}` */
  | { kind: 'named'; name: string }
  | { kind: 'call'; helper: HelperName; parameters: readonly Expression[] };

export type TemplateNode =
  | { kind: 'text'; text: string }
  | { kind: 'output'; value: Expression }
  | {
      kind: 'choice';
      condition: Expression;
      isZeroTrue: boolean;
      whenTrue: readonly TemplateNode[];
      whenFalse: readonly TemplateNode[];
    }
  /** over a list once an item; over anything else (`with`) once, if it is there */
  | {
      kind: 'loop';
      over: Expression;
      names: readonly string[];
      body: readonly TemplateNode[];
      whenEmpty: readonly TemplateNode[];
    };

export type Template = { nodes: readonly TemplateNode[] };

export type TemplateRefusal =
  | 'empty'
  | 'too-long'
  | 'too-deep'
  | 'syntax'
  | 'unknown-field'
  | 'unknown-helper'
  | 'wrong-parameters'
  | 'forbidden-path'
  | 'partial'
  | 'decorator'
  | 'unsupported';

/** `line` counts from 1; `what` is the name or piece that was refused, '' where it is the whole. */
export type TemplateParse =
  | { kind: 'ok'; template: Template }
  | { kind: 'refused'; line: number; reason: TemplateRefusal; what: string };
