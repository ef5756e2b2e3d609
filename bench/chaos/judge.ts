// What came of it all: each item of each subscription against what stands in the chats and in the log.
import type { Database } from '../../src/db.ts';
import type { Playground } from '../../src/playground/server.ts';
import type { Message } from '../../src/playground/types.ts';
import { itemsIn, type World } from './world.ts';

export type Findings = {
  /** messages of items that the server stored */
  sent: number;
  /** items that stand in no chat and whose end is nowhere written */
  lost: string[];
  /** items given up on record, after three tries without an answer */
  parked: number;
  /** messages that came again */
  repeated: number;
  outOfOrder: string[];
};

/** @param published how many items each feed has */
export async function judge(
  db: Database,
  playground: Playground,
  world: World,
  published: number[],
): Promise<Findings> {
  const parked = await readParked(db);
  const findings: Findings = { sent: 0, lost: [], parked: parked.size, repeated: 0, outOfOrder: [] };
  for (const reader of world.readers) {
    const messages = messagesOf(playground, reader.chat.id, reader.threadId);
    findings.sent += messages.length;
    for (const feed of reader.feeds) {
      const seen = new Set<number>();
      let highest = 0;
      for (const { text } of messages) {
        const items = itemsIn(text ?? '').filter((item) => item.feed === feed);
        // A digest that came twice is one message that was repeated.
        if (items.some(({ number }) => seen.has(number))) findings.repeated += 1;
        for (const { number } of items) {
          if (!seen.has(number) && number < highest)
            findings.outOfOrder.push(`f${feed}-n${number} in ${reader.chat.id}`);
          seen.add(number);
          highest = Math.max(highest, number);
        }
      }
      for (let number = 1; number <= published[feed]!; number += 1) {
        const isParked = parked.has(`${reader.chatId}/${reader.threadId}/f${feed}-n${number}`);
        if (!seen.has(number) && !isParked)
          findings.lost.push(`f${feed}-n${number} in ${reader.chat.id}/${reader.threadId}`);
      }
    }
  }
  return findings;
}

/** In the order stored, those of the group that a chat became included. */
function messagesOf(playground: Playground, chatId: number, threadId: number): Message[] {
  const becameId = playground.world.chats.get(chatId)?.migratedTo;
  return playground.stored.filter(
    ({ chat, from, message_thread_id: thread, text }) =>
      (chat.id === chatId || chat.id === becameId) &&
      from?.is_bot &&
      (thread ?? 0) === threadId &&
      itemsIn(text ?? '').length > 0,
  );
}

async function readParked(db: Database): Promise<Set<string>> {
  const { rows } = await db.query<{ key: string }>({
    text: `
      select s.chat_id || '/' || s.thread_id || '/' || i.title as key
      from deliveries d join subscriptions s on s.id = d.subscription_id
      join items i on i.feed_id = s.feed_id and i.id between d.item_id and coalesce(d.to_item_id, d.item_id)
      where d.outcome = 'parked'`,
  });
  return new Set(rows.map(({ key }) => key));
}

/** Messages that the server has stored and that the log does not know (yet). */
export async function readUnsettled(db: Database, playground: Playground): Promise<Set<string>> {
  const { rows } = await db.query<{ key: string }>({
    text: `
      select c.telegram_id || '/' || m as key from deliveries d join chats c on c.id = d.chat_id, unnest(d.message_ids) m
      union select c.telegram_id || '/' || m from subscriptions s join chats c on c.id = s.chat_id, unnest(s.part_message_ids) m`,
  });
  const settled = new Set(rows.map(({ key }) => key));
  const keys = playground.stored
    .filter(({ text, from }) => from?.is_bot && itemsIn(text ?? '').length > 0)
    .map(({ chat, message_id: id }) => `${chat.id}/${id}`);
  return new Set(keys.filter((key) => !settled.has(key)));
}
