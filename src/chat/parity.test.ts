// Every command of el_monitorro as one line, in each kind of chat, and what the chat shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS } from './commands/all.ts';
import { startConversation } from './testing.ts';

const room = await startConversation();
const { owner } = room.people;

/** In this order: later ones see what earlier ones did. URL stands for the feed's. */
const SCRIPT: [said: string, shown: RegExp, hasButtons?: boolean][] = [
  ['/start', /^Hello! I bring/],
  ['/help', /I follow sites and feeds/],
  ['/help_command /subscribe', /^\/subscribe/],
  ['/commands', /^What would you like to do/, true],
  ['/list_subscriptions', /follows nothing yet/],
  ['/subscribe URL', /^Subscribed to Parity/, true],
  ['/subscribe URL', /already follows Parity/],
  ['/list', /follows 1 feed/, true],
  ['/feed_keyboard URL', /^Parity\n/, true],
  ['/get_filter URL', /There is no filter here/, true],
  ['/set_filter URL first, !third', /^The filter was updated/, true],
  ['/get_filter URL', /first, !third/, true],
  ['/remove_filter URL', /^The filter was removed/],
  ['/remove_filter URL', /There is no filter here/],
  ['/set_filter URL ,', /One part of the filter is empty/],
  ['/filter https://example.org/other x', /does not follow https:\/\/example\.org\/other/],
  ['/set_global_filter news', /^The filter was updated/, true],
  ['/get_global_filter', /^Filter of/, true],
  ['/remove_global_filter', /^The filter was removed/],
  ['/get_template URL', /There is no template here/, true],
  ['/set_template URL {{bot_item_name}} here', /Keep it\?/, true],
  ['/set_template URL {{', /Line 1 cannot be read/],
  ['/remove_template URL', /There is no template here/],
  ['/set_global_template {{bot_item_name}}', /Keep it\?/, true],
  ['/get_global_template', /There is no template here/, true],
  ['/remove_global_template', /There is no template here/],
  ['/get_timezone', /^The time zone is UTC\. There it is/],
  ['/set_timezone 345', /^The time zone is \+05:45 now/],
  ['/tz Europe/Berlin', /^The time zone is Europe\/Berlin now/],
  ['/set_timezone x', /no time zone by that name/],
  ['/get_preview_enabled', /previews are on/],
  ['/toggle_preview_enabled', /now off/],
  ['/toggle_preview_enabled', /now on/],
  ['/pause URL', /^Parity is paused/],
  ['/resume URL', /^Parity goes on/],
  ['/latest URL', /^First/],
  ['/settings', /^Settings for everything/, true],
  ['/close', /no menu to close/],
  ['/cancel', /nothing to call off/],
  ['/unsubscribe URL', /^Unsubscribed from Parity/, true],
  ['/unsub URL', /does not follow/],
];

for (const kind of ['private', 'group', 'channel', 'forum'] as const) {
  test(`in a ${kind} every command does what it says, where it was said`, async () => {
    const chat = room.chats[kind];
    const [topic] = [...chat.topics.keys()];
    const url = room.serveFeed(`/parity-${kind}.xml`, { title: 'Parity', items: [{ title: 'First' }] });
    for (const [said, shown, hasButtons = false] of SCRIPT) {
      await room.db.query({ text: 'delete from command_counts' }); // as if a minute passed
      const place = topic === undefined ? {} : { threadId: topic };
      const message = await room.ask(chat, owner, said.replaceAll('URL', url), shown, place);
      assert.equal(message.message_thread_id, topic, said);
      if (hasButtons) assert.ok(message.reply_markup?.inline_keyboard?.length, said);
    }
    assert.deepEqual(room.misuse, []);
  });
}

test('no command is without a test in every kind of chat', () => {
  const tried = new Set(SCRIPT.map(([said]) => said.slice(1).split(' ')[0]));
  const others = ['language', 'channel']; // the one would change what all the others say, the other is for private chats
  const untried = COMMANDS.filter((one) => !one.isForOperator && !one.names.some((name) => tried.has(name)));
  assert.deepEqual(untried.map(({ names: [name] }) => name).sort(), others.sort());
});

test('each person is spoken to in the language of their Telegram', async () => {
  const russian = room.newPerson('ru');
  await room.ask(russian.chat, russian.person, '/start', /^Здравствуйте/);
  await room.ask(russian.chat, russian.person, '/list', /пока нет подписок/);
  const persian = room.newPerson('fa');
  await room.ask(persian.chat, persian.person, '/start', /^سلام/);
  await room.ask(persian.chat, persian.person, '/language ru', /по-русски/);
  await room.ask(persian.chat, persian.person, '/list', /пока нет подписок/);
});
