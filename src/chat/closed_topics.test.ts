// Topics that are closed, opened and deleted: what is subscribed in them waits, and its admins know why.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../playground/types.ts';
import type { Chat } from '../playground/world.ts';
import { startConversation } from './testing.ts';

const room = await startConversation();
const { owner } = room.people;

/** A forum with a feed in its first topic. */
async function openForum(name: string) {
  const forum = room.createChat({
    kind: 'supergroup',
    isForum: true,
    title: `Forum ${name}`,
    topics: ['World'],
    members: { [owner.id]: 'creator' },
  });
  const [world] = [...forum.topics.keys()] as [number];
  const url = room.serveFeed(`/${name}.xml`, { title: name });
  await room.ask(forum, owner, `/subscribe ${url}`, new RegExp(`^Subscribed to ${name}`), { threadId: world });
  await seenItems(forum);
  return { forum, world, url };
}

/** Then nothing is on its way that could find the topic closed by itself. */
async function seenItems(forum: Chat): Promise<void> {
  for (const title of [/^First/, /^Second/]) await room.seen(forum, title);
}

const said = (forum: Chat, text: RegExp) => room.textsIn(forum).filter((one) => text.test(one));

test('a topic that is closed pauses what is in it at once, which is told once, and opened again it goes on', async () => {
  const { forum, world, url } = await openForum('Closing');
  room.closeTopic(forum, world);
  const told = await room.seen(forum, /^⏸ The topic .* is closed/);
  assert.equal(told.message_thread_id, undefined, 'in General: the topic itself takes no messages');
  await room.ask(forum, owner, `/feed ${url}`, /⏸ Paused, because its topic is closed/);
  assert.equal(said(forum, /is closed, so what/).length, 1);
  room.openTopic(forum, world);
  await room.ask(forum, owner, `/feed ${url}`, /All is well/);
});

test('a topic that only closes to others goes on: a bot that may manage topics writes in it', async () => {
  const { forum, world, url } = await openForum('Announcements');
  room.promoteBot(forum);
  room.closeTopic(forum, world);
  await room.ask(forum, owner, `/feed ${url}`, /All is well/);
  assert.deepEqual(said(forum, /is closed, so what/), []);
});

test('what a deleted topic had goes on in the topic it is moved to', async () => {
  const { forum, world, url } = await openForum('Deleting');
  await room.db.query({
    text: `update subscriptions set state = 'paused', state_reason = 'topic-missing', paused_at = clock_timestamp() where url = $1`,
    values: [url],
  });
  room.deleteTopic(forum, world);
  const card: Message = await room.ask(forum, owner, `/feed ${url}`, /its topic is no more/);
  await room.tapFor(forum, card, '💬 Topic', owner, /Where should items of Deleting come/);
  await room.tapFor(forum, card, 'No topic', owner, /All is well/);
});

test('when General is closed, those are told who manage the group from a private chat', async () => {
  const { forum } = await openForum('Managed');
  const own = room.chats.private;
  const url = room.serveFeed('/general.xml', { title: 'In General' });
  await room.ask(own, owner, `/channel ${forum.id}`, /is about Forum Managed now/);
  await room.ask(forum, owner, `/subscribe ${url}`, /^Subscribed to In General/);
  await room.waitFor(() => said(forum, /^(First|Second)/).length === 4);
  room.closeTopic(forum);
  await room.seen(own, /^⏸ The general topic of Forum Managed is closed/);
  await room.ask(own, owner, `/feed ${url}`, /⏸ Paused, because its topic is closed/);
  room.openTopic(forum);
  await room.ask(forum, owner, `/feed ${url}`, /All is well/);
});
