// /list_subscriptions: what this chat follows, each title linked to its feed.
import type { RichText } from '../../message/part.ts';
import { concat, join, linkTo, plain } from '../../message/rich_text.ts';
import { MESSAGE_LIMIT, splitRich } from '../../message/split.ts';
import { withoutCredentials } from '../../net/url.ts';
import { type ListedSubscription, listSubscriptions as listOf } from '../../store/subscriptions.ts';
import { plainText, richText } from '../text/texts.ts';
import type { CommandDefinition } from './command.ts';

const LIMITS = { first: MESSAGE_LIMIT, rest: MESSAGE_LIMIT };

export const listSubscriptions: CommandDefinition = {
  names: ['list_subscriptions'],
  run: async ({ db, chat, reply, replyWith }) => {
    const subscriptions = await listOf(db, chat.chatId);
    if (subscriptions.length === 0) return reply('no-subscriptions');
    const heading = richText(chat.language, 'subscriptions', { count: subscriptions.length });
    const lines = subscriptions.map((subscription) => lineOf(subscription, chat.language));
    for (const message of splitRich(join([heading, ...lines], '\n'), LIMITS)) await replyWith(message);
    return undefined;
  },
};

function lineOf(subscription: ListedSubscription, language: string): RichText {
  const { title, url, state, feedState } = subscription;
  const mark = state === 'paused' ? 'paused' : feedState === 'failing' || feedState === 'gone' ? feedState : null;
  return concat(
    plain(mark ? `${plainText(language, `feed-mark-${mark}`)} ` : '• '),
    linkTo(plain(title === url ? withoutCredentials(url) : title), withoutCredentials(url)),
  );
}
