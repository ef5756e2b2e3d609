// What a button does. To add one: its verb in a file here, listed in taps/all.ts, and a button made by menus/.
import type { TapContext } from '../context.ts';
import type { Said } from '../subscription_acts.ts';

export type TapDefinition = {
  /** changes what a chat gets: rights are checked on every tap */
  changes: boolean;
  costly?: boolean;
  /** @returns what is shown over the chat for a moment; null: nothing. May throw a UserError, which is shown there too */
  run(context: TapContext, args: string[]): Promise<Said | null>;
};
