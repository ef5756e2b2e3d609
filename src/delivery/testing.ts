// For tests of delivery: chats in a playground, feeds with items that were never fetched, and drains that a test runs by itself.
import { createHash } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Database } from '../db.ts';
import { type PlaygroundOptions, startPlayground } from '../playground/server.ts';
import { TOKEN } from '../playground/testing.ts';
import type { Chat } from '../playground/world.ts';
import { upsertChat } from '../store/chats.ts';
import { lockFeed, upsertFeed } from '../store/feeds.ts';
import type { ChatId, FeedId, ItemId, SubscriptionId } from '../store/ids.ts';
import type { Item, Media } from '../store/item.ts';
import { startSubscription } from '../store/subscriptions.ts';
import { createTelegramClient } from '../telegram/client.ts';
import { sendPart } from '../telegram/send.ts';
import { insertItems } from '../testing/stored_items.ts';
import { createBudget } from './budget.ts';
import { type DeliverDeps, deliverHead } from './deliver_head.ts';
import { type DrainDeps, drain } from './drain.ts';
import { fanOut } from './fan_out.ts';
import { createSettler } from './settler.ts';

export type World = Awaited<ReturnType<typeof createWorld>>;
export type Reader = { chat: Chat; chatId: ChatId };
export type Published = Partial<Item> & { title: string };
export type WorldOptions = Partial<PlaygroundOptions> & { perSecond?: number };

/** A playground and an empty database for one test. */
export async function createWorld(t: TestContext, db: Database, { perSecond = 1000, ...options }: WorldOptions = {}) {
  await db.query({ text: 'truncate chats, feeds, items, subscriptions, deliveries, chat_schedule cascade' });
  await db.query({
    text: `update send_budget set tokens = 1000, slowdown = 1, slowed_at = '-infinity', throttled_chat = null`,
  });
  const playground = await startPlayground({ token: TOKEN, ...options });
  t.after(() => playground.close());
  const telegram = createTelegramClient({ token: TOKEN, apiRoot: playground.url });
  const deps: DeliverDeps = {
    db,
    budget: createBudget(db, perSecond),
    settle: createSettler(db),
    send: (part, to, uploads) => sendPart(telegram, part, to, uploads),
    fetchUpload: async () => null,
    now: () => performance.now(),
    readOn: () => 'Read on',
    notice: (key, args) => ({
      kind: 'text',
      text: `${key} ${JSON.stringify(args)}`,
      entities: [],
      preview: 'off',
      previewUrl: null,
    }),
    paceOf: () => ({ paceMs: 0, burst: 1 }),
    log: { warn: () => undefined },
  };
  return {
    playground,
    telegram,
    deps,
    ...createFeeds(db),
    ...createReaders(db, playground),
    ...createReports(db, playground),
    ...createDrains(deps),
  };
}

type DrainChanges = Partial<DeliverDeps> & Partial<DrainDeps>;

function createDrains(deps: DeliverDeps) {
  /** Runs until nothing is ready, nor will be soon. */
  const drainAll = (changes: DrainChanges = {}) => {
    const never = { woken: () => new Promise<void>(() => undefined) };
    const settle = createSettler(changes.db ?? deps.db);
    const alone = async () => undefined;
    const all = { ...deps, settle, window: 30, signal: undefined, slot: never, callForHelp: alone, ...changes };
    return drain({ deliverHead: (head, claim) => deliverHead(head, claim, all), ...all });
  };
  return {
    drain: drainAll,
    /** Sends what is ready now and waits for nothing: a drain that is told to end when it has looked twice. */
    drainOnce: (changes: DrainChanges = {}) => {
      const ending = new AbortController();
      let looks = 0;
      const woken = () => {
        looks += 1;
        if (looks === 2) ending.abort();
        return new Promise<void>(() => undefined);
      };
      return drainAll({ ...changes, signal: ending.signal, slot: { woken } });
    },
  };
}

function createFeeds(db: Database) {
  let feeds = 0;
  /** Items of a feed in one transaction, oldest first, and nobody told. */
  const store = (feedId: FeedId, items: Published[], { rebuilt = false } = {}): Promise<ItemId[]> =>
    db.transaction(async (tx) => {
      await lockFeed(tx, feedId);
      return insertItems(tx, feedId, items.map(itemOf), { rebuilt, firstFetch: false });
    });
  return {
    newFeed: (): Promise<FeedId> => {
      feeds += 1;
      return upsertFeed(db, `http://feed${feeds}.example/feed.xml`);
    },
    store,
    /** The same, and its readers are marked. */
    publish: async (feedId: FeedId, titles: (string | Published)[], options = {}): Promise<ItemId[]> => {
      const items = titles.map((title) => (typeof title === 'string' ? { title } : title));
      const ids = await store(feedId, items, options);
      await fanOut(db, feedId);
      return ids;
    },
  };
}

function itemOf(item: Published) {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify(item) + Math.random())
    .digest('hex');
  const empty = {
    guid: null,
    link: null,
    author: null,
    summary: null,
    content: null,
    publishedAt: null,
    updatedAt: null,
  };
  return { guidHash: null, linkHash: null, fingerprint, item: { ...empty, categories: [], media: [], ...item } };
}

type Playground = Awaited<ReturnType<typeof startPlayground>>;

function createReaders(db: Database, playground: Playground) {
  const know = async (chat: Chat): Promise<Reader> => {
    const { chatId } = await upsertChat(db, {
      telegramId: String(chat.id),
      kind: chat.kind,
      title: chat.title,
      language: 'en',
    });
    return { chat, chatId };
  };
  return {
    know,
    newPerson: (): Promise<Reader> =>
      know(playground.createChat({ kind: 'private', personId: playground.createPerson().id })),
    newGroup: (): Promise<Reader> => know(playground.createChat({ kind: 'group', title: 'Group' })),
    newForum: (topics: string[]): Promise<Reader> =>
      know(playground.createChat({ kind: 'supergroup', title: 'Forum', isForum: true, topics })),
    /** From the feed's beginning on. */
    follow: ({ chatId }: Reader, feedId: FeedId, threadId = 0): Promise<SubscriptionId> =>
      startSubscription(db, { chatId, threadId, feedId, url: 'http://typed.example/', cursor: '0' as ItemId }),
  };
}

function createReports(db: Database, playground: Playground) {
  return {
    /** First lines of the bot's messages in a chat, in order, those of one topic if asked. */
    titlesIn: ({ chat }: Reader, threadId?: number): string[] =>
      playground.textsIn(chat, threadId === undefined ? {} : { threadId }).map((text) => text.split('\n')[0]!),
    /** What the log says of a chat's items, in the order of the items. */
    endingsOf: async ({ chatId }: Reader) => {
      const { rows } = await db.query<{
        item: ItemId;
        to: ItemId | null;
        outcome: string;
        reason: string | null;
        messages: number;
      }>({
        text: `
          select item_id as item, to_item_id as to, outcome, reason, cardinality(message_ids) as messages
          from deliveries where chat_id = $1 order by item_id, at`,
        values: [chatId],
      });
      return rows;
    },
    scheduleOf: async ({ chatId }: Reader) => {
      const { rows } = await db.query<Schedule>({
        text: `
          select due_at is not null as "isDue", lease_token is not null as "isLeased", head_tries as tries, failures, wide,
            greatest(0, extract(epoch from not_before - clock_timestamp()))::float8 as "waitSeconds"
          from chat_schedule where chat_id = $1`,
        values: [chatId],
      });
      return rows[0]!;
    },
    stateOf: async ({ chatId }: Reader) => {
      const { rows } = await db.query<{ state: string; reason: string | null; telegramId: string }>({
        text: 'select state, state_reason as reason, telegram_id as "telegramId" from chats where id = $1',
        values: [chatId],
      });
      return rows[0]!;
    },
    /** As if so much time had passed: waits and leases are over. */
    endWaits: async () => {
      await db.query({
        text: `update chat_schedule set not_before = '-infinity', paced_until = '-infinity', lease_until = least(lease_until, clock_timestamp())`,
      });
    },
  };
}

type Schedule = {
  isDue: boolean;
  isLeased: boolean;
  tries: number;
  failures: number;
  wide: boolean;
  waitSeconds: number;
};

/** A reader that has got one item already. */
export async function startReading(world: World, reader: Reader, threadId = 0) {
  const feed = await world.newFeed();
  const subscription = await world.follow(reader, feed, threadId);
  await world.publish(feed, ['Before']);
  await world.drain();
  return { feed, subscription };
}

/** A picture, or another file, that stands at a URL. */
export function mediaAt(url: string, kind: Media['kind'] = 'image'): Media {
  const unknown = { type: null, bytes: null, width: null, height: null, durationSeconds: null, title: null };
  return { kind, url, previewUrl: null, ...unknown };
}

/** A picture of one pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
