// The options of a chat or a subscription as buttons: each shows what is set, and a tap sets the next value.
import { DEFAULT_OPTIONS, type MessageOptions, resolveOptions } from '../../message/options.ts';
import { type About, optionsOf, refOf } from '../about.ts';
import type { Button } from '../answer.ts';
import type { Context } from '../context.ts';
import { dataOf } from './buttons.ts';

/** Values that each option may take, in the order in which taps go through them. */
export const OPTION_VALUES = {
  mode: ['auto', 'full', 'title', 'template'],
  media: ['on', 'off', 'only'],
  preview: ['on', 'off', 'small', 'large', 'above'],
  silent: ['off', 'on'],
  source: ['on', 'off'],
  author: ['off', 'on'],
  date: ['off', 'on'],
  hashtags: ['off', 'on'],
  digest: ['on', 'off'],
} as const;
export type OptionName = keyof typeof OPTION_VALUES;

const FIELDS = {
  mode: 'mode',
  media: 'media',
  preview: 'preview',
  silent: 'silent',
  source: 'showSource',
  author: 'showAuthor',
  date: 'showDate',
  hashtags: 'hashtags',
  digest: 'digest',
} as const satisfies Record<OptionName, keyof MessageOptions>;

/** On the card itself; a phone has no room for more. */
export const MAIN_OPTIONS = ['mode', 'media', 'preview', 'silent'] as const satisfies OptionName[];
/** Behind a button of the card. */
export const MORE_OPTIONS = ['source', 'author', 'date', 'hashtags', 'digest'] as const satisfies OptionName[];

export function isOptionName(name: string | undefined): name is OptionName {
  return name !== undefined && Object.hasOwn(OPTION_VALUES, name);
}

export function isMoreOption(name: OptionName): boolean {
  return MORE_OPTIONS.some((one) => one === name);
}

/** What counts for messages of this level now. */
export function effectiveOptions({ target, card }: About): MessageOptions {
  const chat = { ...optionsOf(target), template: target.template };
  return resolveOptions(chat, card ? { ...optionsOf(card), template: card.template, title: card.title } : {});
}

/** The option of message/options.ts that a value goes into. Hashtags of the reader's own stay beside those of categories. */
export function storedOption(name: OptionName, value: string, about: About) {
  const field = FIELDS[name];
  const isOn = value === 'on';
  if (field === 'hashtags') return { field, value: { ...effectiveOptions(about).hashtags, fromCategories: isOn } };
  return { field, value: typeof DEFAULT_OPTIONS[field] === 'boolean' ? isOn : value };
}

function shownValue(name: OptionName, options: MessageOptions): string {
  const field = FIELDS[name];
  const value = field === 'hashtags' ? options.hashtags.fromCategories : options[field];
  return typeof value === 'string' ? value : value ? 'on' : 'off';
}

export function optionButtons(context: Context, about: About, names: readonly OptionName[]): Button[] {
  const effective = effectiveOptions(about);
  return names.map((name) => {
    const current = shownValue(name, effective);
    const values: readonly string[] = OPTION_VALUES[name].filter(
      (value) => value !== 'template' || effective.template !== null,
    );
    const next = values[(values.indexOf(current) + 1) % values.length]!;
    return { text: context.label(`option-${name}`, { value: current }), data: dataOf('set', refOf(about), name, next) };
  });
}
