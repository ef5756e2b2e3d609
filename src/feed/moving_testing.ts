// Feeds that move, polled over a loopback server, and what their readers get.
import type { ChatId, FeedId } from '../store/ids.ts';
import type { TestDatabase } from '../testing/database.ts';
import { type Post, readRow, rssOf, type World } from './testing.ts';

type Pending = { id: string; title: string; subscriptionId: string };

/** Steps for tests of moving feeds, in a world of theirs. */
export function movesIn(db: TestDatabase, world: World) {
  const { server } = world;
  const moveAway = (from: string, to: string, status = 301) =>
    server.on(from, { status, headers: { location: server.url(to) } });

  function publish(path: string, titles: string[]): void {
    const posts: Post[] = titles.map((title) => ({ title, guid: `guid of ${title}` }));
    server.on(path, { headers: { etag: `"${titles.join()}"` }, body: rssOf(posts) });
  }

  const urlOf = async (feedId: FeedId) =>
    (await readRow<{ url: string }>(db, 'select url from feeds where id = $1', [feedId])).url;
  const stateOf = async (feedId: FeedId) =>
    (await readRow<{ state: string }>(db, 'select state from feeds where id = $1', [feedId])).state;

  /** As if the redirect had been seen for so long. */
  const observe = (feedId: FeedId, age: string) =>
    db.query({
      text: 'update feeds set redirect_since = clock_timestamp() - $2::interval where id = $1',
      values: [feedId, age],
    });

  /** Three good polls over more than 48 hours. */
  async function proveMove(feedId: FeedId): Promise<void> {
    await world.poll([feedId]);
    await observe(feedId, '49 hours');
    await world.poll([feedId]);
    await world.poll([feedId]);
  }

  /** What a chat has not been sent, in order. */
  async function pendingOf(chatId: ChatId): Promise<Pending[]> {
    const { rows } = await db.query<Pending>({
      text: `
        select i.id, i.title, s.id as "subscriptionId" from subscriptions s join items i on i.feed_id = s.feed_id and i.id > s.cursor
        where s.chat_id = $1 and s.ended_at is null order by i.id`,
      values: [chatId],
    });
    return rows;
  }

  /** Send it all, as far as the subscription goes. @returns the titles */
  async function deliver(chatId: ChatId): Promise<string[]> {
    const pending = await pendingOf(chatId);
    for (const { id, subscriptionId } of pending) {
      await db.query({ text: 'update subscriptions set cursor = $2 where id = $1', values: [subscriptionId, id] });
    }
    return pending.map((item) => item.title);
  }

  const feedOf = async (chatId: ChatId) =>
    (
      await readRow<{ feedId: FeedId }>(db, 'select feed_id as "feedId" from subscriptions where chat_id = $1', [
        chatId,
      ])
    ).feedId;
  const readerOf = async (feedId: FeedId) =>
    (
      await readRow<{ chatId: ChatId }>(db, 'select chat_id as "chatId" from subscriptions where feed_id = $1', [
        feedId,
      ])
    ).chatId;
  return { moveAway, publish, urlOf, stateOf, observe, proveMove, deliver, feedOf, readerOf };
}
