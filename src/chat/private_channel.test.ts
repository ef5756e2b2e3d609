// A channel without a name of its own: nobody can write @it, so it is picked with Telegram's keyboard, or by its forwarded post.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../playground/types.ts';
import { findChat } from '../store/chats.ts';
import { startConversation } from './testing.ts';

const room = await startConversation();
const { owner, member } = room.people;
const own = room.chats.private;
const channel = room.createChat({
  kind: 'channel',
  title: 'Inner circle',
  members: { [owner.id]: 'creator', [member.id]: 'member' },
});

/** The bot's answers below a message. */
const below = (message: Message) =>
  room.messagesIn(own).filter(({ message_id: id }) => id > message.message_id && own.own.has(id));

test('the keyboard that asks for a channel offers those where the person and the bot are admins', async () => {
  const question = await room.ask(own, owner, '/channel', /^Which channel\?/);
  const sent = room.calls.findLast(({ method }) => method === 'sendMessage');
  assert.deepEqual(sent?.params.reply_markup, {
    keyboard: [
      [
        {
          text: 'Pick a channel',
          request_chat: {
            request_id: 1,
            chat_is_channel: true,
            user_administrator_rights: { can_post_messages: true },
            bot_is_member: true,
          },
        },
      ],
    ],
    resize_keyboard: true,
    one_time_keyboard: true,
  });
  assert.equal(own.replyKeyboard?.messageId, question.message_id);
});

test('a channel without a username is picked, followed for, looked at and left', async () => {
  const url = room.serveFeed('/inner.xml', { title: 'Inner paper' });
  await room.ask(own, owner, '/channel', /^Which channel\?/);
  const picked = room.shareChat(own, owner, channel);
  await room.seen(own, /is about Inner circle now/, { after: picked.message_id });
  assert.equal(own.replyKeyboard?.markup.remove_keyboard, true, 'no keyboard stays behind');

  const done = await room.ask(own, owner, url, /^Subscribed to Inner paper/);
  const item = await room.seen(channel, /^First/);
  assert.equal(item.chat.username, undefined);
  assert.ok(!room.textsIn(own).some((text) => /^First/.test(text)), 'items come to the channel alone');
  const card = await room.tapFor(own, done, '⚙️ Settings of this feed', owner, /All is well/);
  await room.tap(own, card.message_id, 'Sound: on', owner);
  const preview = await room.tap(own, card.message_id, '👁 Preview', owner);
  assert.deepEqual(preview, { showAlert: false });
  assert.match(below(card).at(-1)!.text!, /^First/);
  await room.tapFor(own, card, '🗑 Unsubscribe', owner, /^Unsubscribed from Inner paper/);
  await room.tapFor(own, card, '↩️ Undo', owner, /All is well/);
  await room.ask(channel, owner, '/list', /follows 1 feed/);
  await room.ask(own, owner, '/channel off', /about this chat again/);
  await room.ask(own, owner, '/list', /follows nothing/);
});

test('a forwarded post of it chooses it too', async () => {
  const post = room.say(channel, owner, 'A post without a link');
  await room.ask(own, owner, '/channel', /^Which channel\?/);
  const forwarded = room.forward(own, owner, channel, post.message_id);
  await room.seen(own, /is about Inner circle now/, { after: forwarded.message_id });
  await room.ask(own, owner, '/channel off', /about this chat again/);
});

test('whoever is no admin of it gets nothing by picking it, and neither does one where the bot is none', async () => {
  const den = room.createChat({ kind: 'private', personId: member.id });
  await room.ask(den, member, '/channel', /^Which channel\?/);
  const picked = room.shareChat(den, member, channel);
  await room.seen(den, /must both be admins of Inner circle/, { after: picked.message_id });
  const post = room.say(channel, owner, 'A post that goes round');
  const forwarded = room.forward(den, member, channel, post.message_id);
  await room.seen(den, /must both be admins of Inner circle/, { after: forwarded.message_id });
  await room.ask(den, member, `/channel ${channel.id}`, /must both be admins of Inner circle/);
  assert.equal((await findChat(room.db, String(member.id)))?.managedChatId, null);

  const silent = room.createChat({
    kind: 'channel',
    title: 'Silent',
    bot: 'member',
    members: { [owner.id]: 'creator' },
  });
  await room.ask(own, owner, '/channel', /^Which channel\?/);
  const other = room.shareChat(own, owner, silent);
  await room.seen(own, /must both be admins of Silent/, { after: other.message_id });
  assert.equal((await findChat(room.db, String(owner.id)))?.managedChatId, null);
  await room.ask(own, owner, '/list', /follows nothing/);
});

test('the keyboard goes when the question is called off, or answered by a name', async () => {
  await room.ask(own, owner, '/channel', /^Which channel\?/);
  await room.ask(own, owner, '/cancel', /^Called off/);
  assert.equal(own.replyKeyboard?.markup.remove_keyboard, true);
  await room.ask(own, owner, '/channel', /^Which channel\?/);
  await room.ask(own, owner, '@daily_digest_channel', /is about Daily digest now/);
  assert.equal(own.replyKeyboard?.markup.remove_keyboard, true);
  assert.deepEqual(room.misuse, []);
});
