// Every command of el_monitorro as one line, in each kind of chat, and what the chat shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS } from './commands/all.ts';
import { startConversation } from './testing.ts';
import { labelsOf, startWalk } from './walk_testing.ts';

const room = await startConversation();
const { owner } = room.people;

const LEAVE = ['◀ Back', '✖ Close'];
const MAIN = ['📋 Subscriptions', '➕ Subscribe', '⚙️ Settings', '❔ Help', '✖ Close'];
const LOOKS = ['Text: beginning', 'Media: with text', 'Link preview: on', 'Sound: on', '⋯ More settings'];
const CARD = ['🗞 Latest items', ...LOOKS, '🔎 Filter', '🖋 Template', '🏷 Title', '👁 Preview'];
const CARD_END = ['🗑 Unsubscribe', ...LEAVE];
const UNSET = ['✏️ Set', ...LEAVE];
const SET = ['✏️ Change', '🗑 Remove', ...LEAVE];
const KEEP = ['✅ Keep it', '✖ Discard'];
const SETTINGS = [...LOOKS, '🔎 Filter', '🖋 Template', '🌐 Language', '🕰 Time zone', ...LEAVE];
const LANGUAGES = ['✓ English', 'فارسی', 'Русский', ...LEAVE];

/** Buttons that are there in some kinds of chats only: after this name. */
const IN_FORUMS = 'in forums:';
const IN_PRIVATE = 'in private:';

/** In this order: later ones see what earlier ones did. URL stands for the feed's address, its title is Parity. */
const SCRIPT: [said: string, shown: RegExp, buttons?: string[]][] = [
  ['/start', /^Hello! I bring/, MAIN.map((label) => `${IN_PRIVATE}${label}`)],
  ['/help', /I follow sites and feeds/, LEAVE],
  ['/help_command /subscribe', /^\/subscribe/, LEAVE],
  ['/commands', /^What would you like to do/, MAIN],
  ['/list_subscriptions', /follows nothing yet/, ['✖ Close']],
  ['/subscribe URL', /^Subscribed to Parity/, ['⚙️ Settings of this feed']],
  ['/sub URL', /already follows Parity/],
  ['/list', /follows 1 feed/, ['Parity', '✖ Close']],
  ['/feed_keyboard URL', /^Parity\n/, ['⏸ Pause', ...CARD, `${IN_FORUMS}💬 Topic`, ...CARD_END]],
  ['/get_filter URL', /There is no filter here/, UNSET],
  ['/set_filter URL first, !third', /^The filter was updated.*✅ First – first/s, SET],
  ['/get_filter URL', /first, !third/, SET],
  ['/filter URL third', /^The filter was updated.*❌ First – none of the words/s, SET],
  ['/feed URL', /^Parity\n.*Filter: third/s, ['⏸ Pause', ...CARD, `${IN_FORUMS}💬 Topic`, ...CARD_END]],
  ['/remove_filter URL', /^The filter was removed/],
  ['/remove_filter URL', /There is no filter here/],
  ['/set_filter URL ,', /One part of the filter is empty/],
  ['/filter https://example.org/other x', /does not follow https:\/\/example\.org\/other/],
  ['/set_global_filter news', /^The filter was updated/, SET],
  ['/get_global_filter', /^Filter of/, SET],
  ['/remove_global_filter', /^The filter was removed/],
  ['/get_template URL', /There is no template here/, UNSET],
  ['/set_template URL {{bot_item_name}} here', /Keep it\?/, KEEP],
  ['/template URL {{', /Line 1 cannot be read/],
  ['/remove_template URL', /There is no template here/],
  ['/set_global_template {{bot_item_name}}', /Keep it\?/, KEEP],
  ['/get_global_template', /There is no template here/, UNSET],
  ['/remove_global_template', /There is no template here/],
  ['/get_timezone', /^The time zone is UTC\. There it is/],
  ['/set_timezone 345', /^The time zone is \+05:45 now/],
  ['/tz Europe/Berlin', /^The time zone is Europe\/Berlin now/],
  ['/set_timezone x', /no time zone by that name/],
  ['/get_preview_enabled', /previews are on/],
  ['/toggle_preview_enabled', /now off/],
  ['/get_preview_enabled', /previews are off/],
  ['/toggle_preview_enabled', /now on/],
  ['/pause URL', /^Parity is paused/],
  ['/feed URL', /⏸ Paused/, ['▶️ Resume', ...CARD, `${IN_FORUMS}💬 Topic`, ...CARD_END]],
  ['/list', /\n⏸ Parity$/, ['⏸ Parity', '✖ Close']],
  ['/resume URL', /^Parity goes on/],
  ['/latest URL', /^First/],
  ['/why URL', /items? of Parity/, LEAVE],
  ['/settings', /^Settings for everything.*Time zone: Europe\/Berlin/s, SETTINGS],
  ['/language', /^Which language/, LANGUAGES],
  ['/language ru', /^Теперь я говорю здесь по-русски/],
  ['/list', /^Подписки этого чата – 1 лента/, ['Parity', '✖ Закрыть']],
  ['/language en', /^I speak English here now/],
  ['/close', /no menu to close/],
  ['/cancel', /nothing to call off/],
  ['/unsubscribe URL', /^Unsubscribed from Parity/, ['↩️ Undo']],
  ['/unsub URL', /does not follow/],
];

/** Commands without their argument, the question they ask, an answer and what it does. */
const ASKING: [said: string, question: RegExp, answer: string, shown: RegExp][] = [
  ['/subscribe', /^Which site or feed/, 'URL', /^Subscribed to Asked/],
  ['/set_timezone', /^Which time zone/, 'Kathmandu', /^The time zone is Asia\/Kat.*mandu now/],
  ['/set_filter URL', /^Which words/, 'first', /^The filter was updated/],
  ['/set_global_filter', /^Which words/, '!third', /^The filter was updated/],
  ['/set_template URL', /^Send me the template/, 'T {{bot_item_name}}', /Keep it\?$/],
  ['/set_global_template', /^Send me the template/, 'T {{bot_item_name}}', /Keep it\?$/],
];

/** Those that show what is followed, to choose from, when no address stands behind them. */
const CHOOSING = COMMANDS.filter((one) => one.usage?.startsWith('URL') && !one.isForOperator)
  .flatMap(({ names }) => names)
  .filter((name) => !['subscribe', 'sub'].includes(name));

/** The buttons of a message as a script names them, in one kind of chat. */
function buttonsIn(kind: string, buttons: string[]): string[] {
  return buttons.flatMap((label) => {
    if (label.startsWith(IN_FORUMS)) return kind === 'forum' ? [label.slice(IN_FORUMS.length)] : [];
    if (label.startsWith(IN_PRIVATE)) return kind === 'private' ? [label.slice(IN_PRIVATE.length)] : [];
    return [label];
  });
}

for (const kind of ['private', 'group', 'channel', 'forum'] as const) {
  test(`in a ${kind} every command does what it says, where it was said`, async () => {
    const walk = startWalk(room, room.chats[kind], owner);
    const url = room.serveFeed(`/parity-${kind}.xml`, { title: 'Parity', items: [{ title: 'First' }] });
    for (const [said, shown, buttons = []] of SCRIPT) {
      const message = await walk.say(said.replaceAll('URL', url), shown);
      const labels = labelsOf(message).map((label) => label.replace(/ · #\d+$/, ''));
      assert.deepEqual(labels, buttonsIn(kind, buttons), said);
      if (said.startsWith('/subscribe')) await room.seen(walk.chat, /^First/);
    }
    assert.deepEqual(room.misuse, []);
  });
}

for (const kind of ['private', 'group', 'channel', 'forum'] as const) {
  test(`in a ${kind} a command without its argument asks for it, or offers what there is`, async () => {
    const walk = startWalk(room, room.chats[kind], owner);
    const url = room.serveFeed(`/asked-${kind}.xml`, { title: 'Asked', items: [{ title: 'First' }] });
    for (const [said, asked, answer, shown] of ASKING) {
      const question = await walk.say(said.replaceAll('URL', url), asked);
      assert.match(question.text!, /\/cancel calls it off/);
      assert.equal(/Answer by replying/.test(question.text!), kind !== 'private', said);
      await walk.say(answer.replaceAll('URL', url), shown, question);
    }
    for (const name of CHOOSING) {
      const list = await walk.say(`/${name}`, /follows 1 feed/);
      assert.deepEqual(
        labelsOf(list).map((label) => label.replace(/ · #\d+$/, '')),
        ['Asked', '✖ Close'],
        name,
      );
    }
    assert.deepEqual(room.misuse, []);
  });
}

test('no command is without a test in every kind of chat, by any of its names', () => {
  const tried = new Set(SCRIPT.map(([said]) => said.slice(1).split(' ')[0]));
  const names = COMMANDS.filter((one) => !one.isForOperator).flatMap((one) => one.names);
  const untried = names.filter((name) => !tried.has(name));
  assert.deepEqual(untried, ['channel'], 'which is for private chats: private_channel.test.ts');
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
