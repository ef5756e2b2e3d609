// What Telegram's answer means for the chat, when it did not take a message.
import type { Database } from '../db.ts';
import type { Logger } from '../log.ts';
import { holdBack, type LetGo, readOthers } from '../store/chat_schedule.ts';
import type { Head } from '../store/heads.ts';
import { migrateChat } from '../store/migrate_chat.ts';
import { pauseChat, pauseTopic } from '../store/pauses.ts';
import type { CallFailure } from '../telegram/outcome.ts';
import type { Budget } from './budget.ts';
import type { Claim } from './deliver_head.ts';
import { waitAfterFailure } from './pace.ts';
import { isAtFault, isSuspicious, UNANSWERED } from './park.ts';

export type FailureDeps = {
  db: Database;
  budget: Pick<Budget, 'throttled'>;
  log: Pick<Logger, 'warn'>;
};

/** `parkedFor`: the words for which this item is to be given up; else its chat was let go, and it stays the chat's head. */
export type FailureEnd = { parkedFor: string | null };

const KEPT: FailureEnd = { parkedFor: null };
/** How soon a merge of two rows of one group is tried again, while somebody sends to one of them. */
const BUSY_MS = 1_000;

export async function answerFailure(
  outcome: CallFailure | { kind: 'out-of-time' },
  head: Head,
  claim: Claim,
  deps: FailureDeps,
): Promise<FailureEnd> {
  const { db, budget, log } = deps;
  const release = (waitMs: number, end: LetGo) =>
    holdBack(db, { chatId: head.chatId, leaseToken: claim.leaseToken, waitMs, end });
  switch (outcome.kind) {
    case 'out-of-time':
      await release(0, 'untried');
      return KEPT;
    case 'throttled':
      await budget.throttled(head.chatId);
      await release(outcome.waitMs, 'untried');
      return KEPT;
    case 'failed':
    case 'unauthorized':
    case 'unanswered':
      return afterFailure(outcome, head, deps, release);
    case 'migrated':
      await release(await migrate(head, outcome.telegramId, claim, deps), 'untried');
      return KEPT;
    case 'chat-trouble':
      log.warn({ chatId: head.chatId, words: outcome.words }, 'a chat was paused');
      await pauseChat(db, head.chatId, outcome.trouble);
      await release(0, 'untried');
      return KEPT;
    case 'topic-trouble':
      log.warn({ chatId: head.chatId, threadId: head.threadId, words: outcome.words }, 'a topic was paused');
      await pauseTopic(db, head, outcome.trouble === 'closed' ? 'topic-closed' : 'topic-missing');
      await release(0, 'untried');
      return KEPT;
    case 'refused':
      return { parkedFor: outcome.words };
  }
}

async function afterFailure(
  outcome: Extract<CallFailure, { kind: 'failed' | 'unauthorized' | 'unanswered' }>,
  head: Head,
  deps: FailureDeps,
  release: (waitMs: number, end: LetGo) => Promise<boolean>,
): Promise<FailureEnd> {
  const { words, kind } = outcome;
  const isAnswered = kind !== 'unanswered';
  deps.log.warn(
    { chatId: head.chatId, itemId: head.itemId, words, tries: head.tries },
    'Telegram did not take a message',
  );
  // The claim counted this try as unanswered; one that was answered is not.
  const trial = { ...head, unanswered: head.unanswered - (isAnswered ? 1 : 0) };
  if (isSuspicious(trial) && isAtFault(trial, await readOthers(deps.db, head.chatId))) return { parkedFor: words };
  await release(waitAfterFailure(head.tries), isAnswered ? 'failed' : 'unanswered');
  return KEPT;
}

/** Tries that were never answered, by a process that was killed perhaps, count before another one is made. */
export async function isGivenUp(head: Head, { db }: FailureDeps): Promise<boolean> {
  const before = { ...head, unanswered: head.unanswered - 1 };
  return before.unanswered >= UNANSWERED && isAtFault(before, await readOthers(db, head.chatId));
}

/** @returns after how many milliseconds the message is to be sent again, to the new id */
async function migrate(
  head: Head,
  telegramId: string,
  { leaseToken }: Claim,
  { db, log }: FailureDeps,
): Promise<number> {
  const migration = { fromTelegramId: head.telegramId, toTelegramId: telegramId };
  const end = await migrateChat(db, migration, leaseToken);
  log.warn({ chatId: head.chatId, end }, 'a group became a supergroup');
  return end === 'busy' ? BUSY_MS : 0;
}

export async function letGo({ chatId }: Head, { leaseToken }: Claim, { db }: FailureDeps): Promise<void> {
  await holdBack(db, { chatId, leaseToken, waitMs: 0, end: 'untried' });
}
