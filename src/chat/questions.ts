// What is done with the answer to each question that a conversation may be waiting for.
import { type About, aboutRef, levelOf } from './about.ts';
import { obeyOperator } from './commands/operator.ts';
import type { CommandContext } from './context.ts';
import { chooseChannel } from './managing.ts';
import { cardMenu } from './menus/card.ts';
import { setFilter } from './settings/filter.ts';
import { tryTemplate } from './settings/template.ts';
import { setTitle } from './settings/title.ts';
import { setTypedTimeZone } from './settings/typed_time_zone.ts';
import { subscribeToAll } from './subscribing.ts';
import { wordsLikeUrls } from './typed_url.ts';

type Question = {
  /** the answer changes what a chat gets */
  changes: boolean;
  take(context: CommandContext, about: About | null, text: string, args: Record<string, string>): Promise<unknown>;
};

export const QUESTIONS: Record<string, Question> = {
  subscribe: {
    changes: true,
    take: (context, _about, text) => {
      const { links } = context.incoming;
      return subscribeToAll(context, links.length > 0 ? links : wordsLikeUrls(text));
    },
  },
  timezone: { changes: true, take: (context, _about, text) => setTypedTimeZone(context, text) },
  filter: { changes: true, take: (context, about, text) => setFilter(context, about!, text) },
  template: { changes: true, take: (context, about, text) => tryTemplate(context, about!, text) },
  title: {
    changes: true,
    take: async (context, about, text) => {
      await setTitle(context, levelOf(about!), text);
      const after = await aboutRef(context, `s${about!.card!.subscriptionId}`);
      return context.show(cardMenu(context, { ...after, card: after.card! }));
    },
  },
  operator: {
    changes: false,
    take: (context, _about, text, { command }) => obeyOperator({ ...context, argument: text }, command!),
  },
  channel: { changes: false, take: (context, _about, text) => chooseChannel(context, text) },
};
