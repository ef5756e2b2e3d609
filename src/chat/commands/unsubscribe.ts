// /unsubscribe URL
import { UserError } from '../../errors.ts';
import { lockChat } from '../../store/chats.ts';
import { lockFeed } from '../../store/feeds.ts';
import { cancelRequests } from '../../store/subscribe_requests.ts';
import { endSubscriptions, findSubscribedFeeds } from '../../store/subscriptions.ts';
import type { CommandContext } from '../context.ts';
import { readTypedUrl } from '../typed_url.ts';
import type { CommandDefinition } from './command.ts';

export const unsubscribe: CommandDefinition = {
  names: ['unsubscribe'],
  run: async (context) => {
    const [typed] = context.argument.split(/\s+/);
    if (!typed) throw new UserError('unsubscribe-usage');
    const url = readTypedUrl(typed);
    const { titles, cancelled } = await endByUrl(context, url);
    if (titles.length === 0 && cancelled === 0) throw new UserError('not-subscribed', { url: typed });
    await (titles.length > 0
      ? context.reply('unsubscribed', { title: titles[0]! })
      : context.reply('subscribe-cancelled', { url: typed }));
  },
};

/** In a topic only that topic's subscription ends; elsewhere every one of the chat to this feed. */
async function endByUrl(
  { db, chat, incoming }: CommandContext,
  url: string,
): Promise<{ titles: string[]; cancelled: number }> {
  const key = { chatId: chat.chatId, threadId: incoming.threadId || null, urls: [url] };
  return db.transaction(async (tx) => {
    await lockChat(tx, chat.chatId);
    const cancelled = await cancelRequests(tx, { ...key, result: { key: 'subscribe-cancelled', args: { url } } });
    const feedIds = await findSubscribedFeeds(tx, key);
    for (const feedId of feedIds) await lockFeed(tx, feedId);
    return { cancelled, titles: await endSubscriptions(tx, { ...key, feedIds }) };
  });
}
