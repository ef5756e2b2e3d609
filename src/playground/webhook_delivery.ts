// Pushing updates to the webhook: one at a time per chat, chats side by side, each update until it is taken.
import { STATUS_CODES } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Api, answerCall } from './api.ts';
import { isRecord } from './params.ts';
import { postUpdate, type WebhookReply } from './post_update.ts';
import { announce, type PendingUpdate, type Webhook } from './world.ts';

/** A bot that answers 410 this long is taken to have moved out. */
const GONE_MS = 23 * 3600 * 1000;
const MAX_RETRY_AFTER_SECONDS = 3600;
/** Methods whose result the bot could not see, or that would pull the rug from under the delivery. */
const NOT_IN_REPLY = /^(get.*|setwebhook|deletewebhook|close|logout)$/i;

/** Deliver from now on whenever there is something and a webhook, perhaps from an earlier run. @param closing ends it */
export function deliverToWebhook(api: Api, closing: AbortSignal): void {
  const { world } = api;
  const busyChats = new Set<number>();
  const fill = () => {
    const { webhook } = world;
    if (webhook === null || closing.aborted) return;
    for (const next of world.pending) {
      if (busyChats.size >= webhook.maxConnections) return;
      if (busyChats.has(next.chatId)) continue;
      busyChats.add(next.chatId);
      deliver(api, webhook, next, closing)
        .catch((error: unknown) => noteError(webhook, world.now(), String(error)))
        .finally(() => {
          busyChats.delete(next.chatId);
          fill();
        });
    }
  };
  world.events.on('update', fill);
  world.events.on('webhook', fill);
  fill();
  closing.addEventListener('abort', () => {
    world.events.off('update', fill);
    world.events.off('webhook', fill);
  });
}

/** Push one update until it is taken, or the webhook changes. */
async function deliver(api: Api, webhook: Webhook, next: PendingUpdate, closing: AbortSignal): Promise<void> {
  const { world } = api;
  for (let attempt = 0; world.webhook === webhook && world.pending.includes(next); attempt += 1) {
    const reply = await postUpdate(webhook, next.update, closing);
    if (closing.aborted) return;
    if (reply.kind === 'answer' && reply.status >= 200 && reply.status < 300) {
      world.pending = world.pending.filter((one) => one !== next);
      webhook.goneSinceMs = null;
      announce(world, 'delivered', next.update);
      return runReply(api, reply.body, closing);
    }
    noteFailure(api, webhook, reply);
    await pause(waitMs(reply, world.tuning.webhookRetryMs(attempt)), closing);
  }
}

function noteFailure({ world }: Api, webhook: Webhook, reply: WebhookReply): void {
  const words =
    reply.kind === 'broken'
      ? reply.reason
      : `Wrong response from the webhook: ${reply.status} ${STATUS_CODES[reply.status] ?? ''}`.trim();
  noteError(webhook, world.now(), words);
  const isGone = reply.kind === 'answer' && reply.status === 410;
  webhook.goneSinceMs = isGone ? (webhook.goneSinceMs ?? world.now()) : null;
  if (webhook.goneSinceMs !== null && world.now() - webhook.goneSinceMs >= GONE_MS) world.webhook = null;
  announce(world, 'webhook-failed', words);
}

function noteError(webhook: Webhook, atMs: number, message: string): void {
  webhook.lastError = { atMs, message };
}

/** Doubles up to two minutes; the first retry comes at once. @param attempt 0 is the first retry */
export function doublingWaitMs(attempt: number): number {
  return attempt === 0 ? 0 : Math.min(2 ** attempt, 120) * 1000;
}

/** @param ownMs the wait without a Retry-After, which may lengthen it, up to an hour; one that is no number of seconds is none */
export function waitMs(reply: WebhookReply, ownMs: number): number {
  const asked = reply.kind === 'answer' ? Number(reply.retryAfter ?? 0) : 0;
  const askedMs = Math.min(Math.max(asked || 0, 0), MAX_RETRY_AFTER_SECONDS) * 1000;
  return Math.max(askedMs, ownMs);
}

async function pause(ms: number, closing: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal: closing, ref: false });
  } catch (error) {
    if (!closing.aborted) throw error;
  }
}

/** A bot may call a method by answering with it. */
async function runReply(api: Api, body: Buffer, closing: AbortSignal): Promise<void> {
  const call = parseReply(body);
  if (call === null || typeof call.method !== 'string' || NOT_IN_REPLY.test(call.method)) return;
  const fields = Object.entries(call).filter(([name, value]) => name !== 'method' && value !== null);
  const params = new Map(
    fields.map(([name, value]): [string, string] => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
  await answerCall(api, call.method, { params, uploads: new Map() }, closing);
}

/** The reply as a method call; most replies are empty or say `ok`, which is none. */
function parseReply(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
