import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConversation } from './testing.ts';

const room = await startConversation({ SUBSCRIPTION_LIMIT: '4' });
const { owner, member } = room.people;
const username = room.world.bot.username!;

test('in a private chat a feed is followed, listed and dropped again', async () => {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed('/private.xml', { title: 'Private <Eye> & *co*' });
  await room.ask(chat, person, '/list_subscriptions', /follows nothing yet/);
  await room.ask(
    chat,
    person,
    `/subscribe ${url}`,
    /^Subscribed to Private <Eye> & \*co\*\. Here are its latest 2 items/,
  );
  await room.seen(chat, /^First/);
  await room.ask(chat, person, '/list_subscriptions', /^This chat follows 1 feed/);
  await room.ask(chat, person, `/subscribe ${url}`, /already follows Private <Eye>/);
  await room.ask(chat, person, `/unsubscribe ${url}`, /^Unsubscribed from Private <Eye>/);
  await room.ask(chat, person, `/unsubscribe ${url}`, /does not follow/);
});

for (const kind of ['group', 'forum', 'channel'] as const) {
  test(`in a ${kind} items come where the feed was subscribed, topic included`, async () => {
    const url = room.serveFeed(`/${kind}.xml`, { title: `Paper for a ${kind}` });
    const chat = room.chats[kind];
    const [topic] = [...chat.topics.keys()];
    const place = topic === undefined ? {} : { threadId: topic };
    await room.ask(chat, owner, `/subscribe@${username} ${url}`, /^Subscribed to Paper for a/, place);
    const item = await room.seen(chat, /^First/);
    assert.equal(item.message_thread_id, topic);
    await room.ask(chat, owner, `/unsubscribe ${url}`, /^Unsubscribed from Paper for a/, place);
  });
}

test('commands for other bots, chatter in groups and edited messages change nothing', async () => {
  const { group } = room.chats;
  const url = room.serveFeed('/quiet.xml', { title: 'Quiet' });
  const before = room.textsIn(group).length;
  room.say(group, owner, `/subscribe@other_bot ${url}`);
  room.say(group, owner, `/subscribes ${url}`);
  room.say(group, owner, `we talked about ${url}`);
  const said = room.say(group, owner, `/help@other_bot`);
  room.editMessage(group, said.message_id, `/subscribe ${url}`);
  await room.ask(group, owner, '/list_subscriptions', /follows nothing yet/);
  assert.equal(room.textsIn(group).length, before + 1);
});

test('every refusal has a sentence of its own, and a private network stays unknown', async () => {
  const { chat, person } = room.newPerson();
  room.feeds.on('/page.html', { headers: { 'content-type': 'text/html' }, body: '<p>Hello</p>' });
  await room.ask(chat, person, '/subscribe not-an-address', /does not look like a web address/);
  await room.ask(chat, person, `/subscribe ${room.feeds.url('/page.html')}`, /sent a web page, not a feed/);
  await room.ask(chat, person, `/subscribe ${room.feeds.url('/none.xml')}`, /answered with an error \(404\)/);
  const hidden = await room.ask(chat, person, '/subscribe http://127.0.0.1:18321/feed', /Nothing was subscribed/);
  const alike = await room.ask(chat, person, '/subscribe http://10.1.2.3/feed', /10\.1\.2\.3 could not be reached/);
  assert.equal(hidden.text!.replaceAll('127.0.0.1', 'X'), alike.text!.replaceAll('10.1.2.3', 'X'));
});

test('a chat may follow only so many feeds', async () => {
  const { chat, person } = room.newPerson();
  for (const n of [1, 2, 3, 4]) {
    const url = room.serveFeed(`/limit-${n}.xml`, { title: `Paper ${n}` });
    await room.ask(chat, person, `/subscribe ${url}`, new RegExp(`^Subscribed to Paper ${n}`));
  }
  await room.ask(chat, person, '/subscribe https://example.org/5', /may follow 4 feeds/);
});

test('subscribe and unsubscribe typed in a row end in the order typed', async () => {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed('/row.xml', { title: 'In a row' });
  room.say(chat, person, `/subscribe ${url}`);
  await room.ask(chat, person, `/unsubscribe ${url}`, /^(Called off|Unsubscribed from)/);
  await room.ask(chat, person, '/list_subscriptions', /follows nothing yet/);
  room.say(chat, person, `/unsubscribe ${url}`);
  await room.ask(chat, person, `/subscribe ${url}`, /^Subscribed to In a row/);
  await room.ask(chat, person, '/list_subscriptions', /follows 1 feed/);
});
test('a member of a group who is no admin may look and not change', async () => {
  const { group } = room.chats;
  await room.ask(group, member, '/list_subscriptions', /follows nothing yet/);
  await room.ask(group, member, '/subscribe https://example.org/', /Only admins/);
});
