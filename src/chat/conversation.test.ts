import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConversation } from './testing.ts';

const room = await startConversation();
const { owner } = room.people;

test('a command without its argument asks for it and takes the next message', async () => {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed('/asked.xml', { title: 'Asked for' });
  await room.ask(chat, person, '/subscribe', /Which site or feed\?/);
  await room.ask(chat, person, 'no address at all', /does not look like a web address: no address at all/);
  await room.ask(chat, person, url, /^Subscribed to Asked for/);
  await room.ask(chat, person, '/set_timezone', /Which time zone\?.*It is UTC now/);
  await room.ask(chat, person, 'Kathmandu', /The time zone is Asia\/(Kathmandu|Katmandu) now/);
  await room.ask(chat, person, '/get_timezone', /Asia\/Kat/);
});

test('a filter and a template are asked for too, and what is wrong with them is told', async () => {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed('/words.xml', {
    title: 'Words',
    items: [{ title: 'About rust' }, { title: 'About crypto' }],
  });
  await room.ask(chat, person, url, /^Subscribed to Words/);
  await room.ask(chat, person, `/set_filter ${url}`, /Which words\?/);
  await room.ask(chat, person, 'rust, "open', /quotation mark has no other end: "open/);
  const set = await room.ask(chat, person, 'rust, !crypto', /^The filter was updated/);
  assert.match(set.text!, /Of the last 2 items, 1 would come:\n(.|\n)*✅ About rust – rust\n?/);
  assert.match(set.text!, /❌ About crypto – !crypto/);
  await room.ask(chat, person, `/set_template ${url}`, /Send me the template/);
  await room.ask(chat, person, '{{bot_item_nme}}', /Line 1: there is no field called bot_item_nme/);
  const keep = await room.ask(chat, person, '{{bold bot_item_name}}!', /Keep it\?/);
  assert.ok(room.textsIn(chat).includes('About rust!'), 'shown on a real item first');
  await room.ask(chat, person, `/get_template ${url}`, /There is no template here/);
  await room.tapFor(chat, keep, '✅ Keep it', person, /^The template was updated/);
  await room.ask(chat, person, `/get_template ${url}`, /bold bot_item_name/);
});

test('another command, /cancel and a quarter of an hour each end a question', async () => {
  const { chat, person } = room.newPerson();
  await room.ask(chat, person, '/subscribe', /Which site/);
  await room.ask(chat, person, '/cancel', /^Called off/);
  await room.ask(chat, person, '/cancel', /nothing to call off/);
  await room.ask(chat, person, 'hello', /Send me the address/);
  await room.ask(chat, person, '/set_global_filter', /Which words/);
  await room.ask(chat, person, '/list', /follows nothing/);
  await room.ask(chat, person, 'rust', /Send me the address/);
  await room.ask(chat, person, '/set_global_filter', /Which words/);
  await room.db.query({ text: `update conversations set until = clock_timestamp()` });
  await room.ask(chat, person, 'rust', /Send me the address/);
  await room.ask(chat, person, '/get_global_filter', /There is no filter here/);
});

test('in a group only a reply of the same person to the question is an answer', async () => {
  const { group } = room.chats;
  const other = room.people.anonymous;
  const url = room.serveFeed('/group-asked.xml', { title: 'In the group' });
  const question = await room.ask(group, owner, '/subscribe', /Answer by replying to this message/);
  const asked = room.calls.findLast(({ method }) => method === 'sendMessage');
  assert.deepEqual(asked?.params.reply_markup, { force_reply: true, selective: true });
  assert.equal(question.reply_to_message?.text, '/subscribe', 'which makes it selective');
  room.say(group, owner, url);
  room.say(group, other, url, { replyTo: question.message_id });
  await room.ask(group, owner, url, /^Subscribed to In the group/, { replyTo: question.message_id });
  await room.seen(group, /^First/); // the last of its items: later tests count what this chat is told
  const { rows } = await room.db.query({ text: 'select from subscribe_requests where url = $1', values: [url] });
  assert.equal(rows.length, 1);
});

for (const kind of ['channel', 'group'] as const) {
  test(`a question that a button asked is answered by a reply in the name of the ${kind}`, async () => {
    const chat = room.chats[kind];
    const admin = kind === 'channel' ? owner : room.people.anonymous;
    const menu = await room.ask(chat, admin, '/settings', /No filter for the whole chat/);
    const filter = await room.tapFor(chat, menu, '🔎 Filter', admin, /There is no filter here/);
    const question = await room.tapFor(chat, filter, '✏️ Set', admin, /Which words/);
    await room.ask(chat, admin, 'rust', /^The filter was updated/, { replyTo: question.message_id });
    const before = room.textsIn(chat).length;
    room.say(chat, admin, 'another', { replyTo: question.message_id });
    await room.ask(chat, admin, '/get_global_filter', /rust/);
    assert.equal(room.textsIn(chat).length, before + 1, 'one answer ends the question');
  });
}

for (const kind of ['channel', 'group'] as const) {
  test(`a /cancel in the name of the ${kind} ends what a button asked`, async () => {
    const chat = room.chats[kind];
    const admin = kind === 'channel' ? owner : room.people.anonymous;
    const menu = await room.ask(chat, admin, '/settings', /^Settings for everything/);
    for (const isReply of [true, false]) {
      const question = await room.tapFor(chat, menu, '🕰 Time zone', admin, /Which time zone/);
      await room.ask(chat, admin, '/cancel', /^Called off/, isReply ? { replyTo: question.message_id } : {});
      await room.ask(chat, admin, '/cancel', /nothing to call off/);
    }
  });
}

test('what Telegram says of a chat is not answered, nor taken for an answer', async () => {
  const { chat, person } = room.newPerson();
  await room.ask(chat, person, '/subscribe', /Which site/);
  const before = room.textsIn(chat).length;
  for (const said of [{ pinned_message: {} }, { message_auto_delete_timer_changed: {} }, { write_access_allowed: {} }])
    room.say(chat, person, '', { extra: said as object });
  await room.ask(chat, person, '/cancel', /^Called off/);
  assert.equal(room.textsIn(chat).length, before + 1);
  room.say(chat, person, '', { extra: { sticker: { file_id: 'x' } } as object });
  await room.seen(chat, /^Send me the address/);
});

test('several addresses in one message, a forwarded post and a deep link are ways in', async () => {
  const { chat, person } = room.newPerson();
  const [one, two, three] = ['one', 'two', 'three'].map((name) =>
    room.serveFeed(`/${name}.xml`, { title: `Paper ${name}` }),
  );
  room.say(chat, person, `/subscribe ${one}, and ${two}`);
  await room.seen(chat, /^Subscribed to Paper one/);
  await room.seen(chat, /^Subscribed to Paper two/);
  room.say(chat, person, `Read this: ${three}`, {
    extra: { forward_origin: { type: 'user', date: 1, sender_user: person } } as object,
  });
  await room.seen(chat, /^Subscribed to Paper three/);
  const four = room.serveFeed('/4', { title: 'Deep' });
  const payload = Buffer.from(four).toString('base64url');
  await room.ask(chat, person, `/start ${payload}`, /^Subscribed to Deep/);
  await room.ask(chat, person, '/start nonsense', /^Hello! I bring new posts/);
  const { group } = room.chats;
  await room.ask(group, owner, `/start@${room.world.bot.username} ${payload}`, /^Subscribed to Deep/);
});

test('/start says how to begin where it is sent', async () => {
  const { group, channel } = room.chats;
  await room.ask(group, owner, '/start', /to this group.\n\nAn admin can begin with \/subscribe@/);
  await room.ask(channel, owner, '/start', /to this channel.\n\nBegin with \/subscribe and an address, as a post here/);
});

test('a shared location sets the time zone', async () => {
  const { chat, person } = room.newPerson();
  room.say(chat, person, '', { extra: { location: { latitude: 35.69, longitude: 51.39 } } as object });
  await room.seen(chat, /The time zone is Asia\/Tehran now/);
});

test('help names what there is, and one command alone', async () => {
  const { chat, person } = room.newPerson();
  await room.ask(chat, person, '/help', /\/set_filter \(\/filter\) URL/);
  const one = await room.ask(chat, person, '/help_command set_timezone', /^\/set_timezone \(\/tz\)/);
  await room.tapFor(chat, one, '◀ Back', person, /^I follow sites and feeds/);
  await room.tapFor(chat, one, '◀ Back', person, /^What would you like to do/);
  await room.ask(chat, person, '/nonsense', /I do not know that command/);
});
