// A channel that is managed from a private chat: sentences name it, and never call it "this chat".
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConversation } from './testing.ts';
import { LANGUAGES } from './text/texts.ts';

const room = await startConversation({ SUBSCRIPTION_LIMIT: '1' });
const { owner } = room.people;
const own = room.chats.private;

/** Commands about the channel with what is answered; $URL is a feed that it does not follow. */
const SAID: [command: string, answer: RegExp][] = [
  ['/list', /^Daily digest follows nothing yet/],
  ['/unsubscribe $URL', /^Daily digest does not follow/],
  ['/feed $URL', /^Daily digest does not follow/],
  ['/get_preview_enabled', /are on in Daily digest\.$/],
  ['/toggle_preview_enabled', /now off in Daily digest\.$/],
  ['/set_timezone', /It is UTC in Daily digest now/],
  ['Kathmandu', /^The time zone of Daily digest is Asia\/Kat.* now/],
  ['/get_timezone', /^The time zone of Daily digest is Asia\/Kat/],
  ['/settings', /^Settings for everything in Daily digest/],
  ['/get_global_filter', /^Filter of all feeds of Daily digest/],
  ['/get_global_template', /^Template of all feeds of Daily digest/],
  ['/language en', /^I speak English in Daily digest now/],
];

test('what is said of a managed channel names it', async () => {
  const url = room.serveFeed('/managed.xml', { title: 'Managed' });
  await room.ask(own, owner, '/channel @daily_digest_channel', /is about Daily digest now/);
  for (const [command, answer] of SAID) await room.ask(own, owner, command.replace('$URL', url), answer);
  const done = await room.ask(own, owner, url, /^Subscribed to Managed\. Its latest 2 items go to Daily digest; new/);
  await room.ask(own, owner, 'https://example.org/feed', /^Daily digest may follow 1 feed and already/);
  const card = await room.tapFor(own, done, '⚙️ Settings of this feed', owner, /All is well/);
  await room.tapFor(own, card, '🏷 Title', owner, /What should Managed be called in Daily digest\?/);
  await room.ask(own, owner, '/list', /^Daily digest follows 1 feed/);
  await room.ask(own, owner, '/channel off', /about this chat again/);
  await room.ask(own, owner, '/list', /^This chat follows nothing yet/);
});

test('a button of a managed channel stays about it after the channel was left', async () => {
  await room.ask(own, owner, '/channel @daily_digest_channel', /is about Daily digest now/);
  const menu = await room.ask(own, owner, '/commands', /What would you like to do/);
  await room.ask(own, owner, '/channel off', /about this chat again/);
  await room.tapFor(own, menu, '➕ Subscribe', owner, /Which site or feed/);
  const url = room.serveFeed('/left.xml', { title: 'Left' });
  await room.ask(own, owner, url, /^Daily digest may follow 1 feed and already/);
  await room.tapFor(own, menu, '⚙️ Settings', owner, /^Settings for everything in Daily digest/);
});

test('a channel is managed as soon as the bot is made an admin there', async () => {
  const channel = room.createChat({
    kind: 'channel',
    title: 'Just opened',
    username: 'just_opened',
    bot: 'member',
    members: { [owner.id]: 'creator' },
  });
  await room.ask(own, owner, '/channel @just_opened', /must both be admins of Just opened/);
  room.promoteBot(channel);
  await room.ask(own, owner, '/channel @just_opened', /is about Just opened now/);
  await room.ask(own, owner, '/channel off', /about this chat again/);
});

test('no language calls a managed chat this one', async () => {
  await room.ask(own, owner, '/channel @daily_digest_channel', /is about Daily digest now/);
  for (const language of LANGUAGES) {
    await room.db.query({ text: 'update chats set language = $1 where telegram_id = $2', values: [language, own.id] });
    const before = room.textsIn(own).length;
    for (const command of ['/list', '/get_timezone', '/settings', '/get_preview_enabled', '/get_global_filter'])
      await room.ask(own, owner, command, /Daily digest/);
    const said = room.textsIn(own).slice(before).join('\n');
    assert.doesNotMatch(said, /this chat|этот чат|этого чата|этом чате|این گفتگو/i);
  }
});
