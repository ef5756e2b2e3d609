// Names of others in keyboards and sentences: of topics, of feeds found on a page, of channels. Titles of feeds in lists: many.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../playground/types.ts';
import { AWKWARD_NAMES } from '../testing/awkward_names.ts';
import { noticePart } from './notice_part.ts';
import { startConversation } from './testing.ts';
import { buttonsOf, labelsOf, startWalk } from './walk_testing.ts';

const room = await startConversation({ INITIAL_ITEMS: '0' });
const { owner } = room.people;

/** What would turn, hide or break the words around it. */
const CONTROLS = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069]/u;

function checkKeyboard(message: Message): void {
  for (const { text, callback_data: data } of buttonsOf(message)) {
    assert.ok(text.trim() !== '' && [...text].length <= 64, JSON.stringify(text));
    assert.doesNotMatch(text, CONTROLS);
    assert.ok(Buffer.byteLength(data!) < 64, data);
  }
}

/** Every line of a message is free of them, and there are so many. */
function checkLines(message: Message, lines: number): void {
  const all = message.text!.split('\n');
  assert.equal(all.length, lines, message.text);
  for (const line of all) assert.doesNotMatch(line, CONTROLS);
}

test('topics with awkward names are chosen from, moved to and named', async () => {
  const forum = room.createChat({
    kind: 'supergroup',
    title: 'Forum',
    isForum: true,
    topics: AWKWARD_NAMES,
    members: { [owner.id]: 'creator' },
  });
  const walk = startWalk(room, forum, owner);
  for (const [threadId, { name }] of forum.topics)
    room.say(forum, owner, '', { threadId, extra: { forum_topic_edited: { name } } as object });
  await walk.say(`/subscribe ${room.serveFeed('/topical.xml', { title: 'Topical' })}`, /^Subscribed to Topical/);
  const card = await walk.say(`/feed ${room.feeds.url('/topical.xml')}`, /All is well/);
  const { length: lines } = card.text!.split('\n');
  for (const threadId of forum.topics.keys()) {
    const topics = await walk.becomes(card, '💬 Topic', /^Where should items of Topical come/);
    checkKeyboard(topics);
    assert.equal(labelsOf(topics).length, AWKWARD_NAMES.length + 2, 'each of them, none at all, and back');
    const move = buttonsOf(topics).find(({ callback_data: data }) => data!.endsWith(`:${threadId}`))!;
    const moved = await walk.becomes(topics, move.callback_data!, /\nTopic: \S/);
    checkLines(moved, lines);
    const list = await walk.becomes(moved, '◀ Back', /follows 1 feed/);
    checkKeyboard(list);
    await walk.becomes(list, labelsOf(list)[0]!, /All is well/);
  }
  assert.deepEqual(room.misuse, []);
});

test('feeds with awkward names are chosen from, and each is followed', async () => {
  const { chat, person } = room.newPerson();
  const asAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const links = AWKWARD_NAMES.map((title, index) => {
    const url = room.serveFeed(`/choice-${index}.xml`, { title });
    return `<link rel="alternate" type="application/rss+xml" title="${asAttribute(title)}" href="${url}">`;
  });
  room.feeds.on('/choice', { headers: { 'content-type': 'text/html' }, body: `<head>${links.join('\n')}</head>` });
  const most = buttonsOf(await room.ask(chat, person, room.feeds.url('/choice'), /has several feeds/)).length;
  assert.ok(most > 8, `${most} of ${AWKWARD_NAMES.length} are offered`);
  for (let index = 0; index < most; index += 1) {
    await room.db.query({ text: 'delete from command_counts' }); // as if a minute passed
    const choice = await room.ask(chat, person, room.feeds.url('/choice'), /has several feeds/);
    checkKeyboard(choice);
    await room.tap(chat, choice.message_id, buttonsOf(choice)[index]!.callback_data!, person);
    const done = await room.waitFor(() =>
      room
        .messagesIn(chat)
        .find(({ message_id: id, text }) => id === choice.message_id && /^Subscribed to \S/.test(text!)),
    );
    checkLines(done, 1);
  }
  await room.ask(chat, person, '/list', new RegExp(`follows ${most} feeds`));
  for (let index = 0; index < most; index += 1)
    checkLines(
      await room.ask(chat, person, `/unsubscribe ${room.feeds.url(`/choice-${index}.xml`)}`, /^Unsubscribed from \S/),
      1,
    );
  assert.deepEqual(room.misuse, []);
});

test('channels with awkward names are managed, and named in one line', async () => {
  const own = room.chats.private;
  for (const title of AWKWARD_NAMES) {
    const channel = room.createChat({ kind: 'channel', title, members: { [owner.id]: 'creator' } });
    await room.db.query({ text: 'delete from command_counts' }); // as if a minute passed
    const stranger = room.newPerson();
    checkLines(await room.ask(stranger.chat, stranger.person, `/channel ${channel.id}`, /admins of \S/), 1);
    checkLines(await room.ask(own, owner, `/channel ${channel.id}`, /is about \S.* now, until/), 1);
    checkLines(await room.ask(own, owner, '/list', /^\S.* follows nothing yet/), 1);
    const settings = await room.ask(own, owner, '/settings', /^Settings for everything in \S/);
    checkKeyboard(settings);
    assert.doesNotMatch(settings.text!.split('\n')[0]!, CONTROLS);
  }
  assert.deepEqual(room.misuse, []);
});

test('a notice names things in one line, and leaves a text of the operator as it is', () => {
  for (const name of AWKWARD_NAMES)
    for (const key of ['feed-recovered', 'topic-closed', 'chat-paused']) {
      const { text } = noticePart(key, { title: name, topic: name, reason: 'kicked' }, 'en') as { text: string };
      assert.doesNotMatch(text, CONTROLS);
    }
  const { text } = noticePart('broadcast', { text: 'Dear all,\nhello' }, 'en') as { text: string };
  assert.equal(text, 'Dear all,\nhello');
});
