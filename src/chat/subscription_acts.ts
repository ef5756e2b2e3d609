// What a person does to one subscription, by command or by button.
import { hostnameOf } from '../net/url.ts';
import { type Card, endSubscription, pauseByPerson, restoreSubscription, resumeByPerson } from '../store/cards.ts';
import { markChatDue } from '../store/chat_schedule.ts';
import { lockChat } from '../store/chats.ts';
import { scheduleFeed } from '../store/feed_schedule.ts';
import { lockFeed } from '../store/feeds.ts';
import { wake } from '../store/jobs.ts';
import { newestItems } from '../store/newest_items.ts';
import { countSubscriptions } from '../store/subscriptions.ts';
import { type About, chatName, titleOf } from './about.ts';
import type { Context } from './context.ts';
import { UNDO_MINUTES } from './menus/card.ts';
import { showItem } from './show_item.ts';

type AboutCard = About & { card: Card };
/** A sentence to tell. */
export type Said = { key: string; args?: Record<string, string | number> };

/** Items shown by /latest. */
export const LATEST = 5;

export async function pause({ db }: Context, { card }: AboutCard): Promise<Said> {
  await pauseByPerson(db, card.subscriptionId);
  return { key: 'paused', args: { title: titleOf(card) } };
}

/** What came meanwhile is passed over, and can be had by /latest. */
export async function resume({ db }: Context, { card, target }: AboutCard): Promise<Said> {
  const passed = await db.transaction(async (tx) => {
    await lockFeed(tx, card.feedId);
    const count = await resumeByPerson(tx, card.subscriptionId);
    await markChatDue(tx, target.chatId);
    await wake(tx, 'deliver');
    return count;
  });
  return { key: 'resumed', args: { title: titleOf(card), passed } };
}

export async function end({ db }: Context, { card, target }: AboutCard): Promise<Said> {
  await db.transaction(async (tx) => {
    await lockChat(tx, target.chatId);
    await lockFeed(tx, card.feedId);
    await endSubscription(tx, card.subscriptionId);
  });
  return { key: 'unsubscribed', args: { title: titleOf(card) } };
}

/** It goes on where it stopped, items that came meanwhile included. */
export async function undoEnd(context: Context, { card, target }: AboutCard): Promise<Said> {
  const limit = target.subscriptionLimit ?? context.limits.subscriptions;
  return context.db.transaction(async (tx): Promise<Said> => {
    await lockChat(tx, target.chatId);
    const feed = await lockFeed(tx, card.feedId);
    if (card.endedMinutes === null) return { key: 'undone', args: { title: titleOf(card) } };
    if ((await countSubscriptions(tx, target.chatId)) >= limit)
      return { key: 'subscription-limit', args: { limit, chat: chatName(context, target) } };
    if (!(await restoreSubscription(tx, card.subscriptionId, UNDO_MINUTES))) return { key: 'undo-too-late' };
    if (card.nextSyncAt === null) {
      await scheduleFeed(tx, { feedId: card.feedId, host: hostnameOf(feed.url) ?? '', waitMs: 0, polledNow: false });
      await wake(tx, 'sync'); // its last check was forgotten with its place in the schedule
    }
    await markChatDue(tx, target.chatId);
    await wake(tx, 'deliver');
    return { key: 'undone', args: { title: titleOf(card) } };
  });
}

export async function showLatest(context: Context, about: AboutCard, count = LATEST): Promise<void> {
  const items = await newestItems(context.db, about.card.feedId, count);
  if (items.length === 0) await context.reply('no-items');
  for (const item of items.reverse()) await showItem(context, about, item);
}
