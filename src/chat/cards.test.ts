import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../playground/types.ts';
import { findChat } from '../store/chats.ts';
import { startConversation } from './testing.ts';

const room = await startConversation();
const { owner, member, anonymous } = room.people;

const buttonsOf = (message: Message) => message.reply_markup!.inline_keyboard!.flat().map((button) => button.text);

async function openCard(path: string, title: string) {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed(path, { title, items: [{ title: 'Newest' }, { title: 'Middle' }, { title: 'Oldest' }] });
  await room.ask(chat, person, `/subscribe ${url}`, new RegExp(`^Subscribed to ${title}`));
  await room.seen(chat, /^Newest/);
  const list = await room.ask(chat, person, '/list', /follows 1 feed/);
  const card = await room.tapFor(chat, list, title, person, /All is well/);
  assert.equal(card.message_id, list.message_id, 'menus edit one message');
  return { chat, person, url, card };
}

test('a card tells how its feed is, and pauses and resumes it', async () => {
  const { chat, person, card } = await openCard('/card.xml', 'Card paper');
  assert.match(card.text!, /Last good check: .*\nNext check: .*, then about every/);
  await room.tapFor(chat, card, '⏸ Pause', person, /⏸ Paused/);
  assert.deepEqual(await room.tap(chat, card.message_id, '▶️ Resume', person), {
    showAlert: false,
    text: 'Card paper goes on.',
  });
  await room.seen(chat, /All is well/);
});

test('what came while a person had paused a feed is passed over and told', async () => {
  const { chat, person, url, card } = await openCard('/passed.xml', 'Passed over');
  await room.tapFor(chat, card, '⏸ Pause', person, /⏸ Paused/);
  room.serveFeed('/passed.xml', { title: 'Passed over', items: [{ title: 'While away' }] });
  await room.db.query({
    text: `insert into items (feed_id, fingerprint, title) select id, 'x'::bytea, 'While away' from feeds where url = $1`,
    values: [url],
  });
  const { text } = await room.tap(chat, card.message_id, '▶️ Resume', person);
  assert.equal(text, 'Passed over goes on. 1 item came meanwhile and is passed over: /latest shows it.');
  await room.ask(chat, person, `/latest ${url}`, /^While away/);
});

test('options go round by taps, and a stale button sets what it says', async () => {
  const { chat, person, card } = await openCard('/options.xml', 'Options');
  const [before] = buttonsOf(card).filter((text) => text.startsWith('Link preview'));
  assert.equal(before, 'Link preview: on');
  await room.tap(chat, card.message_id, 'Link preview: on', person);
  const [fresh] = room.messagesIn(chat).filter((message) => message.message_id === card.message_id);
  assert.ok(buttonsOf(fresh!).includes('Link preview: off'));
  await room.tap(chat, card.message_id, 'Sound: on', person);
  await room.tap(chat, card.message_id, 'Text: beginning', person);
  await room.tap(chat, card.message_id, 'Media: with text', person);
  const { rows } = await room.db.query<{ options: object }>({
    text: `select s.options from subscriptions s join chats c on c.id = s.chat_id where c.telegram_id = $1`,
    values: [(chat as { id: number }).id],
  });
  assert.deepEqual(rows[0]!.options, { preview: 'off', silent: true, mode: 'full', media: 'off' });
});

test('a title of one own is asked for and taken away again', async () => {
  const { chat, person, card } = await openCard('/title.xml', 'Given title');
  await room.tapFor(chat, card, '🏷 Title', person, /What should Given title be called/);
  await room.ask(chat, person, 'My\nown \u202Etitle', /^My own title\n/);
  await room.tapFor(chat, card, '🏷 Title', person, /What should My own title be called/);
  await room.ask(chat, person, '-', /^Given title\n/);
});

test('unsubscribing by button can be undone for ten minutes', async () => {
  const { chat, person, card } = await openCard('/undo.xml', 'Undo paper');
  await room.tapFor(chat, card, '🗑 Unsubscribe', person, /^Unsubscribed from Undo paper/);
  await room.tapFor(chat, card, '↩️ Undo', person, /All is well/);
  await room.ask(chat, person, '/list', /follows 1 feed/);
  await room.tapFor(chat, card, '🗑 Unsubscribe', person, /^Unsubscribed from Undo paper/);
  await room.db.query({
    text: `update subscriptions set ended_at = ended_at - interval '11 minutes' where ended_at is not null`,
  });
  const { text } = await room.tap(chat, card.message_id, '↩️ Undo', person);
  assert.match(text!, /too long ago/);
});

test('a menu older than its data says so kindly and renews itself', async () => {
  const { chat, person, url, card } = await openCard('/stale.xml', 'Stale');
  await room.ask(chat, person, `/unsubscribe ${url}`, /^Unsubscribed/);
  const { text } = await room.tap(chat, card.message_id, '⏸ Pause', person);
  assert.match(text!, /out of date/);
  const [renewed] = room.messagesIn(chat).filter((message) => message.message_id === card.message_id);
  assert.match(renewed!.text!, /^Unsubscribed from Stale/);
});

test('latest items, a preview, filter and template are reached from the card', async () => {
  const { chat, person, card } = await openCard('/menus.xml', 'Menus');
  const count = () => room.textsIn(chat).filter((text) => /^(Newest|Middle|Oldest)/.test(text)).length;
  const before = count();
  await room.tap(chat, card.message_id, '🗞 Latest items', person);
  assert.equal(count(), before + 3);
  await room.tap(chat, card.message_id, '👁 Preview', person);
  assert.equal(count(), before + 4);
  await room.tapFor(chat, card, '🔎 Filter', person, /^Filter of Menus/);
  await room.tapFor(chat, card, '✏️ Set', person, /Which words/);
  await room.ask(chat, person, 'newest', /The filter was updated/);
  await room.tapFor(chat, card, '◀ Back', person, /Filter: newest/);
  await room.tapFor(chat, card, '🖋 Template', person, /^Template of Menus/);
  await room.tapFor(chat, card, '◀ Back', person, /All is well/);
  await room.tap(chat, card.message_id, '✖ Close', person);
  assert.ok(!room.messagesIn(chat).some((message) => message.message_id === card.message_id));
});

test('in a forum a feed moves between topics, and may be followed in two', async () => {
  const { forum } = room.chats;
  const [world, science] = [...forum.topics.keys()];
  const url = room.serveFeed('/topics.xml', { title: 'Topical' });
  await room.ask(forum, owner, `/subscribe ${url}`, /^Subscribed to Topical/, { threadId: world! });
  await room.ask(forum, owner, `/subscribe ${url}`, /^Subscribed to Topical/, { threadId: science! });
  const list = await room.ask(forum, owner, '/list', /follows 2 feeds/);
  const card = await room.tapFor(forum, list, `Topical · #${world}`, owner, /Topic: #/);
  await room.tapFor(forum, card, '💬 Topic', owner, /Where should items of Topical come/);
  const { text } = await room.tap(forum, card.message_id, `#${science}`, owner);
  assert.match(text!, /already follows/);
  await room.tapFor(forum, card, 'No topic', owner, /All is well/);
  await room.ask(forum, owner, `/unsubscribe ${url}`, /^Unsubscribed from Topical/, { threadId: science! });
  await room.tapFor(forum, card, '💬 Topic', owner, /Where should items of Topical come/);
  await room.tapFor(forum, card, `#${science}`, owner, new RegExp(`Topic: #${science}`));
});

test('members look, admins change; each tap is checked', async () => {
  const { group } = room.chats;
  const url = room.serveFeed('/rights.xml', { title: 'Rights' });
  await room.ask(group, anonymous, `/subscribe ${url}`, /^Subscribed to Rights/);
  const list = await room.ask(group, member, '/list', /follows 1 feed/);
  const card = await room.tapFor(group, list, 'Rights', member, /All is well/);
  const refused = await room.tap(group, card.message_id, '🗑 Unsubscribe', member);
  assert.deepEqual(refused, { showAlert: true, text: 'Only admins of this chat can change what it gets.' });
  await room.tapFor(group, card, '🗑 Unsubscribe', owner, /^Unsubscribed from Rights/);
});

test('the settings of a chat, its language too', async () => {
  const { chat, person } = room.newPerson();
  const menu = await room.ask(chat, person, '/settings', /^Settings for everything/);
  await room.tap(chat, menu.message_id, 'Link preview: on', person);
  await room.ask(chat, person, '/get_preview_enabled', /previews are off/);
  await room.ask(chat, person, '/toggle_preview_enabled', /now on/);
  await room.tapFor(chat, menu, '🌐 Language', person, /Which language\?/);
  await room.ask(chat, person, '/language xx', /do not speak that language/);
});

test('a channel is managed from a private chat by its admins only', async () => {
  const { channel } = room.chats;
  const { chat, person } = room.newPerson();
  const url = room.serveFeed('/channel-managed.xml', { title: 'For the channel' });
  await room.ask(chat, person, '/channel @daily_digest_channel', /must both be admins of Daily digest/);
  const own = room.chats.private;
  await room.ask(own, owner, '/channel @daily_digest_channel', /is about Daily digest now/);
  await room.ask(own, owner, `/subscribe ${url}`, /^Subscribed to For the channel/);
  await room.seen(channel, /^First/);
  const list = await room.ask(own, owner, '/list', /^Daily digest follows 1 feed/);
  const card = await room.tapFor(own, list, 'For the channel', owner, /All is well/);
  await room.tapFor(own, card, '🗑 Unsubscribe', owner, /^Unsubscribed from For the channel/);
  await room.ask(own, owner, '/channel off', /about this chat again/);
  await room.ask(own, owner, '/channel', /Which channel\?/);
  room.say(own, owner, '', { extra: { chat_shared: { request_id: 1, chat_id: channel.id } } as object });
  await room.seen(own, /is about Daily digest now/);
  await room.ask(own, owner, 'just words', /Send me the address/);
  await room.ask(own, owner, '/channel off', /about this chat again/);
  const origin = {
    type: 'channel',
    date: 1,
    message_id: 1,
    chat: { id: channel.id, type: 'channel', title: 'Daily digest' },
  };
  room.say(own, owner, 'A post without a link', { extra: { forward_origin: origin } as object });
  await room.waitFor(() => room.textsIn(own).filter((text) => /is about Daily digest now/.test(text)).length === 3);
  await room.ask(own, owner, '/channel off', /about this chat again/);
  await room.ask(own, owner, '/channel', /Which channel\?/);
  room.say(own, owner, `A post with a link: ${url}`, { extra: { forward_origin: origin } as object });
  await room.waitFor(() => room.textsIn(own).filter((text) => /is about Daily digest now/.test(text)).length === 4);
  await room.ask(own, owner, '/channel off', /about this chat again/);
  await room.ask(own, owner, '/list', /follows nothing/);
});

test('a stranger who names a channel leaves no trace of it', async () => {
  const { chat, person } = room.newPerson();
  const unknown = room.createChat({ kind: 'channel', title: 'Never heard of', members: { [owner.id]: 'creator' } });
  await room.ask(chat, person, `/channel ${unknown.id}`, /must both be admins of Never heard of/);
  assert.equal(await findChat(room.db, String(unknown.id)), null);
});

test('in a channel only its admins may tap, whatever the button does', async () => {
  const { channel } = room.chats;
  const list = await room.ask(channel, owner, '/list', /follows nothing|follows \d feed/);
  const refused = await room.tap(channel, list.message_id, '✖ Close', member);
  assert.deepEqual(refused, { showAlert: true, text: 'Only admins of this chat can change what it gets.' });
  assert.ok(room.messagesIn(channel).some((message) => message.message_id === list.message_id));
  await room.tap(channel, list.message_id, '✖ Close', owner);
  assert.ok(!room.messagesIn(channel).some((message) => message.message_id === list.message_id));
});
