// Taps with data of somebody's own making, or on what is not theirs: each is refused with its sentence, and nothing changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pushUpdate } from '../playground/updates.ts';
import type { Chat, Person } from '../playground/world.ts';
import { readState } from '../testing/state.ts';
import { TAPS } from './taps/all.ts';
import { startConversation } from './testing.ts';

// Nothing is polled or sent meanwhile: whatever changes was changed by a tap.
const room = await startConversation({
  ADMIN_TELEGRAM_ID: '7100000001',
  INITIAL_ITEMS: '0',
  SYNC_MIN_INTERVAL_SECONDS: '3600',
  SYNC_MAX_INTERVAL_SECONDS: '3600',
});
const { owner, member } = room.people;
const { group, channel, private: desk } = room.chats;

/** What a chat has that buttons are about. */
type Things = { chat: string; sub: string; paused: string; ended: string; draft: string; request: string };

/** One of everything, so that each button would do something. */
async function furnish(chat: Chat, person: Person, name: string): Promise<Things> {
  const urls = ['sub', 'paused', 'ended'].map((what) => room.serveFeed(`/${name}-${what}.xml`, { title: name }));
  for (const url of urls) {
    const { message_id: after } = room.say(chat, person, `/subscribe ${url}`);
    await room.seen(chat, new RegExp(`^Subscribed to ${name}`), { after });
  }
  const { rows } = await room.db.query<Things>({
    text: `
      with mine as (
        update subscriptions set title = 'Own', filter = 'first', template = 'T {{bot_item_name}}',
          state = case url when $2 then 'paused' else 'active' end, state_reason = case url when $2 then 'person' end,
          ended_at = case url when $3 then clock_timestamp() end
        where url in ($1, $2, $3) returning id, chat_id, url
      ), sub as (select id, chat_id from mine where url = $1),
      chat as (
        update chats set filter = 'first', template = 'C {{bot_item_name}}' where id = (select chat_id from sub) returning id
      ), draft as (
        insert into drafts (chat_id, subscription_id, template) select chat_id, id, 'D {{bot_item_name}}' from sub returning id
      ), request as (
        insert into subscribe_requests (chat_id, answer_chat_id, url, update_id, state, candidates)
        select id, id, $1, -id, 'done', jsonb_build_array(jsonb_build_object('url', $1 || '?2', 'title', 'Two')) from chat
        returning id
      )
      select chat.id as chat, sub.id as sub, (select id from mine where url = $2) as paused,
        (select id from mine where url = $3) as ended, draft.id as draft, request.id as request
      from chat, sub, draft, request`,
    values: urls,
  });
  return rows[0]!;
}

const stranger = room.createPerson();
const home = room.createChat({ kind: 'private', personId: stranger.id });
const secret = await furnish(home, stranger, 'Secret');
const ofGroup = await furnish(group, owner, 'Group');
const ofChannel = await furnish(channel, owner, 'Channel');
await room.ask(desk, owner, '/broadcast Hello', /^This would go to/);
const { rows: broadcasts } = await room.db.query<{ id: string }>({ text: 'select id from broadcasts' });
const broadcast = broadcasts[0]!.id;

/** Each button as a menu would make it for these things. */
const DATA: Record<string, (things: Things) => string> = {
  list: ({ chat }) => `list:c${chat}:0:card`,
  close: () => 'close',
  main: () => 'main',
  help: () => 'help',
  asksubscribe: ({ chat }) => `asksubscribe:c${chat}`,
  pick: ({ request }) => `pick:${request}:0`,
  card: ({ sub }) => `card:s${sub}`,
  pause: ({ sub }) => `pause:s${sub}`,
  resume: ({ paused }) => `resume:s${paused}`,
  end: ({ sub }) => `end:s${sub}`,
  undo: ({ ended }) => `undo:s${ended}`,
  move: ({ sub }) => `move:s${sub}:0`,
  topics: ({ sub }) => `topics:s${sub}`,
  title: ({ sub }) => `title:s${sub}`,
  latest: ({ sub }) => `latest:s${sub}`,
  preview: ({ sub }) => `preview:s${sub}`,
  why: ({ sub }) => `why:s${sub}`,
  set: ({ sub }) => `set:s${sub}:silent:on`,
  more: ({ chat }) => `more:c${chat}`,
  settings: ({ chat }) => `settings:c${chat}`,
  filter: ({ sub }) => `filter:s${sub}`,
  nofilter: ({ chat }) => `nofilter:c${chat}`,
  template: ({ chat }) => `template:c${chat}`,
  notemplate: ({ sub }) => `notemplate:s${sub}`,
  askfilter: ({ chat }) => `askfilter:c${chat}`,
  asktemplate: ({ sub }) => `asktemplate:s${sub}`,
  timezone: ({ chat }) => `timezone:c${chat}`,
  keep: ({ draft }) => `keep:${draft}`,
  discard: ({ draft }) => `discard:${draft}`,
  languages: ({ chat }) => `languages:c${chat}`,
  language: ({ chat }) => `language:c${chat}:ru`,
  broadcast: () => `broadcast:${broadcast}`,
  nobroadcast: () => `nobroadcast:${broadcast}`,
};
/** About nothing of anybody's: whoever sees them may tap them. */
const ABOUT_NOTHING = ['close', 'help', 'main'];

test('every button there is stands in these tables', () => {
  assert.deepEqual(Object.keys(DATA).sort(), [...TAPS.keys()].sort());
});

let taps = 0;

/** A tap with data of our own making on a message of the bot's. @returns what the person is shown */
async function forge(chat: Chat, person: Person, data: string): Promise<{ text?: string }> {
  await room.db.query({ text: 'delete from command_counts' }); // as if a minute passed
  const { world } = room;
  const messageId = [...chat.own].find((id) => chat.messages.has(id))!;
  taps += 1;
  const id = `forged-${taps}`;
  const answered = new Promise<{ text?: string }>((settle) => {
    world.queries.set(id, { id, atMs: world.now(), chatId: chat.id, settle });
  });
  pushUpdate(world, 'callback_query', chat.id, {
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

async function refuse(chat: Chat, person: Person, data: string, shown: RegExp): Promise<void> {
  const before = await readState(room.db);
  const { text } = await forge(chat, person, data);
  assert.match(text ?? '', shown, data);
  assert.deepEqual(await readState(room.db), before, data);
}

const verbs = [...TAPS.keys()];
const verbsOfOthers = verbs.filter((verb) => !ABOUT_NOTHING.includes(verb));

for (const verb of verbsOfOthers) {
  test(`what belongs to another chat is not there for anybody else: ${verb}`, async () => {
    const thief = room.createPerson();
    const den = room.createChat({ kind: 'private', personId: thief.id });
    await room.ask(den, thief, '/start', /^Hello/);
    for (const things of [secret, ofGroup, ofChannel]) await refuse(den, thief, DATA[verb]!(things), OLD);
    if (!verb.endsWith('broadcast')) await refuse(desk, owner, DATA[verb]!(secret), OLD);
    await refuse(group, owner, DATA[verb]!(secret), OLD);
    await refuse(channel, owner, DATA[verb]!(ofGroup), OLD);
  });

  test(`whoever is no admin any more cannot use what they managed from their private chat: ${verb}`, async () => {
    const former = room.createPerson();
    const den = room.createChat({ kind: 'private', personId: former.id });
    await room.ask(den, former, '/start', /^Hello/);
    await room.db.query({
      text: 'update chats set managed_chat_id = $2 where telegram_id = $1',
      values: [former.id, ofChannel.chat],
    });
    await refuse(den, former, DATA[verb]!(ofChannel), OLD);
  });
}

for (const [verb, { changes }] of TAPS) {
  test(`a member of a group who is no admin ${changes ? 'taps in vain' : 'only looks'}: ${verb}`, async () => {
    const data = DATA[verb]!(ofGroup);
    await refuse(group, member, data, changes ? REFUSED : /^(?!.*(Only admins|went wrong|out of date))/);
  });

  test(`a reader of a channel taps in vain: ${verb}`, async () => {
    await refuse(channel, member, DATA[verb]!(ofChannel), REFUSED);
  });
}

const malformed: [what: string, data: string][] = [
  ['an id that is none', 'card:s'],
  ['an id beyond int8', `card:s${'9'.repeat(19)}`],
  ['an id with SQL in it', 'card:s1;drop table chats'],
  ['a draft with SQL in it', "keep:1' or '1'='1"],
  ['a draft beyond int8', `keep:${'9'.repeat(19)}`],
  ['a request beyond int8', `pick:${'9'.repeat(19)}:0`],
  ['a feed that was not offered', `pick:${ofGroup.request}:7`],
  ['a broadcast beyond int8', `broadcast:${'9'.repeat(19)}`],
  ['an unknown option', `set:s${ofGroup.sub}:cursor:0`],
  ['a value an option does not have', `set:s${ofGroup.sub}:mode:evil`],
  ['a prototype as an option', `set:s${ofGroup.sub}:__proto__:on`],
  ['a topic that is none', `move:s${ofGroup.sub}:999999`],
  ['a topic that is no number', `move:s${ofGroup.sub}:x`],
  ['a page that is none', `list:c${ofGroup.chat}:-1:card`],
  ['a verb as a list', `list:c${ofGroup.chat}:0:drop`],
  ['a language that is none', `language:c${ofGroup.chat}:xx`],
  ['a language path', `language:c${ofGroup.chat}:../en`],
  ['a prototype as a verb', 'constructor:s1'],
  ['a chat as a subscription', `pause:c${ofGroup.chat}`],
  ['nothing', ':'],
  ['64 bytes of nonsense', '💥'.repeat(16)],
  ['a NUL', 'card:\u0000'],
];

for (const [what, data] of malformed)
  test(`a forged tap is refused and changes nothing: ${what}`, () => refuse(group, owner, data, OLD));

test('the operator has their buttons in their private chat only, and once', async () => {
  for (const verb of ['broadcast', 'nobroadcast'])
    for (const chat of [group, channel, room.chats.forum]) {
      if (chat.own.size === 0) await room.ask(chat, owner, '/list', /follows nothing/);
      await refuse(chat, owner, `${verb}:${broadcast}`, OLD);
    }
  await forge(desk, owner, `nobroadcast:${broadcast}`);
  await refuse(desk, owner, `broadcast:${broadcast}`, OLD);
});

test('these buttons are real: in the right hands each is let in', async () => {
  for (const verb of verbs.filter((one) => !one.endsWith('broadcast'))) {
    const { rows } = await room.db.query<{ draft: string }>({
      text: `insert into drafts (chat_id, template) values ($1, 'x') returning id as draft`,
      values: [ofGroup.chat],
    });
    const { text } = await forge(group, owner, DATA[verb]!({ ...ofGroup, ...rows[0]! }));
    assert.doesNotMatch(text ?? '', /Only admins|out of date[.]$|went wrong/, verb);
  }
});

test('every call of the bot was one that Telegram takes', () => {
  assert.deepEqual(room.misuse, []);
  // A renewed menu may be what it was, and Telegram was asked about people it does not know there.
  assert.deepEqual(
    room.refusals().filter((one) => !/message is not modified|^getChatMember: /.test(one)),
    [],
  );
});
