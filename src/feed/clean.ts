// Retention: what of feeds and items may go, a piece at a time, and what must not be found.
import type { Database } from '../db.ts';
import { hostnameOf } from '../net/url.ts';
import {
  dropEndedSubscriptions,
  dropHashes,
  dropIdleHosts,
  dropTexts,
  dropUnreadFeeds,
  findForgottenFeeds,
  readHour,
  unscheduleUnreadFeeds,
} from '../store/feed_retention.ts';
import { scheduleFeed } from '../store/feed_schedule.ts';
import type { FeedId } from '../store/ids.ts';

/** So much in one transaction: short enough that nobody waits for its locks. */
const PIECE = 1_000;
const FEEDS_A_PIECE = 200;

/** How much went. `healed`: feeds found off the schedule though read, or on it though not; anything but 0 is a fault of ours. */
export type CleanedFeeds = {
  texts: number;
  items: number;
  subscriptions: number;
  feeds: number;
  hosts: number;
  healed: number;
};

/**
 * Run it every hour: texts are looked through by the hour that a feed's id falls on.
 * @param hour of the day, 0 to 23; the database's where it is left out
 */
export async function cleanFeeds(db: Database, hour?: number): Promise<CleanedFeeds> {
  return {
    healed: await heal(db),
    texts: await cleanTexts(db, hour ?? (await readHour(db))),
    items: await inPieces(() => dropHashes(db, PIECE)),
    subscriptions: await inPieces(() => dropEndedSubscriptions(db, PIECE)),
    feeds: await inPieces(() => db.transaction((tx) => dropUnreadFeeds(tx, PIECE))),
    hosts: await dropIdleHosts(db),
  };
}

async function cleanTexts(db: Database, hour: number): Promise<number> {
  let texts = 0;
  for (let after: FeedId | null = null; ; ) {
    const piece = await dropTexts(db, { hour, after, feeds: FEEDS_A_PIECE });
    texts += piece.texts;
    if (piece.last === null) return texts;
    after = piece.last;
  }
}

async function inPieces(drop: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const dropped = await drop();
    total += dropped;
    if (dropped < PIECE) return total;
  }
}

async function heal(db: Database): Promise<number> {
  const forgotten = await findForgottenFeeds(db, PIECE);
  for (const { feedId, url } of forgotten) {
    await scheduleFeed(db, { feedId, host: hostnameOf(url) ?? '', waitMs: 0, polledNow: false });
  }
  return forgotten.length + (await unscheduleUnreadFeeds(db));
}
