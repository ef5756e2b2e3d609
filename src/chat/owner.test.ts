import assert from 'node:assert/strict';
import { test } from 'node:test';
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
