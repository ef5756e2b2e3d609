// Commands of people who may not give them, or in the wrong place: each is refused with its sentence, or not heard, and nothing changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chat, Person } from '../playground/world.ts';
import { readState } from '../testing/state.ts';
import { COMMANDS } from './commands/all.ts';
import { startConversation } from './testing.ts';

// Nothing is polled or sent meanwhile: whatever changes was changed by a command.
const room = await startConversation({
  ADMIN_TELEGRAM_ID: '7100000001',
  INITIAL_ITEMS: '0',
  SYNC_MIN_INTERVAL_SECONDS: '3600',
  SYNC_MAX_INTERVAL_SECONDS: '3600',
});
const { owner, member, anonymous } = room.people;
const { group, channel, forum } = room.chats;
const REFUSED = /^Only admins/;

const url = room.serveFeed('/group.xml', { title: 'Group paper' });
await room.ask(group, owner, `/subscribe ${url}`, /^Subscribed to Group paper/);
for (const [name, value] of [
  ['filter', 'first'],
  ['template', 'T'],
])
  await room.db.query({ text: `update subscriptions set ${name} = $1`, values: [value] });
await room.db.query({ text: `update chats set filter = 'first', template = 'C'` });

/** A command that would do something, with the address of the group's feed where one is wanted. */
function sayingOf({ names: [name], usage = '' }: (typeof COMMANDS)[number]): string {
  const values: Record<string, string> = {
    subscribe: room.feeds.url('/other.xml'),
    set_filter: `${url} x`,
    set_global_filter: 'x',
    set_template: `${url} x`,
    set_global_template: 'x',
    set_timezone: '60',
    language: 'ru',
    help_command: 'help',
    channel: '@daily_digest_channel',
  };
  return `/${name} ${values[name] ?? (usage.startsWith('URL') ? url : '')}`.trim();
}

async function ask(chat: Chat, from: Person, text: string, answer: RegExp) {
  await room.db.query({ text: 'delete from command_counts' }); // as if a minute passed
  return room.ask(chat, from, text, answer);
}

const forAll = COMMANDS.filter((command) => !command.isForOperator);

for (const command of forAll) {
  const said = sayingOf(command);
  test(`a member of a group who is no admin ${command.changes ? 'says in vain' : 'changes nothing by'}: ${command.names[0]}`, async () => {
    const before = await readState(room.db);
    await ask(group, member, said, command.changes ? REFUSED : /^(?!Only admins|Something went wrong)/);
    for (const name of command.changes ? command.names.slice(1) : [])
      await ask(group, member, said.replace(/^\/\w+/, `/${name}`), REFUSED);
    assert.deepEqual(await readState(room.db), before);
  });
}

test('a deep link is a command like others', async () => {
  const before = await readState(room.db);
  const payload = Buffer.from('https://example.org/feed').toString('base64url');
  await ask(group, member, `/start ${payload}`, REFUSED);
  assert.deepEqual(await readState(room.db), before);
});

test('what another chat follows is neither changed nor shown to whoever is no admin there any more', async () => {
  const former = room.createPerson();
  const den = room.createChat({ kind: 'private', personId: former.id });
  await ask(den, former, '/start', /^Hello/);
  await room.db.query({
    text: `update chats set managed_chat_id = (select id from chats where telegram_id = $2) where telegram_id = $1`,
    values: [former.id, group.id],
  });
  const before = await readState(room.db);
  for (const command of forAll.filter(({ isPersonal }) => !isPersonal))
    await ask(den, former, sayingOf(command), /must both be admins of Reading circle/);
  await ask(den, former, url, /must both be admins of Reading circle/);
  assert.deepEqual(await readState(room.db), before);
});

test('an anonymous admin may change things, another chat that speaks in the group may not', async () => {
  await room.ask(group, anonymous, `/pause ${url}`, /^Group paper is paused/);
  await room.ask(group, anonymous, `/resume ${url}`, /^Group paper goes on/);
  const before = await readState(room.db);
  const sender = { id: -100777, type: 'channel', title: 'Other' };
  for (const command of forAll.filter(({ changes }) => changes)) {
    await room.db.query({ text: 'delete from command_counts' });
    const extra = { sender_chat: sender } as object;
    const { message_id: after } = room.say(group, member, sayingOf(command), { extra });
    await room.seen(group, REFUSED, { after });
  }
  assert.deepEqual(await readState(room.db), before);
});

/** Each command of the operator as it would do something. */
const OPERATORS: Record<string, () => string> = {
  info: () => '/info',
  set_content_fields: () => `/set_content_fields ${url} guid`,
  ban: () => `/ban ${member.id}`,
  unban: () => `/unban ${anonymous.id}`,
  allow: () => `/allow ${member.id}`,
  allow_list: () => '/allow_list on',
  limit: () => `/limit ${group.id} 1`,
  members_may_change: () => `/members_may_change ${group.id} on`,
  broadcast: () => '/broadcast Hello',
};

test('every command of the operator stands in this table', () => {
  const names = COMMANDS.filter(({ isForOperator }) => isForOperator).map(({ names: [name] }) => name);
  assert.deepEqual(Object.keys(OPERATORS).sort(), names.sort());
});

test('to everybody else the commands of the operator do not exist', async () => {
  await room.db.query({
    text: `insert into access_list (telegram_id, verdict) values ($1, 'allowed')`,
    values: [anonymous.id],
  });
  const den = room.createChat({ kind: 'private', personId: member.id });
  await room.ask(den, member, '/start', /^Hello/);
  const before = await readState(room.db);
  for (const said of Object.values(OPERATORS)) await ask(den, member, said(), /I do not know that command/);
  assert.deepEqual(await readState(room.db), before);
});

test('whoever is the operator no more does not answer the questions of one', async () => {
  const former = room.createPerson();
  const den = room.createChat({ kind: 'private', personId: former.id });
  for (const [name, said] of Object.entries(OPERATORS)) {
    await room.ask(den, former, '/start', /^Hello/);
    await room.db.query({
      text: `
        insert into conversations (chat_id, actor, question, args, until)
        select id, telegram_id, 'operator', jsonb_build_object('command', $2::text), clock_timestamp() + interval '1 hour'
        from chats where telegram_id = $1`,
      values: [former.id, name],
    });
    const before = await readState(room.db);
    const argument = said().replace(/^\/\w+ ?/, '') || 'anything';
    await ask(den, former, argument, /I do not know that command/);
    assert.deepEqual(await readState(room.db), before);
  }
});

for (const [where, chat] of Object.entries({ group, channel, forum }))
  test(`in a ${where} they are not heard, even from the operator`, async () => {
    await room.ask(chat, owner, '/help', /^I follow sites/);
    const before = await readState(room.db);
    const texts = room.textsIn(chat).length;
    for (const said of Object.values(OPERATORS)) room.say(chat, owner, said());
    if (chat !== channel) for (const said of Object.values(OPERATORS)) room.say(chat, anonymous, said());
    await room.ask(chat, owner, '/help', /^I follow sites/);
    assert.equal(room.textsIn(chat).length, texts + 1, 'the help alone');
    assert.deepEqual(await readState(room.db), before);
  });

test('a channel is chosen in a private chat only', async () => {
  const before = await readState(room.db);
  for (const chat of [group, channel, forum])
    await room.ask(chat, owner, '/channel @daily_digest_channel', /works in a private chat/);
  assert.deepEqual(await readState(room.db), before);
});

test('credentials in an address are never said back', async () => {
  const { chat, person } = room.newPerson();
  const secret = 'https://ada:s3cret@127.0.0.1:18321/feed';
  await room.ask(chat, person, `/subscribe ${secret}`, /Nothing was subscribed/);
  await room.ask(chat, person, `/unsubscribe ${secret}`, /does not follow https:\/\/127/);
  await room.ask(chat, person, `/set_filter ${secret} x`, /does not follow/);
  assert.doesNotMatch(room.textsIn(chat).join(' '), /s3cret/);
});

/** More than anybody may cost within a minute: one that ends on the way leaves two halves, and one of them is too much all the same. */
const TOO_MANY = 45;
const COSTLY = '/get_global_filter';
const TOO_OFTEN = /^That was a lot within a minute/;

test('a person who asks too much within a minute is told to wait wherever they ask, others are not', async () => {
  const busy = room.createPerson();
  const own = room.createChat({ kind: 'private', personId: busy.id });
  const groups = ['One', 'Two'].map((title) =>
    room.createChat({ kind: 'group', title, members: { [busy.id]: 'member' } }),
  );
  const chats = [own, ...groups];
  // A third of it in each chat, which is not too much for that.
  for (let count = 0; count < TOO_MANY; count += 1) room.say(chats[count % 3]!, busy, COSTLY);
  await room.waitFor(() => chats.some((chat) => room.textsIn(chat).some((text) => TOO_OFTEN.test(text))));
  const other = room.newPerson();
  await room.ask(other.chat, other.person, COSTLY, /There is no filter here/);
});

test('a chat whose people ask too much within a minute is told to wait, another is not', async () => {
  const people = [1, 2, 3].map(() => room.createPerson());
  const busy = room.createChat({ kind: 'group', title: 'Busy', members: { [owner.id]: 'creator' } });
  for (const person of people) room.addMember(busy, person);
  for (let count = 0; count < TOO_MANY; count += 1) room.say(busy, people[count % 3]!, COSTLY);
  await room.seen(busy, TOO_OFTEN);
  const other = room.createChat({ kind: 'group', title: 'Calm', members: { [owner.id]: 'creator' } });
  await room.ask(other, room.createPerson(), COSTLY, /There is no filter here/);
});

test('taps count as commands do', async () => {
  const { chat, person } = room.newPerson();
  const menu = await room.ask(chat, person, '/settings', /^Settings for everything/);
  const labels: string[] = [];
  for (let count = 0; count < TOO_MANY; count += 1) {
    const answer = await room.tap(chat, menu.message_id, '🔎 Filter', person);
    if (answer.text !== undefined) labels.push(answer.text);
    else await room.tap(chat, menu.message_id, '◀ Back', person);
  }
  assert.match(labels.at(0) ?? '', TOO_OFTEN);
});

test('every call of the bot was one that Telegram takes', () => {
  assert.deepEqual(room.misuse, []);
  // Telegram was asked about people that it does not know in a chat.
  assert.deepEqual(
    room.refusals().filter((one) => !/^getChatMember: /.test(one)),
    [],
  );
});
