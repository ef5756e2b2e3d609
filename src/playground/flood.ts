// How fast a bot may send. Telegram documents these numbers only as advice; what counts is that a 429 is obeyed.
import { tooManyRequests } from './refusal.ts';

export type FloodLimits = {
  /** messages a second to all chats together */
  globalPerSecond: number;
  /** the same for messages that are paid for */
  paidPerSecond: number;
  /** messages a second to one chat, after a burst */
  chatPerSecond: number;
  chatBurst: number;
  /** messages within a minute to one group */
  groupPerMinute: number;
};

export const DOCUMENTED_LIMITS: FloodLimits = {
  globalPerSecond: 30,
  paidPerSecond: 1000,
  chatPerSecond: 1,
  chatBurst: 3,
  groupPerMinute: 20,
};

type Bucket = { tokens: number; atMs: number };

export type Flood = {
  limits: FloodLimits;
  buckets: Map<string, Bucket>;
  refusedUntilMs: Map<string, number>;
  /** messages that were paid for, at 0.1 Star each */
  paidMessages: number;
};

/** What of the world and its chats counts here. */
type Measured = { flood: Flood | null; now(): number };
type Receiver = { id: number; kind: string };

/**
 * Count messages about to be stored; an album counts as many as it has. While a wait lasts, every further call is
 * refused too.
 * @throws Refusal 429 with retry_after in seconds
 */
export function chargeSend(world: Measured, chat: Receiver, count: number, isPaid: boolean): void {
  const { flood } = world;
  if (flood === null) return;
  const nowMs = world.now();
  const buckets = bucketsFor(flood.limits, chat, isPaid);
  for (const { key } of buckets) {
    const leftMs = (flood.refusedUntilMs.get(key) ?? 0) - nowMs;
    if (leftMs > 0) throw tooManyRequests(Math.ceil(leftMs / 1000));
  }
  for (const { key, size, perMs } of buckets) {
    const waitMs = (count - refill(flood, key, size, perMs, nowMs).tokens) / perMs;
    // An album larger than the bucket passes once the bucket is full, else it never would.
    const cappedMs = count > size ? waitMs - (count - size) / perMs : waitMs;
    if (cappedMs <= 1e-6) continue;
    const seconds = Math.ceil(cappedMs / 1000);
    flood.refusedUntilMs.set(key, nowMs + seconds * 1000);
    throw tooManyRequests(seconds);
  }
  for (const { key, size, perMs } of buckets) refill(flood, key, size, perMs, nowMs).tokens -= count;
  if (isPaid) flood.paidMessages += count;
}

type BucketRule = { key: string; size: number; perMs: number };

/** A paid message counts against the paid rate alone, however many others there are; a chat's own pace stays. */
function bucketsFor(limits: FloodLimits, chat: Receiver, isPaid: boolean): BucketRule[] {
  const perSecond = isPaid ? limits.paidPerSecond : limits.globalPerSecond;
  const all = { key: isPaid ? 'paid' : 'all', size: perSecond, perMs: perSecond / 1000 };
  const perChat = { key: `chat:${chat.id}`, size: limits.chatBurst, perMs: limits.chatPerSecond / 1000 };
  const perGroup = { key: `group:${chat.id}`, size: limits.groupPerMinute, perMs: limits.groupPerMinute / 60_000 };
  const isGroup = chat.kind === 'group' || chat.kind === 'supergroup';
  return isGroup ? [all, perChat, perGroup] : [all, perChat];
}

function refill(flood: Flood, key: string, size: number, perMs: number, nowMs: number): Bucket {
  const bucket = flood.buckets.get(key) ?? { tokens: size, atMs: nowMs };
  bucket.tokens = Math.min(size, bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs);
  bucket.atMs = nowMs;
  flood.buckets.set(key, bucket);
  return bucket;
}
