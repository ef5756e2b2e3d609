// A notice on its way: what a chat is told besides items, through the same gate, budget and pace.
import type { Database } from '../db.ts';
import type { Part } from '../message/part.ts';
import { type NoticeHead, settleNotice, takeNotice } from '../store/notice_queue.ts';
import { answerFailure, type FailureDeps } from './answer_failure.ts';
import type { Claim } from './claim.ts';
import type { SendPart } from './send_simpler.ts';

/** A notice is not worth more: what it tells stands in the chat's lists too. */
const MAX_TRIES = 5;

export type NoticeDeps = FailureDeps & {
  db: Database;
  send: SendPart;
  /** the sentence of a notice in a language */
  notice(key: string, args: Record<string, unknown>, language: string): Part;
};

/** @returns how many messages Telegram was asked to take */
export async function deliverNotice(head: NoticeHead, claim: Claim, deps: NoticeDeps): Promise<number> {
  const notice = await takeNotice(deps.db, head.noticeId);
  const settle = (messageIds: string[]) =>
    settleNotice(deps.db, {
      head,
      wakes: claim.chat.wakes,
      leaseToken: claim.leaseToken,
      messageIds,
      pace: { ...deps.paceOf(head.chatKind), messages: messageIds.length },
    });
  if (notice === null || notice.tries > MAX_TRIES) {
    await settle([]);
    return 0;
  }
  const { threadId, tries } = notice;
  const part = deps.notice(notice.key, notice.args, head.language);
  const outcome = await deps.send(part, { telegramId: head.telegramId, threadId }, new Map());
  if (outcome.kind === 'sent') await settle(outcome.messageIds);
  // Nobody is told of a topic in that topic when it is gone; the rest is as with items.
  else if (outcome.kind === 'topic-trouble') await settle([]);
  else {
    const end = await answerFailure(outcome, { ...head, threadId, tries, trial: null }, claim, deps);
    if (end.parkedFor !== null) await settle([]);
  }
  return 1;
}
