// What becomes of a /subscribe: look at the URL, make the subscription, and edit the bot's answer to the result.
import type { Database, Queryable } from '../db.ts';
import { type Discovery, discoverFeeds } from '../feed/discover.ts';
import { hostManners } from '../feed/host_manners.ts';
import type { FetchSettings } from '../feed/poll_terms.ts';
import { NO_HINTS, waitBeforeNextSync } from '../feed/schedule.ts';
import { storeDocument } from '../feed/store_document.ts';
import { hostnameOf, withoutCredentials } from '../net/url.ts';
import { markChatDue } from '../store/chat_schedule.ts';
import { lockChat } from '../store/chats.ts';
import { findScheduledFeed, scheduleFeed } from '../store/feed_schedule.ts';
import { type LockedFeed, lockFeed, upsertFeed } from '../store/feeds.ts';
import type { FeedId, RequestId } from '../store/ids.ts';
import { cursorBeforeNewest } from '../store/items.ts';
import { wake } from '../store/jobs.ts';
import { finishRequest, type RequestResult, readRequest, type SubscribeRequest } from '../store/subscribe_requests.ts';
import { countSubscriptions, isSubscribed, startSubscription } from '../store/subscriptions.ts';
import { type AnswerDeps, type Button, editMenu, sendMenu } from './answer.ts';
import { dataOf } from './menus/buttons.ts';
import { oneLine } from './one_line.ts';
import { faultText, plainText, richText } from './text/texts.ts';

export type SubscribeDeps = AnswerDeps & {
  /** patient, see patience.ts */
  db: Database;
  fetch: FetchSettings;
  minMs: number;
  maxMs: number;
  random: () => number;
  initialItems: number;
  subscriptionLimit: number;
  signal: AbortSignal | undefined;
};

type Found = Exclude<Discovery, { kind: 'postponed' }> | { kind: 'known'; feedId: FeedId };
type Feed = Exclude<Found, { kind: 'fault' | 'choice' }>;

/**
 * Carry out a request; one that was carried out before a crash, or called off, only has its result told (again).
 * @returns the result, or null when the request is no more
 * @throws only for faults of ours, and when this process is about to end: then another one carries it out
 */
export async function subscribeByRequest(requestId: RequestId, deps: SubscribeDeps): Promise<RequestResult | null> {
  const request = await readRequest(deps.db, requestId);
  if (request === null) return null;
  const result = request.state === 'open' ? await carryOut(request, deps) : request.result;
  if (result) await tell(request, result, deps);
  return result;
}

async function carryOut(request: SubscribeRequest, deps: SubscribeDeps): Promise<RequestResult | null> {
  const feedId = await findScheduledFeed(deps.db, request.url);
  const found = feedId ? { kind: 'known' as const, feedId } : await discover(request, deps);
  if (found.kind === 'postponed') throw new Error('this process is ending: the request is left to another one');
  return deps.db.transaction(async (tx) => {
    await lockChat(tx, request.chatId);
    // Called off meanwhile by an /unsubscribe, or done by a run of this job that ended before it could tell.
    const current = await readRequest(tx, request.requestId);
    if (current?.state !== 'open') return current?.result ?? null;
    const result = await conclude(tx, request, found, deps);
    await finishRequest(tx, request.requestId, result, found.kind === 'choice' ? found.candidates : []);
    return result;
  });
}

/** A URL without a scheme is looked for under both, as it was typed. */
async function discover({ url, isBare }: SubscribeRequest, { db, fetch, signal }: SubscribeDeps): Promise<Discovery> {
  const typed = isBare ? url.replace('https://', '') : url;
  return discoverFeeds(typed, { ...fetch, manners: hostManners(db), signal });
}

async function conclude(
  tx: Queryable,
  request: SubscribeRequest,
  found: Found,
  deps: SubscribeDeps,
): Promise<RequestResult> {
  if (found.kind === 'choice') return { key: 'choose-feed', args: { host: hostnameOf(request.url) ?? '' } };
  if (found.kind !== 'fault') return follow(tx, request, found, deps);
  return { key: 'not-followed', args: { reason: faultText(request.language, found.fault) } };
}

/** The subscription and all that goes with it, or the reason why not. The chat is locked; the feed is after it, as everywhere. */
async function follow(
  tx: Queryable,
  request: SubscribeRequest,
  found: Feed,
  deps: SubscribeDeps,
): Promise<RequestResult> {
  const { chatId, threadId, url } = request;
  const feedId = found.kind === 'known' ? found.feedId : await upsertFeed(tx, found.url);
  const feed = await lockFeed(tx, feedId);
  const title = titleOf(found, feed, url);
  if (await isSubscribed(tx, { chatId, threadId, feedId })) {
    if (found.kind === 'feed') await storeFound(tx, feed, found, deps); // one that was given up is back
    return { key: 'already-subscribed', args: { title } };
  }
  const limit = request.limit ?? deps.subscriptionLimit;
  if ((await countSubscriptions(tx, chatId)) >= limit) return { key: 'subscription-limit', args: { limit } };
  if (found.kind === 'feed') await storeFound(tx, feed, found, deps);
  const cursor = await cursorBeforeNewest(tx, feedId, deps.initialItems);
  const subscriptionId = await startSubscription(tx, { chatId, threadId, feedId, url, cursor: cursor.id });
  await markChatDue(tx, chatId);
  await wake(tx, 'deliver');
  return { key: 'subscribed', args: { title, initial: cursor.after }, subscriptionId };
}

/** The document becomes the feed's, as if a poll had brought it: others may read the feed already, and get what is new to them. */
async function storeFound(
  tx: Queryable,
  feed: LockedFeed,
  found: Extract<Found, { kind: 'feed' }>,
  { minMs, maxMs, random }: SubscribeDeps,
): Promise<void> {
  const { validators, bodyHash, freshForMs } = found.outcome;
  const { lastItemAtMs, busyHours } = await storeDocument(tx, feed, { feed: found.feed, validators, bodyHash });
  const hasValidators = validators.etag !== null || validators.lastModified !== null;
  const rhythm = { minMs, maxMs, hasValidators, failures: 0, lastItemAtMs, busyHours };
  const hints = { ...NO_HINTS, ...found.feed.hints, freshForMs };
  const waitMs = waitBeforeNextSync(rhythm, hints, { nowMs: feed.nowMs, random });
  await wake(tx, 'sync', waitMs); // which may be before the crontab looks again
  await scheduleFeed(tx, { feedId: feed.feedId, host: hostnameOf(feed.url) ?? '', waitMs, polledNow: true });
}

/** One without a title is known by what was typed: where that leads may be somebody's secret. */
function titleOf(found: Feed, feed: LockedFeed, typed: string): string {
  return oneLine(found.kind === 'feed' ? found.feed.title : feed.title, withoutCredentials(typed), 100);
}

/** Edit the answer that was given at once; where it is no more, or never arrived, a new message says it. */
async function tell(request: SubscribeRequest, result: RequestResult, deps: SubscribeDeps): Promise<void> {
  const told = (await readRequest(deps.db, request.requestId)) ?? request; // with what was found meanwhile
  const chat = told.managedTitle === null ? 0 : oneLine(told.managedTitle, '…', 60);
  const text = richText(told.language, result.key, { chat, ...result.args });
  const menu = { text, buttons: buttonsOf(told, result) };
  if (request.messageId !== null && (await editMenu(deps, request.answer, request.messageId, menu))) return;
  await sendMenu(deps, request.answer, menu);
}

/** The feeds to choose from, or a way on to the new subscription's card. */
function buttonsOf({ language, requestId, candidates }: SubscribeRequest, result: RequestResult): Button[][] {
  if (result.key === 'choose-feed')
    return candidates.map(({ url, title }, index) => [
      { text: oneLine(title, withoutCredentials(url)), data: dataOf('pick', requestId, index) },
    ]);
  if (result.subscriptionId === undefined) return [];
  return [[{ text: plainText(language, 'button-card'), data: dataOf('card', `s${result.subscriptionId}`) }]];
}
