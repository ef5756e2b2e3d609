// Chats that could not be written to for a while: what came meanwhile comes when they are back, by itself or by a word.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chat } from '../playground/world.ts';
import { findChat } from '../store/chats.ts';
import { lockFeed } from '../store/feeds.ts';
import type { FeedId } from '../store/ids.ts';
import { addJob, PRIORITY } from '../store/jobs.ts';
import { insertItems } from '../testing/stored_items.ts';
import { startConversation } from './testing.ts';

const room = await startConversation();
const { owner } = room.people;

/** An item of the feed at `url`, as if a poll had brought it. */
async function publish(url: string, title: string): Promise<void> {
  await room.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: FeedId }>({ text: 'select id from feeds where url = $1', values: [url] });
    const feedId = rows[0]!.id;
    await lockFeed(tx, feedId);
    const unknown = { guid: null, link: null, author: null, summary: null, content: null };
    const item = { ...unknown, title, categories: [], media: [], publishedAt: null, updatedAt: null };
    const hashes = { guidHash: null, linkHash: null, fingerprint: Buffer.from(title).toString('hex') };
    await insertItems(tx, feedId, [{ item, ...hashes }], { rebuilt: false, firstFetch: false });
    await addJob(tx, 'fan_out', { feedId }, { priority: PRIORITY.deliver });
  });
}

/** Resolves when the chat is paused for this reason. */
async function paused(chat: Chat, reason: string): Promise<void> {
  const deadline = AbortSignal.timeout(60_000);
  for (;;) {
    deadline.throwIfAborted();
    const known = await findChat(room.db, String(chat.id));
    if (known?.state === 'paused' && known.stateReason === reason) return;
  }
}

const aChat = (kind: Exclude<Chat['kind'], 'private'>, title: string) =>
  room.createChat({ kind, title, members: { [owner.id]: 'creator' } });

function aPerson(): Chat {
  const { chat } = room.newPerson();
  return chat as Chat;
}

const speaker = (chat: Chat) => (chat.kind === 'private' ? room.world.people.get(chat.id)! : owner);

type Case = { what: string; chat: Chat; reason: string; leave(chat: Chat): void; back(chat: Chat): void };

const CASES: Case[] = [
  {
    what: 'a person who blocked the bot says /start',
    chat: aPerson(),
    reason: 'blocked',
    leave: (chat) => room.block(chat),
    back: (chat) => room.say(chat, speaker(chat), '/start'),
  },
  {
    what: 'a group that removed the bot adds it again',
    chat: aChat('group', 'Removed'),
    reason: 'kicked',
    leave: (chat) => room.kick(chat),
    back: (chat) => room.addBot(chat),
  },
  {
    what: 'a supergroup that the bot left adds it again',
    chat: aChat('supergroup', 'Left'),
    reason: 'kicked',
    leave: (chat) => room.leave(chat),
    back: (chat) => room.addBot(chat),
  },
  {
    what: 'a channel that removed the bot makes it an administrator again',
    chat: aChat('channel', 'Channel'),
    reason: 'kicked',
    leave: (chat) => room.kick(chat),
    back: (chat) => room.addBot(chat),
  },
  {
    what: 'a channel lets the bot post again',
    chat: aChat('channel', 'Demoting'),
    reason: 'no-rights',
    leave: (chat) => room.setRights(chat, { can_post_messages: false }),
    back: (chat) => room.setRights(chat, { can_post_messages: true }),
  },
  {
    what: 'a group that lets the bot write again says /resume',
    chat: aChat('group', 'Silent'),
    reason: 'no-rights',
    leave: (chat) => room.setRights(chat, { can_send_messages: false }),
    back: (chat) => {
      room.setRights(chat, { can_send_messages: true });
      room.say(chat, owner, '/resume');
    },
  },
];

for (const [index, { what, chat, reason, leave, back }] of CASES.entries()) {
  test(`what was missed comes, in order, when ${what}`, async () => {
    const url = room.serveFeed(`/resuming/${index}.xml`, { title: `Paper ${index}` });
    await room.ask(chat, speaker(chat), `/subscribe ${url}`, /^Subscribed to Paper/);
    await room.waitFor(() => room.textsIn(chat).filter((text) => /^(First|Second)/.test(text)).length === 2);
    leave(chat);
    for (const title of ['Missed', 'Missed too']) await publish(url, title);
    await paused(chat, reason);
    back(chat);
    await room.seen(chat, /^Missed too/);
    const titles = room.textsIn(chat).map((text) => text.split('\n')[0]);
    assert.deepEqual(
      titles.filter((title) => title?.startsWith('Missed')),
      ['Missed', 'Missed too'],
    );
  });
}
