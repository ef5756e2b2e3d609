// One message to one chat: what stands first there is judged, shown, sent and settled. A message in several parts takes several turns,
// so that each part keeps the chat's pace.
import type { Database } from '../db.ts';
import type { Logger } from '../log.ts';
import type { Part } from '../message/part.ts';
import { settleEmpty } from '../store/chat_schedule.ts';
import { type Head, readHeads, readPending } from '../store/heads.ts';
import type { NoticeHead } from '../store/notice_queue.ts';
import { type Ending, type Held, settlePart, settlePassed } from '../store/settle.ts';
import { countMessages } from '../telegram/send.ts';
import { answerFailure, type FailureDeps, isGivenUp, letGo } from './answer_failure.ts';
import { type Claim, isOutOfTime, makeRoom } from './claim.ts';
import { deliverNotice, type NoticeDeps } from './notice.ts';
import { endingsOf, isPlain, type Plan, planRun, planStarted, RUN_LIMIT } from './plan.ts';
import { type SendDeps, sendSimpler } from './send_simpler.ts';
import type { Settle } from './settler.ts';
import { optionsOf, showDigest, showItem } from './show.ts';

export type DeliverDeps = FailureDeps &
  NoticeDeps &
  Pick<SendDeps, 'budget' | 'send' | 'fetchUpload' | 'now'> & {
    /** patient, see patience.ts: a result in hand is written down however long the database is away */
    db: Database;
    settle: Settle;
    /** the words of the link to the rest of a text */
    readOn(language: string): string;
    log: Pick<Logger, 'warn'>;
  };

/** What a plan comes to: the messages, made only when they are to be sent, and how the items they cover end. */
type Show = { parts(): Part[]; digestTo: Head['digestTo']; endings(messageIds: string[]): Ending[] };

/**
 * Send what stands first in a claimed chat, and settle it or hold the chat back. Filtered items are passed over on the way.
 * @returns how many messages Telegram was asked to take
 */
export async function deliverHead(first: Head | NoticeHead, claim: Claim, deps: DeliverDeps): Promise<number> {
  for (let head: Head | NoticeHead | undefined = first; head; head = await nextHead(claim, deps)) {
    if (head.noticeId !== null) return deliverNotice(head, claim, deps);
    if (isOutOfTime(claim, deps.now)) {
      await letGo(head, claim, deps);
      return 0;
    }
    const plan = await planFor(head, deps.db);
    if (plan.kind !== 'pass') return sendNext(head, claim, showPlan(plan, head, deps), deps);
    await settlePassed(deps.db, { ...heldOf(head, claim), endings: plan.endings });
  }
  await settleEmpty(deps.db, claim.leaseToken, [claim.chat]);
  return 0;
}

async function nextHead({ chat, leaseToken }: Claim, { db }: DeliverDeps): Promise<Head | NoticeHead | undefined> {
  return (await readHeads(db, leaseToken, [chat.chatId]))[0];
}

async function planFor(head: Head, db: Database): Promise<Plan> {
  if (head.digestTo !== null) {
    return planStarted(head, await readPending(db, { ...head, upTo: head.digestTo, limit: RUN_LIMIT }));
  }
  if (head.partsDone > 0 || isPlain(head)) return { kind: 'item' };
  return planRun(head, await readPending(db, { ...head, upTo: null, limit: RUN_LIMIT }));
}

function showPlan(plan: Exclude<Plan, { kind: 'pass' }>, head: Head, deps: DeliverDeps): Show {
  if (plan.kind === 'item') {
    return {
      parts: () => showItem(head, deps.readOn(head.language)),
      digestTo: null,
      endings: (messageIds) => [{ itemId: head.itemId, toItemId: null, outcome: 'sent', reason: null, messageIds }],
    };
  }
  return {
    parts: () => showDigest(head, plan.shown),
    digestTo: plan.covered.at(-1)?.item.itemId ?? head.itemId,
    endings: (messageIds) => endingsOf(plan.covered, { outcome: 'merged', messageIds }),
  };
}

async function sendNext(head: Head, claim: Claim, show: Show, deps: DeliverDeps): Promise<number> {
  // Before its messages are made: what breaks our own code breaks it at each try.
  if (await isGivenUp(head, deps)) {
    await park(head, claim, show, 'no answer to several tries', deps);
    return 0;
  }
  const parts = show.parts();
  const part = parts[head.partsDone];
  if (part === undefined) {
    await finish(head, claim, show.endings(head.partMessageIds), 0, deps);
    return 0;
  }
  const outcome = await sendSimpler(part, destinationOf(head), { ...deps, makeRoom: () => makeRoom(claim, deps) }, 1);
  if (outcome.kind === 'sent')
    await settleSent(head, claim, { ...show, count: parts.length }, outcome.messageIds, deps);
  else {
    const end = await answerFailure(outcome, { ...head, trial: head }, claim, deps);
    if (end.parkedFor !== null) await park(head, claim, show, end.parkedFor, deps);
  }
  return countMessages(part);
}

function destinationOf(head: Head) {
  const { silent } = optionsOf(head);
  return { telegramId: head.telegramId, threadId: head.threadId, replyTo: head.partMessageIds[0], silent };
}

/** @param show with the count of its messages */
async function settleSent(
  head: Head,
  claim: Claim,
  show: Show & { count: number },
  sentIds: string[],
  deps: DeliverDeps,
): Promise<void> {
  const partsDone = head.partsDone + 1;
  if (partsDone === show.count) {
    await finish(head, claim, show.endings([...head.partMessageIds, ...sentIds]), sentIds.length, deps);
    return;
  }
  const pace = { ...deps.paceOf(head.chatKind), messages: sentIds.length };
  const part = { chatId: head.chatId, partsDone, messageIds: sentIds, digestTo: show.digestTo, pace };
  await settlePart(deps.db, { ...heldOf(head, claim), ...part });
}

/** Given up with Telegram's words; parts that are with Telegram already are named. */
async function park(head: Head, claim: Claim, show: Show, reason: string, deps: DeliverDeps): Promise<void> {
  deps.log.warn({ chatId: head.chatId, itemId: head.itemId, words: reason }, 'an item was parked');
  const endings = show.endings(head.partMessageIds);
  const parked = endings.map((end) =>
    end.outcome === 'filtered' ? end : { ...end, outcome: 'parked' as const, reason },
  );
  await finish(head, claim, parked, 0, deps);
}

async function finish(
  head: Head,
  claim: Claim,
  endings: Ending[],
  messages: number,
  { settle, log, paceOf }: DeliverDeps,
): Promise<void> {
  const pace = { ...paceOf(head.chatKind), messages };
  const isOurs = await settle({ ...heldOf(head, claim), endings, hasMore: head.hasMore, pace });
  if (!isOurs) log.warn({ chatId: head.chatId, itemId: head.itemId }, 'settled a message after its lease had ended');
}

function heldOf(
  { subscriptionId, cursor }: Pick<Head, 'subscriptionId' | 'cursor'>,
  { chat, leaseToken }: Claim,
): Held {
  return { chat, leaseToken, subscriptionId, cursor };
}
