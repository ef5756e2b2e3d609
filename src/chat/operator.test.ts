import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConversation } from './testing.ts';

const OPERATOR = 7_100_000_001;
const room = await startConversation({ ADMIN_TELEGRAM_ID: String(OPERATOR) });
const { owner, member } = room.people;
const desk = room.chats.private;
const idOf = (one: unknown) => (one as { id: number }).id;

test('the operator sees how the bot is doing', async () => {
  const { chat, person } = room.newPerson();
  await room.ask(chat, person, room.serveFeed('/info.xml', { title: 'Counted' }), /^Subscribed to Counted/);
  const info = await room.ask(desk, owner, '/info', /^Chats that follow something: private 1/);
  assert.match(info.text!, /Feeds: active 1\nSubscriptions: 1\nJobs: \d+ waiting/);
});

test('what the operator leaves out is asked for, and the next message is taken for it', async () => {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed('/asked-for.xml', { title: 'Asked for' });
  await room.ask(chat, person, url, /^Subscribed to Asked for/);
  const asked: [command: string, question: RegExp, answer: string, said: RegExp][] = [
    ['/set_content_fields', /behind \/set_content_fields\? Send me: URL link,title/, `${url} guid`, /told by: guid/],
    ['/ban', /behind \/ban\? Send me: ID/, String(idOf(person)), /is not answered any more/],
    ['/unban', /behind \/unban\? Send me: ID/, String(idOf(person)), /is off the list/],
    ['/allow', /behind \/allow\? Send me: ID/, String(idOf(person)), /is on the list/],
    ['/allow_list', /behind \/allow_list\? Send me: on\|off/, 'off', /Everybody is answered/],
    ['/limit', /behind \/limit\? Send me: CHAT_ID COUNT/, `${idOf(person)} 7`, /may follow 7 feeds now/],
    ['/members_may_change', /Send me: CHAT_ID on\|off/, `${idOf(person)} off`, /Only admins of/],
    ['/broadcast', /^What should all chats read\?/, 'Hello', /This would go to \d+ chats?/],
  ];
  for (const [command, question, answer, said] of asked) {
    await room.ask(desk, owner, command, question);
    await room.ask(desk, owner, answer, said);
  }
  await room.ask(desk, owner, '/limit', /Send me: CHAT_ID COUNT/);
  await room.ask(desk, owner, 'many', /^Like this: \/limit CHAT_ID COUNT/);
  await room.ask(desk, owner, '/cancel', /^Called off/);
  await room.ask(desk, owner, '1 1', /^Send me the address/);
});

test('a banned person is not heard, and heard again afterwards with all settings', async () => {
  const { chat, person } = room.newPerson();
  await room.ask(chat, person, room.serveFeed('/ban.xml', { title: 'Kept' }), /^Subscribed to Kept/);
  await room.seen(chat, /^First/); // the newest item, and so the last message that was not asked for
  const list = await room.ask(chat, person, '/list', /follows 1 feed/);
  await room.ask(desk, owner, `/ban ${idOf(person)}`, /is not answered any more/);
  const before = room.textsIn(chat).length;
  room.say(chat, person, '/list');
  assert.deepEqual(await room.tap(chat, list.message_id, '✖ Close', person), { showAlert: false });
  assert.equal(room.textsIn(chat).length, before);
  await room.ask(desk, owner, `/unban ${idOf(person)}`, /is off the list/);
  await room.ask(chat, person, '/list', /follows 1 feed/);
});

test('while only a list is answered, others are told how to get on it', async () => {
  const { chat, person } = room.newPerson();
  await room.ask(desk, owner, '/allow_list on', /Only those on the list/);
  await room.ask(chat, person, '/list', new RegExp(`for invited people only.*${idOf(person)}`));
  await room.ask(desk, owner, `/allow ${idOf(person)}`, /is on the list/);
  await room.ask(chat, person, '/list', /follows nothing yet/);
  await room.ask(desk, owner, '/allow_list off', /Everybody is answered/);
});

test('the operator may grant a chat more, or all of its members', async () => {
  const { group } = room.chats;
  await room.ask(group, owner, '/list', /follows nothing/);
  await room.ask(desk, owner, `/limit ${group.id} 1`, /may follow 1 feed now/);
  await room.ask(desk, owner, '/limit 1 1', /do not know a chat with the number 1/);
  await room.ask(desk, owner, '/limit x', /^Like this: \/limit CHAT_ID COUNT/);
  await room.ask(group, member, '/set_timezone 60', /Only admins/);
  await room.ask(desk, owner, `/members_may_change ${group.id} on`, /All members/);
  await room.ask(group, member, '/set_timezone 60', /\+01:00 now/);
  await room.ask(group, member, `/subscribe ${room.serveFeed('/g1.xml', { title: 'One' })}`, /^Subscribed to One/);
  await room.ask(group, member, '/subscribe https://example.org/2', /may follow 1 feed and already/);
  await room.ask(desk, owner, `/members_may_change ${group.id} off`, /Only admins of/);
});

test('what tells items of a feed apart can be set for feeds that are known', async () => {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed('/fields.xml', { title: 'Fields' });
  await room.ask(chat, person, url, /^Subscribed to Fields/);
  await room.ask(desk, owner, `/set_content_fields ${url} guid,link`, /told by: guid, link/);
  await room.ask(desk, owner, `/set_content_fields ${url} colour`, /no field called colour/);
  await room.ask(desk, owner, `/set_content_fields ${url} x${'😀'.repeat(60)}`, /no field called x😀+…/u);
  await room.ask(desk, owner, '/set_content_fields https://example.org/ guid', /No feed is known/);
});

test('a broadcast is shown first, sent when the operator says so, and only once', async () => {
  const { chat, person } = room.newPerson();
  await room.ask(chat, person, room.serveFeed('/news.xml', { title: 'Broadcast' }), /^Subscribed to Broadcast/);
  const dry = await room.ask(desk, owner, '/broadcast We move *house* <b>today</b>', /This would go to \d+ chats?/);
  assert.ok(!room.textsIn(chat).some((text) => text.startsWith('We move')));
  await room.tapFor(desk, dry, '✉️ Send', owner, /on its way to/);
  const { rows } = await room.db.query<{ text: string }>({
    text: `select n.args->>'text' as text from notices n join chats c on c.id = n.chat_id where c.telegram_id = $1`,
    values: [idOf(person)],
  });
  assert.deepEqual(rows, [{ text: 'We move *house* <b>today</b>' }]);
  await room.seen(chat, /^We move \*house\* <b>today<\/b>$/);
});
