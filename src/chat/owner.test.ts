import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setBotStatus } from '../playground/chat_changes.ts';
import { findChat } from '../store/chats.ts';
import { startConversation } from './testing.ts';

const OWNER = 7_100_000_001;
const room = await startConversation({ OWNER_TELEGRAM_ID: String(OWNER) });
const { owner, member, anonymous } = room.people;

test('with an owner, nobody else is answered, by message or by tap', async () => {
  const { group, private: home } = room.chats;
  const stranger = room.newPerson();
  room.say(stranger.chat, stranger.person, '/start');
  room.say(group, member, '/list');
  room.say(group, anonymous, '/list');
  const list = await room.ask(group, owner, '/list', /follows nothing/);
  const answer = await room.tap(group, list.message_id, '✖ Close', member);
  assert.deepEqual(answer, { showAlert: false }, 'answered, so that no spinner stays, and nothing done');
  await room.ask(home, owner, '/start', /^Hello/);
  assert.deepEqual(room.textsIn(stranger.chat), []);
  assert.equal(room.textsIn(group).length, 1);
});

test('channels of the owner work, those of others do not', async () => {
  const { channel } = room.chats;
  const url = room.serveFeed('/owned.xml', { title: 'Owned' });
  await room.ask(channel, owner, `/subscribe ${url}`, /^Subscribed to Owned/);
  const other = room.createChat({ kind: 'channel', title: 'Of others', members: { [member.id]: 'creator' } });
  room.say(other, member, `/subscribe ${url}`);
  await room.ask(channel, owner, '/list', /follows 1 feed/);
  assert.deepEqual(room.textsIn(other), []);
});

test('a group is greeted when the owner adds the bot; when a stranger does, it goes on without a word', async () => {
  const group = room.createChat({ kind: 'group', title: 'Contested', members: { [owner.id]: 'creator' } });
  const url = room.serveFeed('/contested.xml', { title: 'Contested' });
  await room.ask(group, owner, `/subscribe ${url}`, /^Subscribed to Contested/);
  setBotStatus(room.world, group, member, 'kicked');
  setBotStatus(room.world, group, member, 'member');
  await room.ask(group, owner, '/list', /follows 1 feed/);
  assert.deepEqual(
    room.textsIn(group).filter((text) => /^(Hello|Here I am)/.test(text)),
    [],
  );
  const chat = await findChat(room.db, String(group.id));
  assert.equal(chat?.state, 'active', 'paused and resumed all the same');
  room.kick(group);
  room.addBot(group);
  await room.seen(group, /^Hello! I bring new posts of sites and feeds to this group/);
  await room.seen(group, /^Here I am again/);
});
