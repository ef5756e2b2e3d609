import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConversation } from './testing.ts';

const room = await startConversation();

async function aReader(path: string) {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed(path, { title: 'Buttons', items: [{ title: 'One about rust' }, { title: 'Two' }] });
  await room.ask(chat, person, url, /^Subscribed to Buttons/);
  await room.seen(chat, /^One about rust/);
  return { chat, person, url };
}

test('the buttons of /commands lead to what they say', async () => {
  const { chat, person } = await aReader('/main.xml');
  const open = () => room.ask(chat, person, '/commands', /What would you like to do/);
  await room.tapFor(chat, await open(), '📋 Subscriptions', person, /follows 1 feed/);
  await room.tapFor(chat, await open(), '⚙️ Settings', person, /^Settings for everything/);
  await room.tapFor(chat, await open(), '❔ Help', person, /I follow sites and feeds/);
  await room.tapFor(chat, await open(), '➕ Subscribe', person, /Which site or feed/);
  await room.ask(chat, person, room.serveFeed('/second.xml', { title: 'Second' }), /^Subscribed to Second/);
});

test('a filter for the whole chat is set, changed and taken away by buttons', async () => {
  const { chat, person } = await aReader('/filter.xml');
  const menu = await room.ask(chat, person, '/settings', /No filter for the whole chat/);
  const filter = await room.tapFor(chat, menu, '🔎 Filter', person, /There is no filter here/);
  await room.tapFor(chat, filter, '✏️ Set', person, /Which words/);
  const set = await room.ask(chat, person, 'rust', /Of the last 2 items, 1 would come/);
  assert.match(set.text!, /❌ Two – none of the words/);
  await room.tapFor(chat, set, '✏️ Change', person, /Which words/);
  const changed = await room.ask(chat, person, '!rust', /❌ One about rust – !rust/);
  await room.tapFor(chat, changed, '🗑 Remove', person, /^The filter was removed/);
  await room.tapFor(chat, changed, '◀ Back', person, /No filter for the whole chat/);
});

test('a template is discarded, kept and taken away by buttons', async () => {
  const { chat, person, url } = await aReader('/template.xml');
  const discarded = await room.ask(chat, person, `/set_template ${url} A {{bot_item_name}}`, /Keep it\?/);
  const menu = await room.tapFor(chat, discarded, '✖ Discard', person, /^All stays as it was/);
  await room.tapFor(chat, menu, '✏️ Set', person, /Send me the template/);
  const kept = await room.ask(chat, person, 'B {{bot_item_name}}', /Keep it\?/);
  await room.tapFor(chat, kept, '✅ Keep it', person, /^The template was updated[.]\n\nB /);
  await room.tapFor(chat, kept, '🗑 Remove', person, /^The template was removed/);
  await room.tapFor(chat, kept, '◀ Back', person, /All is well/);
});

test('a draft is taken once', async () => {
  const { chat, person } = await aReader('/draft.xml');
  const draft = await room.ask(chat, person, '/set_global_template C {{bot_item_name}}', /Keep it\?/);
  const data = draft.reply_markup!.inline_keyboard![0]![0]!.callback_data!;
  await room.db.query({ text: 'delete from drafts' });
  const { text } = await room.tap(chat, draft.message_id, data, person);
  assert.match(text!, /out of date/);
  await room.ask(chat, person, '/get_global_template', /There is no template here/);
});

test('language and time zone are chosen in the settings', async () => {
  const { chat, person } = await aReader('/place.xml');
  const menu = await room.ask(chat, person, '/settings', /Time zone: UTC/);
  await room.tapFor(chat, menu, '🕰 Time zone', person, /Which time zone/);
  await room.ask(chat, person, 'Berlin', /Europe\/Berlin now/);
  await room.tapFor(chat, menu, '🌐 Language', person, /Which language/);
  await room.tapFor(chat, menu, '◀ Back', person, /^Settings for everything/);
  await room.tapFor(chat, menu, '🌐 Language', person, /Which language/);
  await room.tapFor(chat, menu, 'Русский', person, /^Теперь я говорю здесь по-русски/);
  await room.ask(chat, person, '/settings', /Часовой пояс: Europe\/Berlin/);
});

test('a card says in plain words why its feed cannot be read, and that it is gone', async () => {
  const { chat, person, url } = await aReader('/failing.xml');
  const fault = { code: 'timeout', host: 'example.org' };
  await room.db.query({
    text: `update feeds set state = 'failing', last_reason = $2 where url = $1`,
    values: [url, fault],
  });
  const list = await room.ask(chat, person, '/list', /⚠️ Buttons/);
  await room.tapFor(
    chat,
    list,
    '⚠️ Buttons',
    person,
    /cannot be read at the moment\. example\.org took too long to answer\./,
  );
  await room.db.query({
    text: `update feeds set state = 'gone', last_reason = $2 where url = $1`,
    values: [url, { code: 'gone', host: 'example.org' }],
  });
  await room.ask(chat, person, `/feed ${url}`, /🚫 It is gone for good\. example\.org says/);
});

test('messages look as the card says: title alone, without preview', async () => {
  const { chat, person, url } = await aReader('/look.xml');
  const card = await room.ask(chat, person, `/feed ${url}`, /All is well/);
  await room.tap(chat, card.message_id, 'Text: beginning', person);
  await room.tap(chat, card.message_id, 'Text: in full', person);
  await room.tap(chat, card.message_id, 'Link preview: on', person);
  const shown = await room.ask(chat, person, `/latest ${url}`, /^One about rust/);
  assert.deepEqual(shown.link_preview_options, { is_disabled: true });
});

test('a menu that is too old to be deleted loses its buttons', async () => {
  const { chat, person } = await aReader('/old.xml');
  const menu = await room.ask(chat, person, '/list', /follows 1 feed/);
  room.fault({
    method: 'deleteMessage',
    count: 1,
    action: { status: 400, description: "Bad Request: message can't be deleted" },
  });
  await room.tap(chat, menu.message_id, '✖ Close', person);
  const [left] = room.messagesIn(chat).filter((message) => message.message_id === menu.message_id);
  assert.deepEqual(left?.reply_markup?.inline_keyboard ?? [], []);
});
