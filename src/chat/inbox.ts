// Stored updates into handled ones: those of one chat one after the other, in the order Telegram gave them, chats beside each other.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Database, isPassing } from '../db.ts';
import type { Logger } from '../log.ts';
import { claimUpdates, markUpdateDone, releaseUpdates, type StoredUpdate } from '../store/updates.ts';
import { untilFirst } from '../until_first.ts';

/** Updates in hand at once, over all chats. */
const IN_HAND_MOST = 200;
/** A wake may be lost with its connection; then this is how long an update waits. */
const LOOK_AGAIN_MS = 5_000;
const DATABASE_WAIT_MS = 1_000;
/** Longer than an answer takes; another inbox keeps off a chat for so long after this one was killed. */
const CLAIM_MS = 60_000;

export type InboxDeps = {
  /** patient, see patience.ts */
  db: Database;
  /** throws only when the database was away or too busy: then the update is handled again */
  handle(update: StoredUpdate): Promise<void>;
  woken(): Promise<void>;
  signal: AbortSignal;
  log: Pick<Logger, 'error'>;
};

/** Handle what is stored and what comes, until `signal`; then what is in hand is finished. */
export async function handleInbox(deps: InboxDeps): Promise<void> {
  const { db, woken, signal } = deps;
  const token = randomUUID();
  const inHand = new Set<string>();
  const lastOfChat = new Map<string, Promise<void>>();
  const take = (update: StoredUpdate) => {
    const chat = update.chatTelegramId ?? '';
    inHand.add(update.updateId);
    const before = lastOfChat.get(chat) ?? Promise.resolve();
    const done = before.then(() => handleOnce(update, deps));
    const ended = done.finally(() => {
      inHand.delete(update.updateId);
      if (lastOfChat.get(chat) === ended) lastOfChat.delete(chat);
    });
    lastOfChat.set(chat, ended);
  };
  while (!signal.aborted) {
    const next = woken(); // before looking: a wake that comes while we look must not be missed
    const room = IN_HAND_MOST - inHand.size;
    const updates =
      room > 0 ? await claimUpdates(db, { token, inHand: [...inHand], limit: room, leaseMs: CLAIM_MS }) : [];
    for (const update of updates) take(update);
    const freed = inHand.size >= IN_HAND_MOST ? [...lastOfChat.values()] : [];
    await untilFirst([next, ...freed], LOOK_AGAIN_MS, signal);
  }
  await Promise.all(lastOfChat.values());
  await releaseUpdates(db, token);
}

/** Never throws: what it cannot write down it tries again, and what is not begun when `signal` comes is left to the next inbox. */
async function handleOnce(update: StoredUpdate, { db, handle, signal, log }: InboxDeps): Promise<void> {
  if (signal.aborted) return;
  const { updateId } = update;
  await untilDone(
    () => handle(update),
    (error) => {
      if (!isPassing(error)) log.error({ err: error, updateId }, 'an update could not be handled');
      return isPassing(error);
    },
  );
  await untilDone(
    () => markUpdateDone(db, updateId),
    (error) => {
      log.error({ err: error, updateId }, 'an update that was handled could not be marked as such, trying again');
      return true;
    },
  );
}

/** Again and again, for as long as `isWorthIt`. */
async function untilDone(step: () => Promise<void>, isWorthIt: (error: unknown) => boolean): Promise<void> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!isWorthIt(error)) return;
      await wait(DATABASE_WAIT_MS);
    }
  }
}
