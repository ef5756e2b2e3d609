// The options of a chat or a subscription as buttons: each shows what is set, and a tap sets the next value.
import { type MessageOptions, resolveOptions } from '../../message/options.ts';
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
} as const;
export type OptionName = keyof typeof OPTION_VALUES;

export function isOptionName(name: string | undefined): name is OptionName {
  return name !== undefined && Object.hasOwn(OPTION_VALUES, name);
}

/** What counts for messages of this level now. */
export function effectiveOptions({ target, card }: About): MessageOptions {
  const chat = { ...optionsOf(target), template: target.template };
  return resolveOptions(chat, card ? { ...optionsOf(card), template: card.template, title: card.title } : {});
}

export function optionButtons(context: Context, about: About): Button[] {
  const effective = effectiveOptions(about);
  return (Object.keys(OPTION_VALUES) as OptionName[]).map((name) => {
    const current = name === 'silent' ? (effective.silent ? 'on' : 'off') : effective[name];
    const values: readonly string[] = OPTION_VALUES[name].filter(
      (value) => value !== 'template' || effective.template !== null,
    );
    const next = values[(values.indexOf(current) + 1) % values.length]!;
    return { text: context.label(`option-${name}`, { value: current }), data: dataOf('set', refOf(about), name, next) };
  });
}
