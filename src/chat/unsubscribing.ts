// Ending subscriptions, and calling off those that are still being made.

import { withoutCredentials } from '../net/url.ts';
import { lockChat } from '../store/chats.ts';
import { lockFeed } from '../store/feeds.ts';
import { cancelRequests } from '../store/subscribe_requests.ts';
import { type Ended, endSubscriptions, findSubscribedFeeds } from '../store/subscriptions.ts';
import type { Menu } from './answer.ts';
import type { Context } from './context.ts';
import { dataOf } from './menus/buttons.ts';
import { oneLine } from './one_line.ts';

/** In a topic only that topic's subscription ends; elsewhere every one of the chat to this feed. */
export async function endByUrl(context: Context, url: string): Promise<{ ended: Ended[]; cancelled: number }> {
  const { db, chat, target, place } = context;
  const threadId = target.chatId === chat.chatId ? place.threadId || null : null;
  const key = { chatId: target.chatId, threadId, urls: [url] };
  return db.transaction(async (tx) => {
    await lockChat(tx, target.chatId);
    const cancelled = await cancelRequests(tx, {
      ...key,
      result: { key: 'subscribe-cancelled', args: { url: withoutCredentials(url) } },
    });
    const feedIds = await findSubscribedFeeds(tx, key);
    for (const feedId of feedIds) await lockFeed(tx, feedId);
    return { cancelled, ended: await endSubscriptions(tx, { ...key, feedIds }) };
  });
}

/** What was ended, with a way back. */
export function endedMenu(context: Context, ended: Ended[]): Menu {
  return {
    text: context.text('unsubscribed', { title: oneLine(ended[0]!.title, '…', 100) }),
    buttons: ended
      .slice(0, 5)
      .map(({ subscriptionId }) => [
        { text: context.label('button-undo'), data: dataOf('undo', `s${subscriptionId}`) },
      ]),
  };
}
