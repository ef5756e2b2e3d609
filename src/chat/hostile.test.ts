import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pushUpdate } from '../playground/updates.ts';
import { startConversation } from './testing.ts';

const room = await startConversation();
const { owner, member, anonymous } = room.people;
const { group } = room.chats;

const secretUrl = room.serveFeed('/secret.xml', { title: 'Secret paper' });
const stranger = room.newPerson();
await room.ask(stranger.chat, stranger.person, secretUrl, /^Subscribed to Secret paper/);
const groupUrl = room.serveFeed('/group.xml', { title: 'Group paper' });
await room.ask(group, owner, `/subscribe ${groupUrl}`, /^Subscribed to Group paper/);

async function everything(): Promise<unknown> {
  const { rows } = await room.db.query({
    text: `
      select (select json_agg(s order by id) from (select id, chat_id, feed_id, thread_id, title, template, filter, options, state, ended_at from subscriptions) s) as subs,
        (select json_agg(c order by id) from (select id, template, filter, options, language, time_zone from chats) c) as chats,
        (select count(*) from subscribe_requests) as requests`,
  });
  return rows[0];
}

const idOf = async (text: string, values: unknown[]) =>
  (await room.db.query<{ id: string }>({ text, values })).rows[0]!.id;
const secretSub = await idOf('select id from subscriptions where url = $1', [secretUrl]);
const secretChat = await idOf('select chat_id as id from subscriptions where url = $1', [secretUrl]);
const groupSub = await idOf('select id from subscriptions where url = $1', [groupUrl]);
const draft = await idOf(`insert into drafts (chat_id, subscription_id, template) values ($1, $2, 'x') returning id`, [
  secretChat,
  secretSub,
]);
const request = await idOf('select id from subscribe_requests where url = $1', [secretUrl]);

let taps = 0;

/** A tap with data of our own making on a message of the bot's. @returns what the person is shown */
async function forge(chatId: number, person: { id: number }, data: string): Promise<{ text?: string }> {
  const { world } = room;
  const chat = world.chats.get(chatId)!;
  const messageId = [...chat.own][0]!;
  taps += 1;
  const id = `forged-${taps}`;
  const answered = new Promise<{ text?: string }>((settle) => {
    world.queries.set(id, { id, atMs: world.now(), chatId, settle });
  });
  pushUpdate(world, 'callback_query', chatId, {
    id,
    from: { id: person.id, is_bot: false, first_name: 'X', language_code: 'en' },
    message: chat.messages.get(messageId),
    chat_instance: 'x',
    data,
  });
  return answered;
}

const OLD = /out of date/;
const REFUSED = /Only admins/;
const forged: [what: string, data: string, shown: RegExp][] = [
  ['a foreign card', `card:s${secretSub}`, OLD],
  ['a foreign unsubscribe', `end:s${secretSub}`, OLD],
  ['a foreign pause', `pause:s${secretSub}`, OLD],
  ['a foreign undo', `undo:s${secretSub}`, OLD],
  ['a foreign option', `set:s${secretSub}:silent:on`, OLD],
  ['a foreign chat option', `set:c${secretChat}:silent:on`, OLD],
  ['a foreign list', `list:c${secretChat}:0:card`, OLD],
  ['a foreign filter', `filter:s${secretSub}`, OLD],
  ['a foreign filter taken away', `nofilter:c${secretChat}`, OLD],
  ['a foreign draft', `keep:${draft}`, OLD],
  ['a foreign draft discarded', `discard:${draft}`, OLD],
  ['a foreign request', `pick:${request}:0`, OLD],
  ['a foreign language', `language:c${secretChat}:ru`, OLD],
  ['a foreign time zone', `timezone:c${secretChat}`, OLD],
  ['an id that is none', 'card:s', OLD],
  ['an id beyond int8', `card:s${'9'.repeat(19)}`, OLD],
  ['an id with SQL in it', 'card:s1;drop table chats', OLD],
  ['an unknown option', `set:s${groupSub}:cursor:0`, OLD],
  ['a value an option does not have', `set:s${groupSub}:mode:evil`, OLD],
  ['a prototype as an option', `set:s${groupSub}:__proto__:on`, OLD],
  ['a topic that is none', `move:s${groupSub}:999999`, OLD],
  ['a page that is none', 'list:c1:-1:card', OLD],
  ['a verb as a list', `list:c${secretChat}:0:drop`, OLD],
  ['a language that is none', `language:c${secretChat}:xx`, OLD],
  ['a prototype as a verb', 'constructor:s1', OLD],
  ['nothing', ':', OLD],
  ['an operator button', 'broadcast:1', OLD],
  ['64 bytes of nonsense', '💥'.repeat(16), OLD],
];

for (const [what, data, shown] of forged) {
  test(`a forged tap is refused and changes nothing: ${what}`, async () => {
    const before = await everything();
    const { text } = await forge(group.id, owner, data);
    assert.match(text ?? '', shown);
    assert.deepEqual(await everything(), before);
  });
}

for (const data of [
  `end:s${'{sub}'}`,
  'pause:s{sub}',
  'set:s{sub}:silent:on',
  'nofilter:s{sub}',
  'title:s{sub}',
  'latest:s{sub}',
  'asksubscribe:c1',
]) {
  test(`a member who is no admin taps ${data.split(':')[0]} in vain`, async () => {
    const before = await everything();
    const { text } = await forge(group.id, member, data.replace('{sub}', groupSub));
    assert.match(text ?? '', REFUSED);
    assert.deepEqual(await everything(), before);
  });
}

test('an anonymous admin may change things, another chat that speaks in the group may not', async () => {
  await room.ask(group, anonymous, `/pause ${groupUrl}`, /^Group paper is paused/);
  await room.ask(group, anonymous, `/resume ${groupUrl}`, /^Group paper goes on/);
  const sender = { id: -100777, type: 'channel', title: 'Other' };
  room.say(group, member, `/unsubscribe ${groupUrl}`, { extra: { sender_chat: sender } as object });
  await room.seen(group, REFUSED);
  await room.ask(group, member, '/list', /follows 1 feed/);
});

test('commands in the wrong place are refused', async () => {
  await room.ask(group, owner, '/channel @daily_digest_channel', /works in a private chat/);
  const { chat, person } = room.newPerson();
  for (const command of [
    '/info',
    '/ban 1',
    '/limit 1 1',
    '/broadcast hello',
    '/set_content_fields x y',
    '/allow_list on',
  ])
    await room.ask(chat, person, command, /do not know that command/);
});

test('credentials in an address are never said back', async () => {
  const { chat, person } = room.newPerson();
  const secret = 'https://ada:s3cret@127.0.0.1:18321/feed';
  await room.ask(chat, person, `/subscribe ${secret}`, /Nothing was subscribed/);
  await room.ask(chat, person, `/unsubscribe ${secret}`, /does not follow https:\/\/127/);
  await room.ask(chat, person, `/set_filter ${secret} x`, /does not follow/);
  assert.doesNotMatch(room.textsIn(chat).join(' '), /s3cret/);
});

test('a person who asks too much within a minute is told to wait, others are not', async () => {
  const { chat, person } = room.newPerson();
  // A minute may end on the way; one of the two halves is too much all the same.
  for (let count = 0; count < 45; count += 1) room.say(chat, person, '/get_global_filter');
  await room.seen(chat, /That was a lot within a minute/);
  const other = room.newPerson();
  await room.ask(other.chat, other.person, '/get_global_filter', /There is no filter here/);
});

test('every call of the bot was one that Telegram takes', () => {
  assert.deepEqual(room.misuse, []);
  const words = room
    .refusedCalls()
    .map(({ method, reply }) => `${method}: ${(reply as { description: string }).description}`);
  // A renewed menu may be what it was, and a chat that was named may not exist.
  assert.deepEqual(
    words.filter((one) => !/message is not modified|^getChat: /.test(one)),
    [],
  );
});
