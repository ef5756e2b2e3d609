// The options of a feed and of a chat that stand behind a button of their menus.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../playground/types.ts';
import { startConversation } from './testing.ts';

const room = await startConversation();
const { owner, member } = room.people;
const MORE = '⋯ More settings';

const ITEM = { title: 'Newest', author: 'Ilse', categories: ['No dig', 'Spring'] };

async function openCard(path: string, title: string) {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed(path, { title, items: [ITEM] });
  await room.ask(chat, person, `/subscribe ${url}`, new RegExp(`^Subscribed to ${title}`));
  const first = await room.seen(chat, /^Newest/);
  return { chat, person, url, first, card: await room.ask(chat, person, `/feed ${url}`, /All is well/) };
}

/** What is stored of the chat's own options and of its only subscription's. */
async function storedOptions(chat: unknown) {
  const { rows } = await room.db.query<{ own: object; chats: object }>({
    text: `select s.options as own, c.options as chats from subscriptions s join chats c on c.id = s.chat_id where c.telegram_id = $1`,
    values: [(chat as { id: number }).id],
  });
  return rows[0]!;
}

function buttonsNow(chat: Parameters<typeof room.messagesIn>[0], { message_id }: Message) {
  const message = room.messagesIn(chat).find((one) => one.message_id === message_id)!;
  return message.reply_markup!.inline_keyboard!.flat();
}

function labelsNow(...of: Parameters<typeof buttonsNow>): string[] {
  return buttonsNow(...of).map(({ text }) => text);
}

test('lines below the text and digests stand behind a button of the card, and messages look as they say', async () => {
  const { chat, person, url, card, first } = await openCard('/more.xml', 'More');
  assert.equal(first.text, 'Newest\nMore');
  const more = await room.tapFor(chat, card, MORE, person, /^What goes below messages of More, and digests/);
  const wanted = ['Source: on', 'Author: off', 'Date: off', 'Hashtags: off', 'Digests: on'];
  assert.deepEqual(labelsNow(chat, more), [...wanted, '◀ Back', '✖ Close']);
  for (const label of wanted) await room.tap(chat, card.message_id, label, person);
  const set = ['Source: off', 'Author: on', 'Date: on', 'Hashtags: from categories', 'Digests: off'];
  assert.deepEqual(labelsNow(chat, card), [...set, '◀ Back', '✖ Close']);
  assert.deepEqual((await storedOptions(chat)).own, {
    showSource: false,
    showAuthor: true,
    showDate: true,
    hashtags: { own: [], fromCategories: true },
    digest: false,
  });
  const shown = await room.ask(chat, person, `/latest ${url}`, /^Newest/);
  assert.equal(shown.text!.replaceAll('\u202F', ' '), 'Newest\n#No_dig #Spring\nIlse · Jan 20, 2026, 12:00 PM');
  await room.tapFor(chat, card, '◀ Back', person, /All is well/);
});

test("a feed follows the chat's lines until it has its own; hashtags of its own stay", async () => {
  const { chat, person, card } = await openCard('/more-chat.xml', 'Level');
  const settings = await room.ask(chat, person, '/settings', /^Settings for everything/);
  await room.db.query({
    text: `update chats set options = '{"hashtags": {"own": ["garden"], "fromCategories": false}}' where telegram_id = $1`,
    values: [(chat as { id: number }).id],
  });
  await room.tapFor(chat, settings, MORE, person, /^What goes below messages of all feeds/);
  for (const label of ['Author: off', 'Hashtags: off', 'Digests: on'])
    await room.tap(chat, settings.message_id, label, person);
  await room.tapFor(chat, card, MORE, person, /^What goes below messages of Level/);
  assert.deepEqual(labelsNow(chat, card).slice(0, 5), [
    'Source: on',
    'Author: on',
    'Date: off',
    'Hashtags: from categories',
    'Digests: off',
  ]);
  await room.tap(chat, card.message_id, 'Hashtags: from categories', person);
  await room.tap(chat, card.message_id, 'Digests: off', person);
  assert.deepEqual(await storedOptions(chat), {
    own: { hashtags: { own: ['garden'], fromCategories: false }, digest: true },
    chats: { showAuthor: true, hashtags: { own: ['garden'], fromCategories: true }, digest: false },
  });
  await room.tapFor(chat, settings, '◀ Back', person, /^Settings for everything/);
});

test('a stale button of a line sets what it says, and one of an ended feed shows the end', async () => {
  const { chat, person, url, card } = await openCard('/more-stale.xml', 'Aged');
  await room.tapFor(chat, card, MORE, person, /^What goes below/);
  for (const { callback_data } of buttonsNow(chat, card)) assert.ok(Buffer.byteLength(callback_data!) < 64);
  const other = await room.ask(chat, person, `/feed ${url}`, /All is well/);
  await room.tap(chat, other.message_id, MORE, person);
  await room.tap(chat, other.message_id, 'Author: off', person);
  await room.tap(chat, card.message_id, 'Author: off', person);
  assert.deepEqual((await storedOptions(chat)).own, { showAuthor: true });
  await room.ask(chat, person, `/unsubscribe ${url}`, /^Unsubscribed/);
  const { text } = await room.tap(chat, card.message_id, 'Date: off', person);
  assert.match(text!, /out of date/);
  assert.deepEqual((await storedOptions(chat)).own, { showAuthor: true });
  const renewed = room.messagesIn(chat).find(({ message_id }) => message_id === card.message_id);
  assert.match(renewed!.text!, /^Unsubscribed from Aged/);
});

test('members see the lines of a group, admins change them', async () => {
  const { group } = room.chats;
  const settings = await room.ask(group, owner, '/settings', /^Settings for everything/);
  await room.tapFor(group, settings, MORE, member, /^What goes below messages of all feeds/);
  const refused = await room.tap(group, settings.message_id, 'Date: off', member);
  assert.deepEqual(refused, { showAlert: true, text: 'Only admins of this chat can change what it gets.' });
  await room.tap(group, settings.message_id, 'Date: off', owner);
  assert.ok(labelsNow(group, settings).includes('Date: on'));
});

test('a template is told where lines would not show', async () => {
  const { chat, person, url, card } = await openCard('/more-template.xml', 'Templated');
  const draft = await room.ask(chat, person, `/set_template ${url} T {{bot_item_name}}`, /Keep it\?/);
  await room.tapFor(chat, draft, '✅ Keep it', person, /^The template was updated/);
  await room.tapFor(chat, card, MORE, person, /Messages follow a template/);
});
