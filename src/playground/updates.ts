// What the bot is told, and getUpdates: kept until confirmed, at most a day, one poll at a time.
import { setTimeout as wait } from 'node:timers/promises';
import { type MethodCall, type Methods, method } from './methods.ts';
import { isRecord, type Params, readInteger, readJson } from './params.ts';
import { conflict, type Refusal } from './refusal.ts';
import type { Update } from './types.ts';
import { announce, type World } from './world.ts';

const MAX_POLL_SECONDS = 50;
const SHORT_POLL_SECONDS = 3;
const KEPT_MS = 24 * 3600 * 1000;
/** Only sent to a bot that lists them in allowed_updates. */
const ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

export const UPDATE_METHODS: Methods = { getUpdates: method('offset limit timeout allowed_updates', getUpdates) };

/** Queue an update for the bot, if it wants this kind. */
export function pushUpdate(world: World, kind: string, chatId: number, body: unknown): void {
  const wanted = world.allowedUpdates?.includes(kind) ?? !ON_REQUEST.has(kind);
  if (!wanted) return;
  const update: Update = { update_id: world.nextUpdateId, [kind]: structuredClone(body) };
  world.nextUpdateId += 1;
  world.pending.push({ update, chatId, atMs: world.now() });
  announce(world, 'update', update);
}

/** `allowed_updates` sticks until it is given again; an empty list means all but the kinds on request. */
export function readAllowedUpdates(world: World, params: Params): void {
  const given = readJson(params, 'allowed_updates', 'allowed updates');
  if (!Array.isArray(given)) return;
  const kinds = given.filter((kind): kind is string => typeof kind === 'string');
  world.allowedUpdates = kinds.length === 0 ? null : kinds;
}

async function getUpdates({ world, params, gone }: MethodCall): Promise<Update[]> {
  if (world.webhook !== null) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  world.poll?.end(conflict('terminated by other getUpdates request; make sure that only one bot instance is running'));
  readAllowedUpdates(world, params);
  const offset = readInteger(params, 'offset', 0);
  const limit = readInteger(params, 'limit', 100, 1, 100);
  const timeoutSeconds = readInteger(params, 'timeout', 0, 0, MAX_POLL_SECONDS);
  confirm(world, offset);
  const waitMs = Math.max(timeoutSeconds * 1000, holdMs(world, offset, timeoutSeconds));
  if (world.pending.length === 0 && waitMs > 0) await nextUpdate(world, waitMs, gone);
  world.lastPoll = { offset, endedAtMs: world.now() };
  return world.pending.slice(0, limit).map(({ update }) => update);
}

/** The real server slows down a bot that asks the same again and again without waiting. */
function holdMs(world: World, offset: number, timeoutSeconds: number): number {
  const { lastPoll, tuning } = world;
  const isRepeated =
    lastPoll !== null && lastPoll.offset === offset && world.now() - lastPoll.endedAtMs < SHORT_POLL_SECONDS * 1000;
  return isRepeated && timeoutSeconds < SHORT_POLL_SECONDS ? tuning.repeatedPollHoldMs : 0;
}

/** An offset confirms everything before it; a negative one counts from the end and forgets the rest. */
function confirm(world: World, offset: number): void {
  const expiredMs = world.now() - KEPT_MS;
  const kept = world.pending.filter((pending) => pending.atMs >= expiredMs);
  world.pending = offset < 0 ? kept.slice(offset) : kept.filter(({ update }) => update.update_id >= offset);
}

async function nextUpdate(world: World, waitMs: number, gone: AbortSignal): Promise<void> {
  const ended = new AbortController();
  let refusal: Refusal | null = null;
  const poll = {
    end(why: Refusal) {
      refusal = why;
      ended.abort();
    },
  };
  const wake = () => ended.abort();
  world.poll = poll;
  world.events.once('update', wake);
  announce(world, 'poll', null);
  try {
    await wait(waitMs, undefined, { signal: AbortSignal.any([gone, ended.signal]) });
  } catch (error) {
    if (!isRecord(error) || error.name !== 'AbortError') throw error;
  } finally {
    world.events.off('update', wake);
    if (world.poll === poll) world.poll = null;
  }
  if (refusal !== null) throw refusal;
}
