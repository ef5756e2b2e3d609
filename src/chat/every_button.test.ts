// Every button there is, tapped in each kind of chat, and what the chat shows then.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../playground/types.ts';
import { LIST_VERBS } from './menus/list.ts';
import { OPTION_VALUES, type OptionName } from './menus/options.ts';
import { TAPS } from './taps/all.ts';
import { startConversation } from './testing.ts';
import { buttonsOf, kindOf, labelsOf, startWalk, type Walk } from './walk_testing.ts';

const room = await startConversation({ ADMIN_TELEGRAM_ID: '7100000001' });
const { owner } = room.people;

/** What each option's button says, in the order in which taps go through its values. */
const LABELS: Record<OptionName, string[]> = {
  mode: ['Text: beginning', 'Text: in full', 'Text: title only', 'Text: template'],
  media: ['Media: with text', 'Media: none', 'Media: alone'],
  preview: ['on', 'off', 'small', 'large', 'above'].map((value) => `Link preview: ${value}`),
  silent: ['Sound: on', 'Sound: off'],
  source: ['Source: on', 'Source: off'],
  author: ['Author: off', 'Author: on'],
  date: ['Date: off', 'Date: on'],
  hashtags: ['Hashtags: off', 'Hashtags: from categories'],
  digest: ['Digests: on', 'Digests: off'],
};
const MAIN: OptionName[] = ['mode', 'media', 'preview', 'silent'];
const MORE: OptionName[] = ['source', 'author', 'date', 'hashtags', 'digest'];

/** Once through all values of each option, from the one that is set back to it. */
async function goRound(walk: Walk, menu: Message, names: OptionName[]): Promise<void> {
  for (const name of names) {
    const labels = LABELS[name];
    const start = labels.findIndex((label) => labelsOf(walk.now(menu)!).includes(label));
    for (let step = 0; step < labels.length; step += 1) {
      const [label, next] = [step, step + 1].map((at) => labels[(start + at) % labels.length]!);
      await walk.tap(menu, label!);
      assert.ok(labelsOf(walk.now(menu)!).includes(next!), `${next} after ${label}`);
    }
  }
}

/** By the menu of /commands, and a page of several feeds to choose from. @returns the message of the new subscription */
async function subscribeByButtons(walk: Walk, page: string, title: string): Promise<Message> {
  const open = () => walk.say('/commands', /^What would you like to do/);
  await walk.becomes(await open(), '📋 Subscriptions', /follows nothing yet/);
  const help = await walk.becomes(await open(), '❔ Help', /^I follow sites and feeds/);
  await walk.becomes(help, '◀ Back', /^What would you like to do/);
  const settings = await walk.becomes(await open(), '⚙️ Settings', /^Settings for everything in this chat/);
  await walk.becomes(settings, '◀ Back', /follows nothing yet/);
  const question = await walk.brings(await open(), '➕ Subscribe', /^Which site or feed/);
  const choice = await walk.say(page, /has several feeds\. Which one\?/, question);
  assert.deepEqual(labelsOf(choice), [title, 'Other']);
  await walk.tap(choice, title);
  const done = await room.seen(walk.chat, new RegExp(`^Subscribed to ${title}\\.`));
  assert.equal(done.message_id, choice.message_id);
  for (const item of [/^Older/, /^Newest/])
    assert.equal((await room.seen(walk.chat, item)).message_thread_id, walk.threadId);
  return done;
}

/** @param menu a card or the settings of the chat, which `home` fits */
async function filterByButtons(walk: Walk, menu: Message, home: RegExp): Promise<void> {
  const none = await walk.becomes(menu, '🔎 Filter', /There is no filter here/);
  const question = await walk.brings(none, '✏️ Set', /^Which words\?/);
  const set = await walk.say('!nothing', /^The filter was updated/, question);
  const again = await walk.brings(set, '✏️ Change', /^Which words\?/);
  const changed = await walk.say('!never', /^The filter was updated/, again);
  assert.match(changed.text!, /Of the last 2 items, 2 would come:\n✅ Newest – nothing unwanted\n✅ Older/);
  await walk.becomes(menu, '◀ Back', /Filter: !never/);
  await walk.becomes(changed, '🗑 Remove', /^The filter was removed/);
  await walk.becomes(changed, '◀ Back', home);
}

async function templateByButtons(walk: Walk, menu: Message, home: RegExp): Promise<void> {
  const none = await walk.becomes(menu, '🖋 Template', /There is no template here/);
  const question = await walk.brings(none, '✏️ Set', /^Send me the template/);
  const draft = await walk.say('A {{bot_item_name}}', /Keep it\?$/, question);
  const left = await walk.becomes(draft, '✖ Discard', /^All stays as it was\.\n\nThere is no template here/);
  const again = await walk.brings(left, '✏️ Set', /^Send me the template/);
  const tried = await walk.say('B {{bot_item_name}}', /Keep it\?$/, again);
  assert.equal((await room.seen(walk.chat, /^B Newest$/)).message_thread_id, walk.threadId);
  const kept = await walk.becomes(tried, '✅ Keep it', /^The template was updated\.\n\nB /);
  await walk.brings(kept, '✏️ Change', /^Send me the template/);
  const back = await walk.becomes(menu, '◀ Back', home);
  await goRound(walk, back, MAIN);
  await walk.becomes(kept, '🗑 Remove', /^The template was removed/);
  await walk.becomes(kept, '◀ Back', home);
}

async function optionsByButtons(walk: Walk, menu: Message, home: RegExp): Promise<void> {
  const more = await walk.becomes(menu, '⋯ More settings', /^What goes below messages of/);
  await goRound(walk, more, MORE);
  await walk.becomes(more, '◀ Back', home);
}

/** All that a card offers; at the end the feed is followed as before. */
async function useCard(walk: Walk, card: Message, title: string): Promise<void> {
  const home = /✅ All is well/;
  const paused = await walk.tap(card, '⏸ Pause');
  assert.deepEqual(paused, { showAlert: false, text: `${title} is paused.` });
  assert.match(walk.now(card)!.text!, /⏸ Paused/);
  await walk.becomes(card, '▶️ Resume', home);
  await walk.brings(card, '🗞 Latest items', /^Older/, /^Newest/);
  await walk.brings(card, '👁 Preview', /^Newest/);
  await filterByButtons(walk, card, home);
  await templateByButtons(walk, card, home);
  await optionsByButtons(walk, card, home);
  const question = await walk.brings(card, '🏷 Title', /^What should .* be called here/);
  const renamed = await walk.say('Mine', /^Mine\n/, question);
  if (walk.threadId !== undefined) await moveByButtons(walk, renamed);
  await walk.becomes(renamed, '🗑 Unsubscribe', /^Unsubscribed from Mine/);
  await walk.becomes(renamed, '↩️ Undo', home);
  await walk.becomes(renamed, '◀ Back', /follows 1 feed/);
  await walk.tap(renamed, '✖ Close');
  assert.equal(walk.now(renamed), undefined);
}

/** Out of its topic, back into it, and on the way a look at where it could go. */
async function moveByButtons(walk: Walk, card: Message): Promise<void> {
  const choose = /^Where should items of Mine come/;
  await walk.becomes(card, '💬 Topic', choose);
  assert.deepEqual(labelsOf(walk.now(card)!), ['No topic', '✓ World', 'Science', '◀ Back']);
  const moved = await walk.becomes(card, 'No topic', /✅ All is well/);
  assert.doesNotMatch(moved.text!, /Topic: /);
  await walk.becomes(card, '💬 Topic', choose);
  await walk.becomes(card, '◀ Back', /✅ All is well/);
  await walk.becomes(card, '💬 Topic', choose);
  await walk.becomes(card, 'World', /Topic: World/);
}

async function useSettings(walk: Walk): Promise<void> {
  const home = /^Settings for everything in this chat/;
  const settings = await walk.say('/settings', home);
  await filterByButtons(walk, settings, home);
  await templateByButtons(walk, settings, home);
  await optionsByButtons(walk, settings, home);
  const question = await walk.brings(settings, '🕰 Time zone', /^Which time zone\?/);
  await walk.say('Berlin', /^The time zone is Europe\/Berlin now/, question);
  for (const [language, said] of [
    ['فارسی', /فارسی/],
    ['Русский', /^Теперь я говорю здесь по-русски/],
    ['English', /^I speak English here now/],
  ] as const) {
    const menu = await walk.say('/language', /Which language\?|زبان|[Яя]зык/);
    await walk.becomes(menu, labelsOf(menu).find((label) => label.endsWith(language))!, said);
  }
  await walk.becomes(await walk.say('/settings', home), '🌐 Language', /^Which language\?/);
}

/** Each list that a command opens: on to the next page, back, and what a title of it leads to. */
async function useLists(walk: Walk): Promise<void> {
  const lists: [command: string, verb: (typeof LIST_VERBS)[number], shown: RegExp][] = [
    ['/list', 'card', /✅ All is well/],
    ['/filter', 'filter', /There is no filter here/],
    ['/template', 'template', /There is no template here/],
    ['/why', 'why', /^No item of Paper L has come to an end/],
    ['/unsubscribe', 'end', /^Unsubscribed from Paper L/],
  ];
  for (const [command, verb, shown] of lists) {
    const list = await walk.say(command, /follows 1[23] feeds: \(1\/2\)/);
    await walk.becomes(list, '▶', /\(2\/2\)/);
    await walk.becomes(list, '◀', /\(1\/2\)/);
    await walk.becomes(list, '▶', /\(2\/2\)/);
    const last = buttonsOf(walk.now(list)!).findLast(({ callback_data: data }) => data!.startsWith(`${verb}:`));
    await walk.becomes(list, last!.callback_data!, shown);
  }
  const latest = await walk.say('/latest', /follows 12 feeds: \(1\/2\)/);
  await walk.becomes(latest, '▶', /\(2\/2\)/);
  const { text } = await walk.tap(latest, 'Paper K');
  assert.equal(text, 'This feed has no items yet.');
}

async function broadcastByButtons(walk: Walk): Promise<void> {
  const dry = () => walk.say('/broadcast Hello all', /^This would go to \d chats?\. Send it\?/);
  await walk.becomes(await dry(), '✖ Discard', /^It was not sent/);
  await walk.becomes(await dry(), '✉️ Send', /^It is on its way to \d chats?/);
}

/** Twelve feeds that a chat follows beside its own, never asked for. */
async function followMore(telegramId: number): Promise<void> {
  await room.db.query({
    text: `
      with made as (
        insert into feeds (url, title) select 'https://example.org/' || $1 || '/' || n, 'Paper ' || chr(64 + n) from generate_series(1, 12) n returning id, url
      ), followed as (
        insert into subscriptions (chat_id, feed_id, url, cursor) select (select id from chats where telegram_id = $1::bigint), id, url, 0 from made
      )
      insert into feed_schedule (feed_id, host, next_sync_at) select id, 'example.org', clock_timestamp() + interval '1 day' from made`,
    values: [String(telegramId)],
  });
}

/** Kinds of buttons that the bot put under messages of a chat. */
function shownIn(telegramId: number): Set<string> {
  const keyboards = room.calls
    .filter(({ params }) => String(params.chat_id) === String(telegramId))
    .flatMap(({ params }) => buttonsOf(params as unknown as Message));
  return new Set(keyboards.map(({ callback_data: data }) => kindOf(data ?? '')));
}

const tappedAnywhere = new Set<string>();

for (const kind of ['private', 'group', 'channel', 'forum'] as const) {
  test(`in a ${kind} every button does what it says, where it stands`, async () => {
    const chat = room.chats[kind];
    const walk = startWalk(room, chat, owner);
    for (const [threadId, { name }] of chat.topics)
      room.say(chat, owner, '', { threadId, extra: { forum_topic_edited: { name } } as object });
    const title = `Walk ${kind}`;
    const feed = room.serveFeed(`/${kind}.xml`, { title, items: [{ title: 'Newest' }, { title: 'Older' }] });
    const link = (url: string, name: string) =>
      `<link rel="alternate" type="application/rss+xml" title="${name}" href="${url}">`;
    const other = room.serveFeed(`/${kind}-other.xml`, { title: 'Other' });
    room.feeds.on(`/${kind}`, {
      headers: { 'content-type': 'text/html' },
      body: link(feed, title) + link(other, 'Other'),
    });

    const done = await subscribeByButtons(walk, room.feeds.url(`/${kind}`), title);
    await useCard(walk, await walk.becomes(done, '⚙️ Settings of this feed', new RegExp(`^${title}\n`)), title);
    await useSettings(walk);
    await followMore(chat.id);
    await useLists(walk);
    if (kind === 'private') await broadcastByButtons(walk);

    assert.deepEqual([...shownIn(chat.id).difference(walk.tapped)], [], 'every button that was shown was tapped');
    for (const one of walk.tapped) tappedAnywhere.add(one);
    assert.deepEqual(room.misuse, []);
  });
}

test('there is no button that these tests do not tap', () => {
  const verbs = new Set([...tappedAnywhere].map((data) => data.split(':')[0]!));
  assert.deepEqual(
    [...TAPS.keys()].filter((verb) => !verbs.has(verb)),
    [],
  );
  for (const verb of LIST_VERBS) assert.ok(tappedAnywhere.has(`list:c0:0:${verb}`), verb);
  for (const [name, values] of Object.entries(OPTION_VALUES))
    for (const value of values)
      for (const level of ['s0', 'c0'])
        assert.ok(tappedAnywhere.has(`set:${level}:${name}:${value}`), `${level} ${name} ${value}`);
});
