import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot } from './testing.ts';
import type { Message, Update } from './types.ts';

const kindsOf = (updates: Update[]) => updates.map((update) => Object.keys(update)[1]);
const messageOf = (update: Update | undefined) => (update?.message ?? {}) as Partial<Message>;
type Membership = { old_chat_member: { status: string }; new_chat_member: { status: string } };

test('in a group an ordinary bot hears commands, mentions and replies to itself, an administrator everything', async (t) => {
  const { playground, send, updates } = await startBot(t);
  const { group } = playground.chats;
  const { owner, member } = playground.people;
  const { message_id } = await send({ chat_id: group.id, text: 'hello' });
  playground.say(group, owner, 'unheard');
  playground.say(group, owner, '/help@other_bot unheard');
  playground.sendLocation(group, owner, { latitude: 1, longitude: 2 });
  playground.say(group, owner, '/help@feedherald_bot');
  playground.say(group, member, 'hey @Feedherald_Bot');
  playground.say(group, member, 'indeed', { replyTo: message_id });
  playground.promoteBot(group);
  playground.say(group, member, 'heard now');
  const texts = (await updates()).flatMap(({ message }) => (message as Message | undefined)?.text ?? []);
  assert.deepEqual(texts, ['/help@feedherald_bot', 'hey @Feedherald_Bot', 'indeed', 'heard now']);
});

test('a person starts the bot by a link, and writing to a blocked bot starts it anew', async (t) => {
  const { playground, send, updates } = await startBot(t);
  const person = playground.createPerson({ firstName: 'Dia', language: 'de' });
  const { chat } = playground.say(person, person, '/start sub_42');
  await send({ chat_id: chat.id, text: 'welcome' });
  playground.block(chat.id);
  playground.say(person, person, '/start');
  const told = await updates();
  assert.deepEqual(kindsOf(told), ['message', 'my_chat_member', 'my_chat_member', 'message']);
  const first = messageOf(told[0]);
  assert.deepEqual([first.text, first.from?.language_code, first.chat?.type], ['/start sub_42', 'de', 'private']);
  const memberships = told.flatMap(({ my_chat_member: change }) => (change as Membership | undefined) ?? []);
  assert.deepEqual(
    memberships.map((change) => [change.old_chat_member.status, change.new_chat_member.status]),
    [
      ['member', 'kicked'],
      ['kicked', 'member'],
    ],
  );
});

test('adding, promoting and throwing out the bot is told, in groups by service messages too', async (t) => {
  const { playground, updates } = await startBot(t);
  const group = playground.createChat({ kind: 'group', title: 'g', bot: 'left' });
  const channel = playground.createChat({ kind: 'channel', title: 'c', bot: 'left' });
  playground.addBot(group);
  playground.promoteBot(group);
  playground.kick(group);
  playground.addBot(channel);
  const told = await updates();
  assert.deepEqual(kindsOf(told), [
    ...['my_chat_member', 'message', 'my_chat_member', 'message', 'my_chat_member'],
    'my_chat_member',
  ]);
  assert.equal(messageOf(told[1]).new_chat_members?.[0]?.is_bot, true);
  assert.equal(messageOf(told[3]).left_chat_member?.is_bot, true);
  assert.equal(
    (told.at(-1) as { my_chat_member?: Membership }).my_chat_member?.new_chat_member.status,
    'administrator',
  );
});

test('people who join and leave are told by service messages', async (t) => {
  const { playground, updates } = await startBot(t);
  const person = playground.createPerson({ firstName: 'Dia' });
  playground.addMember(playground.chats.group, person);
  const [joined] = await updates();
  assert.equal(messageOf(joined).new_chat_members?.[0]?.first_name, 'Dia');
});

test('an edit of a person is an update of its own kind', async (t) => {
  const { playground, updates } = await startBot(t);
  const { private: own, channel } = playground.chats;
  const said = playground.say(own, playground.people.owner, '/hlep');
  const post = playground.say(channel, playground.people.owner, 'Pots');
  const edited = playground.editMessage(own, said.message_id, '/help');
  playground.editMessage(channel, post.message_id, 'Posts');
  const told = await updates();
  assert.deepEqual(kindsOf(told), ['message', 'channel_post', 'edited_message', 'edited_channel_post']);
  assert.deepEqual(told[2]?.edited_message, edited);
  assert.deepEqual(edited.entities, [{ type: 'bot_command', offset: 0, length: 5 }]);
});

test('an anonymous administrator and a channel hide who writes', async (t) => {
  const { playground } = await startBot(t);
  const { forum, channel } = playground.chats;
  const said = playground.say(forum, playground.people.anonymous, '/list');
  assert.deepEqual([said.from?.username, said.sender_chat?.id], ['GroupAnonymousBot', forum.id]);
  const post = playground.say(channel, playground.people.owner, 'post');
  assert.deepEqual([post.from, post.sender_chat?.id], [undefined, channel.id]);
});

test('a forwarded post carries its text, its links and where it comes from', async (t) => {
  const { playground, updates } = await startBot(t);
  const { private: own, channel } = playground.chats;
  const { owner, member } = playground.people;
  const entities = [{ type: 'text_link', offset: 0, length: 4, url: 'https://example.org/feed' }];
  const post = playground.say(channel, owner, 'Read this', { entities });
  playground.forward(own, owner, channel, post.message_id);
  const forwarded = messageOf((await updates()).at(-1));
  assert.deepEqual([forwarded.text, forwarded.entities, forwarded.from?.id], ['Read this', entities, owner.id]);
  assert.deepEqual(forwarded.forward_origin, {
    type: 'channel',
    date: post.date,
    chat: post.chat,
    message_id: post.message_id,
    author_signature: 'Ada',
  });
  const note = playground.say(playground.chats.group, member, 'note');
  const second = playground.forward(own, owner, playground.chats.group, note.message_id);
  assert.equal(second.forward_origin?.type, 'user');
});

test('a person picks a chat by the key that asks for one, sends a place or a file', async (t) => {
  const { playground, send, updates, call } = await startBot(t);
  const { private: own, channel, group } = playground.chats;
  const { owner } = playground.people;
  assert.throws(() => playground.shareChat(own, owner, channel), /no key/);
  const key = { text: 'Pick', request_chat: { request_id: 5, chat_is_channel: true } };
  await send({ chat_id: own.id, text: 'Which?', reply_markup: { keyboard: [[key]] } });
  assert.throws(() => playground.shareChat(own, owner, group), /no key/);
  playground.shareChat(own, owner, channel);
  playground.sendLocation(own, owner, { latitude: 35.7, longitude: 51.4 });
  playground.sendFile(own, owner, {
    name: 'feeds.opml',
    type: 'text/x-opml',
    bytes: Buffer.from('<opml/>'),
    caption: '/import',
  });
  const [picked, place, file] = (await updates()).map(({ message }) => message as Message);
  assert.deepEqual(picked?.chat_shared, { request_id: 5, chat_id: channel.id });
  assert.deepEqual(place?.location, { latitude: 35.7, longitude: 51.4 });
  assert.deepEqual([file?.document?.file_name, file?.caption], ['feeds.opml', '/import']);
  const { result } = await call('getFile', { file_id: file?.document?.file_id });
  const { file_path } = result as { file_path: string };
  const download = await fetch(`${playground.url}/file/bot${playground.world.token}/${file_path}`);
  assert.equal(await download.text(), '<opml/>');
});

test('a tap needs its button, and a wait that ends says what was seen instead', async (t) => {
  const { playground, send } = await startBot(t);
  const chat = playground.chats.private;
  const { message_id } = await send({
    chat_id: chat.id,
    text: 'x',
    reply_markup: { inline_keyboard: [[{ text: 'Site', url: 'https://example.org' }]] },
  });
  const { owner } = playground.people;
  assert.deepEqual(await playground.tap(chat, message_id, 'Site', owner), {
    showAlert: false,
    url: 'https://example.org',
  });
  assert.throws(() => playground.tap(chat, message_id, 'No', owner), /has no button "No"; it has: Site/);
  await assert.rejects(
    playground.waitFor(() => false, { timeoutMs: 1, what: 'a miracle' }),
    /a miracle did not happen within 1 ms. Last calls: sendMessage -> 200/,
  );
});
