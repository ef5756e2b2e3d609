// The buttons under a filter or a template: set or change it, take it away, and back to where one came from.
import { type About, refOf } from '../about.ts';
import type { Button } from '../answer.ts';
import type { Context } from '../context.ts';
import { button } from './buttons.ts';
import { closeRow } from './list.ts';

/** @param verbs what asks for a new one, and what takes it away */
export function settingButtons(
  context: Context,
  about: About,
  isSet: boolean,
  verbs: { ask: string; remove: string },
): Button[][] {
  const ref = refOf(about);
  return [
    [
      button(context, isSet ? 'button-change' : 'button-set', verbs.ask, ref),
      ...(isSet ? [button(context, 'button-remove', verbs.remove, ref)] : []),
    ],
    [button(context, 'button-back', about.card ? 'card' : 'settings', ref), ...closeRow(context)],
  ];
}
