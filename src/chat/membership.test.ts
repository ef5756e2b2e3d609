import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findChat } from '../store/chats.ts';
import { startConversation } from './testing.ts';

const room = await startConversation();
const { owner } = room.people;

/** What a chat's row says, once it says so. */
async function stateOf(telegramId: number, state: string): Promise<string | null> {
  for (;;) {
    const chat = await findChat(room.db, String(telegramId));
    if (chat?.state === state) return chat.stateReason;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a person who blocks the bot is paused with all settings, and goes on when back', async () => {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed('/blocked.xml', { title: 'Blocked' });
  await room.ask(chat, person, url, /^Subscribed to Blocked/);
  room.block(chat);
  assert.equal(await stateOf((person as { id: number }).id, 'paused'), 'blocked');
  room.unblock(chat);
  await room.seen(chat, /^Here I am again/);
  await room.ask(chat, person, '/list', /follows 1 feed/);
});

test('a group that removes the bot is paused; added again, it is greeted and goes on', async () => {
  const { group } = room.chats;
  const url = room.serveFeed('/kicked.xml', { title: 'Kicked' });
  await room.ask(group, owner, `/subscribe ${url}`, /^Subscribed to Kicked/);
  room.kick(group);
  assert.equal(await stateOf(group.id, 'paused'), 'kicked');
  room.addBot(group);
  await room.seen(group, /^Hello! I bring new posts of sites and feeds to this group/);
  await room.seen(group, /^Here I am again/);
  await room.ask(group, owner, '/list', /follows 1 feed/);
});

test('a group that becomes a supergroup keeps what it follows', async () => {
  const group = room.createChat({ kind: 'group', title: 'Growing', members: { [owner.id]: 'creator' } });
  const url = room.serveFeed('/growing.xml', { title: 'Growing up' });
  await room.ask(group, owner, `/subscribe ${url}`, /^Subscribed to Growing up/);
  const supergroup = room.migrate(group);
  await room.ask(supergroup, owner, '/list', /follows 1 feed/);
});

test('topics are known by their names, and a topic that opens again goes on', async () => {
  const { forum } = room.chats;
  const [topic] = [...forum.topics.keys()];
  const url = room.serveFeed('/named.xml', { title: 'Named' });
  await room.ask(forum, owner, `/subscribe ${url}`, /^Subscribed to Named/, { threadId: topic! });
  room.say(forum, owner, '', { threadId: topic!, extra: { forum_topic_edited: { name: 'World news' } } as object });
  const list = await room.ask(forum, owner, '/list', /follows 1 feed/);
  const card = await room.tapFor(forum, list, 'Named · World news', owner, /Topic: World news/);
  await room.db.query({
    text: `update subscriptions set state = 'paused', state_reason = 'closed' where thread_id = $1`,
    values: [topic],
  });
  await room.tapFor(forum, card, '◀ Back', owner, /⏸ Named/);
  room.openTopic(forum, topic!);
  await room.ask(forum, owner, `/feed ${url}`, /All is well/);
});

test('a page with several feeds lets the person choose', async () => {
  const { chat, person } = room.newPerson();
  const news = room.serveFeed('/site/news.xml', { title: 'Site news' });
  const jobs = room.serveFeed('/site/jobs.xml', { title: 'Site jobs' });
  const link = (url: string, title: string) =>
    `<link rel="alternate" type="application/rss+xml" title="${title}" href="${url}">`;
  room.feeds.on('/site', {
    headers: { 'content-type': 'text/html' },
    body: `<html><head>${link(news, 'News')}${link(jobs, 'Jobs')}</head><body>Hello</body></html>`,
  });
  const choice = await room.ask(chat, person, room.feeds.url('/site'), /has several feeds/);
  const buttons = choice.reply_markup!.inline_keyboard!.flat().map(({ text }) => text);
  assert.deepEqual(
    buttons.map(
      (text) => /News|Jobs/.exec(text)?.[0] ?? /news|jobs/.exec(text)?.[0]?.replace(/^./, (c) => c.toUpperCase()),
    ),
    ['News', 'Jobs'],
  );
  const done = await room.tapFor(chat, choice, buttons[1]!, person, /^Subscribed to Site jobs/);
  assert.equal(done.message_id, choice.message_id);
  const card = await room.tapFor(chat, done, '⚙️ Settings of this feed', person, /All is well/);
  assert.match(card.text!, /^Site jobs/);
});
