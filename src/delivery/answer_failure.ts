// What Telegram's answer means for the chat, when it did not take a message.
import type { Database } from '../db.ts';
import type { Logger } from '../log.ts';
import { holdBack, type LetGo, readOthers } from '../store/chat_schedule.ts';
import type { ChatKind } from '../store/chats.ts';
import type { Head } from '../store/heads.ts';
import type { ChatId } from '../store/ids.ts';
import { migrateChat } from '../store/migrate_chat.ts';
import { pauseChat, pauseTopic } from '../store/pauses.ts';
import type { CallFailure } from '../telegram/outcome.ts';
import type { Budget } from './budget.ts';
import type { Claim } from './claim.ts';
import { waitAfterFailure } from './pace.ts';
import { isAtFault, isSuspicious, type Trial, UNANSWERED } from './park.ts';

export type FailureDeps = {
  db: Database;
  budget: Pick<Budget, 'throttled'>;
  /** of a kind of chat, see pace.ts */
  paceOf(kind: ChatKind): { paceMs: number; burst: number };
  log: Pick<Logger, 'warn'>;
};

/** What was to be sent, and where. */
export type Tried = {
  chatId: ChatId;
  telegramId: string;
  chatKind: ChatKind;
  threadId: number;
  tries: number;
  /** of an item; a notice is not tried that often */
  trial: Trial | null;
};

/** `parkedFor`: the words for which this item is to be given up; else its chat was let go, and it stays the chat's head. */
export type FailureEnd = { parkedFor: string | null };

const KEPT: FailureEnd = { parkedFor: null };
/** How soon a merge of two rows of one group is tried again, while somebody sends to one of them. */
const BUSY_MS = 1_000;

export async function answerFailure(
  outcome: CallFailure | { kind: 'out-of-time' },
  tried: Tried,
  claim: Claim,
  deps: FailureDeps,
): Promise<FailureEnd> {
  const { db, budget, log } = deps;
  const { chatId } = tried;
  const release = (waitMs: number, end: LetGo) =>
    holdBack(db, { chatId, leaseToken: claim.leaseToken, waitMs, end, ...deps.paceOf(tried.chatKind) });
  const untried = tried.trial ? 'untried' : 'notice';
  switch (outcome.kind) {
    case 'out-of-time':
      await release(0, untried);
      return KEPT;
    case 'throttled':
      await budget.throttled(chatId);
      await release(outcome.waitMs, tried.trial ? 'throttled' : 'notice');
      return KEPT;
    case 'failed':
    case 'unauthorized':
    case 'unanswered':
      return afterFailure(outcome, tried, deps, release);
    case 'migrated':
      await release(await migrate(tried, outcome.telegramId, claim, deps), untried);
      return KEPT;
    case 'chat-trouble':
      log.warn({ chatId, words: outcome.words }, 'a chat was paused');
      await pauseChat(db, chatId, outcome.trouble);
      await release(0, untried);
      return KEPT;
    case 'topic-trouble':
      log.warn({ chatId, threadId: tried.threadId, words: outcome.words }, 'a topic was paused');
      await pauseTopic(db, tried, outcome.trouble === 'closed' ? 'topic-closed' : 'topic-missing');
      await release(0, untried);
      return KEPT;
    case 'refused':
      return { parkedFor: outcome.words };
  }
}

async function afterFailure(
  outcome: Extract<CallFailure, { kind: 'failed' | 'unauthorized' | 'unanswered' }>,
  { chatId, tries, trial }: Tried,
  deps: FailureDeps,
  release: (waitMs: number, end: LetGo) => Promise<boolean>,
): Promise<FailureEnd> {
  const { words, kind } = outcome;
  const isAnswered = kind !== 'unanswered';
  deps.log.warn({ chatId, words, tries }, 'Telegram did not take a message');
  // The claim counted this try as unanswered; one that was answered is not.
  // A token that Telegram does not know is no fault of an item.
  const judged = kind !== 'unauthorized' && trial && { ...trial, unanswered: trial.unanswered - (isAnswered ? 1 : 0) };
  if (judged && isSuspicious(judged) && isAtFault(judged, await readOthers(deps.db, chatId)))
    return { parkedFor: words };
  await release(waitAfterFailure(tries), trial === null ? 'notice' : isAnswered ? 'failed' : 'unanswered');
  return KEPT;
}

/** Tries that were never answered, by a process that was killed perhaps, count before another one is made. */
export async function isGivenUp(head: Head, { db }: FailureDeps): Promise<boolean> {
  const before = { ...head, unanswered: head.unanswered - 1 };
  return before.unanswered >= UNANSWERED && isAtFault(before, await readOthers(db, head.chatId));
}

/** @returns after how many milliseconds the message is to be sent again, to the new id */
async function migrate(
  tried: Tried,
  telegramId: string,
  { leaseToken }: Claim,
  { db, log }: FailureDeps,
): Promise<number> {
  const migration = { fromTelegramId: tried.telegramId, toTelegramId: telegramId };
  const end = await migrateChat(db, migration, leaseToken);
  log.warn({ chatId: tried.chatId, end }, 'a group became a supergroup');
  return end === 'busy' ? BUSY_MS : 0;
}

export async function letGo(
  { chatId, chatKind }: Head,
  { leaseToken }: Claim,
  { db, paceOf }: FailureDeps,
): Promise<void> {
  await holdBack(db, { chatId, leaseToken, waitMs: 0, end: 'untried', ...paceOf(chatKind) });
}
