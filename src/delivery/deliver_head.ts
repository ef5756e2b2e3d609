// One item to one chat: its parts in order, and what Telegram's answer means for the chat.

import type { Database } from '../db.ts';
import type { Logger } from '../log.ts';
import type { Part } from '../message/part.ts';
import { type Head, holdBack, type Settled, settle, settlePart } from '../store/chat_schedule.ts';
import { countMessages, type Destination, type SendOutcome } from '../telegram/send.ts';
import type { Budget } from './budget.ts';
import type { Claim } from './drain.ts';
import { paceOf, waitAfterFailure } from './pace.ts';

/** No call begins that could outlive the lease: it is ended after 15 s, and settling takes a moment. */
const CALL_ROOM_MS = 20_000;

export type SendPart = (part: Part, to: Destination) => Promise<SendOutcome>;

export type DeliverDeps = {
  /** patient, see patience.ts: a result in hand is written down however long the database is away */
  db: Database;
  budget: Budget;
  render(head: Head): Part[];
  send: SendPart;
  log: Pick<Logger, 'warn'>;
};

/** Send the parts of a head that are not done yet, and settle it or hold its chat back. Throws only for faults of ours. */
export async function deliverHead(head: Head, claim: Claim, deps: DeliverDeps): Promise<void> {
  const parts = deps.render(head);
  const messageIds = [...head.partMessageIds];
  for (let index = head.partsDone; index < parts.length; index += 1) {
    if (performance.now() + CALL_ROOM_MS > claim.until) return letGo(head, claim, deps);
    const part = parts[index]!;
    // The claim took one token; an album, and every part after the first, needs more.
    await deps.budget.waitFor('items', countMessages(part) - (index === head.partsDone ? 1 : 0));
    const to = { telegramId: head.telegramId, threadId: head.threadId, replyTo: index > 0 ? messageIds[0] : undefined };
    const outcome = await deps.send(part, to);
    if (outcome.kind !== 'sent') return handleFailure(outcome, head, claim, deps);
    messageIds.push(...outcome.messageIds);
    if (index < parts.length - 1)
      await settlePart(deps.db, { ...head, partsDone: index + 1, messageIds: outcome.messageIds });
  }
  await finish(head, claim, deps, { outcome: 'sent', reason: null, messageIds });
}

async function handleFailure(
  outcome: Exclude<SendOutcome, { kind: 'sent' }>,
  head: Head,
  claim: Claim,
  deps: DeliverDeps,
): Promise<void> {
  const { chatId } = head;
  const { leaseToken } = claim;
  switch (outcome.kind) {
    case 'throttled':
      await holdBack(deps.db, { chatId, leaseToken, waitMs: outcome.waitMs, isFailure: false });
      return;
    case 'failed':
    case 'unanswered':
    case 'unauthorized':
      deps.log.warn(
        { chatId, itemId: head.itemId, words: outcome.words, tries: head.tries },
        'Telegram did not take a message',
      );
      await holdBack(deps.db, { chatId, leaseToken, waitMs: waitAfterFailure(head.tries), isFailure: true });
      return;
    case 'migrated':
    case 'chat-trouble':
    case 'topic-trouble':
    case 'refused': {
      const reason = outcome.kind === 'migrated' ? 'the group became a supergroup' : outcome.words;
      deps.log.warn({ chatId, itemId: head.itemId, words: reason }, 'Telegram refused a message');
      await finish(head, claim, deps, { outcome: 'parked', reason, messageIds: [] });
    }
  }
}

async function finish(
  head: Head,
  claim: Claim,
  { db, log }: DeliverDeps,
  end: Pick<Settled, 'outcome' | 'reason' | 'messageIds'>,
): Promise<void> {
  const isOurs = await settle(db, {
    ...head,
    ...end,
    chat: claim.chat,
    leaseToken: claim.leaseToken,
    ...paceOf(head.chatKind),
  });
  if (!isOurs) log.warn({ chatId: head.chatId, itemId: head.itemId }, 'settled a message after its lease had ended');
}

async function letGo({ chatId }: Head, { leaseToken }: Claim, { db }: DeliverDeps): Promise<void> {
  await holdBack(db, { chatId, leaseToken, waitMs: 0, isFailure: false });
}
