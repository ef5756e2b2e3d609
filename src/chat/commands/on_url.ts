// Commands about one subscription: its address is the argument, and without one the list is shown to choose from.
import type { Card } from '../../store/cards.ts';
import { type About, aboutUrl } from '../about.ts';
import type { CommandContext } from '../context.ts';
import { type ListVerb, listMenu } from '../menus/list.ts';

type Act = (context: CommandContext, about: About & { card: Card }, rest: string) => Promise<unknown>;

/** @param verb what a tap in the list leads to @param act gets what stands behind the address, too */
export function onUrl(verb: ListVerb, act: Act): (context: CommandContext) => Promise<unknown> {
  return async (context) => {
    const [, typed, rest] = /^(\S*)\s*([\s\S]*)$/.exec(context.argument)!;
    if (!typed) return context.show(await listMenu(context, context.target, { verb }));
    return act(context, await aboutUrl(context, typed), rest!);
  };
}
