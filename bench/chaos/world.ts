// Chats, feeds and who follows what; items are published as a sync does it: under the feed's lock, with a fan-out, in one transaction.
import { createHash } from 'node:crypto';
import type { Database } from '../../src/db.ts';
import type { Playground } from '../../src/playground/server.ts';
import type { Chat } from '../../src/playground/world.ts';
import { upsertChat } from '../../src/store/chats.ts';
import { lockFeed, upsertFeed } from '../../src/store/feeds.ts';
import type { ChatId, FeedId, ItemId } from '../../src/store/ids.ts';
import { addJob, PRIORITY } from '../../src/store/jobs.ts';
import { startSubscription } from '../../src/store/subscriptions.ts';
import { insertItems } from '../../src/testing/stored_items.ts';
import type { Random } from '../rhythms.ts';

export type Reader = { chat: Chat; chatId: ChatId; threadId: number; feeds: number[] };
export type World = { feedIds: FeedId[]; readers: Reader[] };

/** Chats by kind in turn: of ten, six private, two groups, two forums. */
const KINDS = [
  'private',
  'private',
  'private',
  'group',
  'private',
  'forum',
  'private',
  'private',
  'group',
  'forum',
] as const;
const FEEDS_PER_CHAT = 6;

export async function createWorld(
  db: Database,
  playground: Playground,
  { chats, feeds, random }: { chats: number; feeds: number; random: Random },
): Promise<World> {
  const feedIds: FeedId[] = [];
  for (let feed = 0; feed < feeds; feed += 1) feedIds.push(await upsertFeed(db, `http://feed${feed}.example/`));
  const readers: Reader[] = [];
  for (let count = 0; count < chats; count += 1) {
    const chat = createChat(playground, KINDS[count % KINDS.length]!);
    const { chatId } = await upsertChat(db, {
      telegramId: String(chat.id),
      kind: chat.kind,
      title: '',
      language: 'en',
    });
    const picked = [...new Set(Array.from({ length: FEEDS_PER_CHAT }, () => Math.floor(random() * feeds)))];
    const threads = chat.isForum ? [...chat.topics.keys()] : [0];
    for (const [index, threadId] of threads.entries()) {
      const mine = picked.filter((_, at) => at % threads.length === index);
      for (const feed of mine) await follow(db, chatId, threadId, feedIds[feed]!);
      readers.push({ chat, chatId, threadId, feeds: mine });
    }
  }
  return { feedIds, readers };
}

function createChat(playground: Playground, kind: (typeof KINDS)[number]): Chat {
  if (kind === 'private') return playground.createChat({ kind, personId: playground.createPerson().id });
  if (kind === 'group') return playground.createChat({ kind, title: 'Group' });
  return playground.createChat({ kind: 'supergroup', title: 'Forum', isForum: true, topics: ['One', 'Two'] });
}

async function follow(db: Database, chatId: ChatId, threadId: number, feedId: FeedId): Promise<void> {
  await startSubscription(db, { chatId, threadId, feedId, url: 'http://typed.example/', cursor: '0' as ItemId });
}

/** The next item of a feed, told to nobody twice: after a lost answer it is looked for first. */
export async function publishNext(db: Database, feedId: FeedId, feed: number, number: number): Promise<void> {
  await db.transaction(async (tx) => {
    await lockFeed(tx, feedId);
    const { rows } = await tx.query<{ count: number }>({
      text: 'select count(*)::int as count from items where feed_id = $1',
      values: [feedId],
    });
    if (rows[0]!.count >= number) return;
    const title = titleOf(feed, number);
    const fingerprint = createHash('sha256').update(title).digest('hex');
    const empty = { guid: null, author: null, summary: null, content: null, publishedAt: null, updatedAt: null };
    const item = { ...empty, title, link: `http://feed${feed}.example/${number}`, categories: [], media: [] };
    await insertItems(tx, feedId, [{ guidHash: null, linkHash: null, fingerprint, item }], {
      rebuilt: false,
      firstFetch: false,
    });
    await addJob(tx, 'fan_out', { feedId }, { priority: PRIORITY.deliver });
  });
}

const titleOf = (feed: number, number: number) => `f${feed}-n${number}`;

/** The items that a message shows, in its order. */
export function itemsIn(text: string): { feed: number; number: number }[] {
  return [...text.matchAll(/\bf(\d+)-n(\d+)\b/g)].map(([, feed, number]) => ({
    feed: Number(feed),
    number: Number(number),
  }));
}
