// Stored updates into handled ones: those of one chat one after the other, in the order Telegram gave them, chats beside each other.
import { setTimeout as wait } from 'node:timers/promises';
import { type Database, isPassing } from '../db.ts';
import { markUpdateDone, openUpdates, type StoredUpdate } from '../store/updates.ts';

/** Updates in hand at once, over all chats. */
const IN_HAND_MOST = 200;
/** A wake may be lost with its connection; then this is how long an update waits. */
const LOOK_AGAIN_MS = 5_000;
const DATABASE_WAIT_MS = 1_000;

export type InboxDeps = {
  /** patient, see patience.ts */
  db: Database;
  /** throws only when the database was away or too busy: then the update is handled again */
  handle(update: StoredUpdate): Promise<void>;
  woken(): Promise<void>;
  signal: AbortSignal;
};

/** Handle what is stored and what comes, until `signal`; then what is in hand is finished. */
export async function handleInbox({ db, handle, woken, signal }: InboxDeps): Promise<void> {
  const inHand = new Set<string>();
  const lastOfChat = new Map<string, Promise<void>>();
  const take = (update: StoredUpdate) => {
    const chat = update.chatTelegramId ?? '';
    inHand.add(update.updateId);
    const before = lastOfChat.get(chat) ?? Promise.resolve();
    const done = before.then(() => handleOnce(update, { db, handle, signal }));
    const ended = done.finally(() => {
      inHand.delete(update.updateId);
      if (lastOfChat.get(chat) === ended) lastOfChat.delete(chat);
    });
    lastOfChat.set(chat, ended);
  };
  while (!signal.aborted) {
    const next = woken(); // before looking: a wake that comes while we look must not be missed
    const room = IN_HAND_MOST - inHand.size;
    const updates = room > 0 ? await openUpdates(db, [...inHand], room) : [];
    for (const update of updates) take(update);
    const freed = inHand.size >= IN_HAND_MOST ? [...lastOfChat.values()] : [];
    await untilFirst([next, ...freed], signal);
  }
  await Promise.all(lastOfChat.values());
}

async function handleOnce(
  update: StoredUpdate,
  { db, handle, signal }: Pick<InboxDeps, 'db' | 'handle' | 'signal'>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await handle(update);
      return await markUpdateDone(db, update.updateId);
    } catch (error) {
      if (!isPassing(error)) throw error;
      await wait(DATABASE_WAIT_MS);
    }
  }
}

async function untilFirst(events: Promise<unknown>[], signal: AbortSignal): Promise<void> {
  const timer = new AbortController();
  const ended = AbortSignal.any([signal, timer.signal]);
  // The timer's rejection says that it was called off, here or by the end of the process.
  await Promise.race([...events, wait(LOOK_AGAIN_MS, undefined, { signal: ended }).catch(() => undefined)]);
  timer.abort();
}
