// Arguments and answers that are too long, malformed or meant to break something.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../playground/types.ts';
import type { Chat, Person } from '../playground/world.ts';
import { readState } from '../testing/state.ts';
import { COMMANDS } from './commands/all.ts';
import { QUESTIONS } from './questions.ts';
import { startConversation } from './testing.ts';

// Nothing is polled or sent meanwhile: whatever changes was changed by what was said.
const room = await startConversation({
  ADMIN_TELEGRAM_ID: '7100000001',
  INITIAL_ITEMS: '0',
  SYNC_MIN_INTERVAL_SECONDS: '3600',
  SYNC_MAX_INTERVAL_SECONDS: '3600',
});
const url = room.serveFeed('/paper.xml', { title: 'Paper' });

const NUL = '\u0000';
/** As long as a message may be; with a command before it, longer. */
const EMOJI = '😀'.repeat(4096);

/** Somebody who follows a feed. */
async function aReader(): Promise<{ chat: Chat; person: Person; chatId: string }> {
  const person = room.createPerson();
  const chat = room.createChat({ kind: 'private', personId: person.id });
  await room.ask(chat, person, `/subscribe ${url}`, /^Subscribed to Paper/);
  const { rows } = await room.db.query<{ chatId: string }>({
    text: 'select id as "chatId" from chats where telegram_id = $1',
    values: [person.id],
  });
  return { chat, person, chatId: rows[0]!.chatId };
}

/** Say it as it stands: Telegram would clean it first of what `say` cleans it of too. */
async function sayRaw(chat: Chat, person: Person, text: string, answer: RegExp): Promise<Message> {
  await room.db.query({ text: 'delete from command_counts' }); // as if a minute passed
  const { message_id: after } = room.say(chat, person, '', { extra: { text } });
  return room.seen(chat, answer, { after });
}

/** What was said before is done with: a chat is answered in order. */
const settle = (chat: Chat, person: Person) => sayRaw(chat, person, '/close', /no menu to close/);

const bystander = await aReader();
await room.ask(bystander.chat, bystander.person, '/set_global_filter mine', /^The filter was updated/);

const refused: [what: string, said: string, answer: RegExp][] = [
  ['markup in a URL', '/subscribe _*[<&', /does not look like a web address: _\*\[<&$/],
  ['an RTL override', '/subscribe \u202Ehttps://x', /does not look like a web address: [^\u202E]*$/],
  ['emoji as a URL', `/subscribe ${EMOJI}`, /does not look like a web address: 😀+…$/u],
  ['emoji at an odd offset as a URL', `/subscribe x${EMOJI}`, /does not look like a web address: x😀+…$/u],
  ['a NUL in a URL', `/subscribe a${NUL}b`, /does not look like a web address: ab$/],
  ['a file', '/subscribe file:///etc/passwd', /does not look like|Only http and https/],
  ['credentials for another protocol', '/subscribe ftp://user:secret@example.org/', /does not look like/],
  ['eleven addresses', `/subscribe${' https://example.org/'.repeat(11)}`, /That is too much at once: at most 10/],
  ['emoji as a filter', `/set_global_filter ${EMOJI}`, /200 characters long/],
  ['too many words', `/set_global_filter ${Array.from({ length: 30 }, (_, n) => `w${n}`)}`, /20 parts at most/],
  ['a filter with no words', '/set_global_filter ,,,', /One part of the filter is empty/],
  ['a pattern without an end', '/set_global_filter /(/', /cannot read this pattern/],
  ['a pattern too large', '/set_global_filter /(((a{99}){99}){99})/', /cannot read this pattern|too complicated/],
  ['a template with a prototype', '/set_global_template {{constructor.constructor}}', /cannot be used here/],
  ['a template that never ends', '/set_global_template {{', /Line 1 cannot be read/],
  ['a template that is too long', `/set_global_template ${'x'.repeat(4097)}`, /too long/],
  [
    'a template too deep',
    `/set_global_template ${'{{#if bot_date}}'.repeat(99)}${'{{/if}}'.repeat(99)}`,
    /too many blocks/,
  ],
  ['a time zone path', '/set_timezone ../../etc/passwd', /no time zone by that name/],
  ['a time zone far away', '/set_timezone 900', /offsets go from/],
  ['emoji as a time zone', `/set_timezone ${EMOJI}`, /no time zone by that name/],
  ['a language path', '/language ../../en', /do not speak that language/],
  ['a prototype as a language', '/language __proto__', /do not speak that language/],
  ['markup as a channel', '/channel <b>x</b>', /do not know that channel/],
  ['a number of nobody as a channel', '/channel -1009999999999999999', /do not know that channel/],
  ['help about a prototype', '/help_command __proto__', /do not know that command/],
  ['a command that is a prototype', '/constructor', /do not know that command/],
  ['an address that is not followed', `/pause https://example.org/${'x'.repeat(1900)}`, /does not follow/],
  [
    'an address longer than any',
    `/subscribe https://example.org/${'x'.repeat(3900)}`,
    /does not look like a web address/,
  ],
  ['emoji as an address to leave', `/unsubscribe ${EMOJI}`, /does not look like a web address/],
];

for (const [what, said, answer] of refused) {
  test(`a hostile argument gets its sentence and changes nothing: ${what}`, async () => {
    const { chat, person } = await aReader();
    const before = await readState(room.db);
    await sayRaw(chat, person, said, answer);
    assert.deepEqual(await readState(room.db), before);
  });
}

const harmless: [what: string, said: string, answer: RegExp, stored: { filter?: string; template?: string }][] = [
  ['a NUL in a filter', `/set_global_filter a${NUL}b`, /^The filter was updated/, { filter: 'ab' }],
  [
    'SQL',
    "/set_global_filter '; drop table chats; --",
    /^The filter was updated/,
    { filter: "'; drop table chats; --" },
  ],
  ['a slow pattern', '/set_global_filter /(a+)+$/', /^The filter was updated/, { filter: '/(a+)+$/' }],
  ['markup', '/set_global_template _*[<& <b>', /Keep it\?/, {}],
  ['emoji', `/set_global_template x${'😀'.repeat(1900)}`, /Keep it\?/, {}],
];

for (const [what, said, answer, stored] of harmless) {
  test(`what only looks dangerous is taken as it is: ${what}`, async () => {
    const { chat, person, chatId } = await aReader();
    const before = await readState(room.db, { except: chatId });
    await sayRaw(chat, person, said, answer);
    const { rows } = await room.db.query<{ filter: string | null; template: string | null }>({
      text: 'select filter, template from chats where id = $1',
      values: [chatId],
    });
    assert.deepEqual(rows, [{ filter: null, template: null, ...stored }]);
    assert.deepEqual(await readState(room.db, { except: chatId }), before);
  });
}

const ANYTHING = [
  `a${NUL}b`,
  EMOJI,
  `x${EMOJI}`,
  '\u202E\u2066x',
  '_*[<&>]`~|{}',
  '{{{',
  '\ud800',
  '/(/',
  '-1',
  `https://example.org/${'x'.repeat(3900)}`,
  "'; drop table chats; --",
  '%s %n { $title }',
  '"',
  '__proto__',
];

test('whatever stands behind a command of the operator, there is an answer', async () => {
  const desk = room.chats.private;
  for (const { names } of COMMANDS.filter((command) => command.isForOperator)) {
    for (const argument of ANYTHING) {
      // What an operator broadcasts came as one message, and goes out as one.
      const said = [...`/${names[0]} ${argument}`].slice(0, 4096).join('');
      const { text } = await sayRaw(desk, room.people.owner, said, /\S/);
      assert.doesNotMatch(text ?? '', /Something went wrong/, `${names[0]} ${JSON.stringify(argument.slice(0, 40))}`);
    }
  }
  await settle(desk, room.people.owner);
  await sayRaw(desk, room.people.owner, '/allow_list off', /Everybody is answered/);
});

for (const { names } of COMMANDS.filter((command) => !command.isForOperator)) {
  test(`whatever stands behind /${names[0]}, there is an answer, and no other chat is touched`, async () => {
    const { chat, person, chatId } = await aReader();
    const before = await readState(room.db, { except: chatId });
    for (const argument of ANYTHING) {
      const { text } = await sayRaw(chat, person, `/${names[0]} ${argument}`, /\S/);
      assert.doesNotMatch(text ?? '', /Something went wrong/, JSON.stringify(argument.slice(0, 40)));
    }
    await settle(chat, person);
    assert.deepEqual(await readState(room.db, { except: chatId }), before);
  });
}

/** What makes the bot ask each of its questions. */
const ASKED: Record<string, { by: string; shown: RegExp; button?: string }> = {
  subscribe: { by: '/subscribe', shown: /^Which site or feed/ },
  timezone: { by: '/set_timezone', shown: /^Which time zone/ },
  filter: { by: `/set_filter ${url}`, shown: /^Which words/ },
  template: { by: `/set_template ${url}`, shown: /^Send me the template/ },
  title: { by: `/feed ${url}`, button: '🏷 Title', shown: /^What should/ },
  channel: { by: '/channel', shown: /^Which channel/ },
};

test("every question stands in this table, but the operator's, whose answers are arguments", () => {
  assert.deepEqual([...Object.keys(ASKED), 'operator'].sort(), Object.keys(QUESTIONS).sort());
});

for (const [question, { by, shown, button }] of Object.entries(ASKED)) {
  test(`whatever answers the question for the ${question}, it is answered, and no other chat is touched`, async () => {
    const { chat, person, chatId } = await aReader();
    const before = await readState(room.db, { except: chatId });
    for (const answer of ANYTHING) {
      const asked = await sayRaw(chat, person, by, button ? /\S/ : shown);
      if (button) await room.tap(chat, asked.message_id, button, person);
      const { text } = await sayRaw(chat, person, answer, /\S/);
      assert.doesNotMatch(text ?? '', /Something went wrong/, JSON.stringify(answer.slice(0, 40)));
    }
    await settle(chat, person);
    assert.deepEqual(await readState(room.db, { except: chatId }), before);
  });
}

test('every call of the bot was one that Telegram takes', () => {
  assert.deepEqual(room.misuse, []);
  // A chat that was named may not exist.
  assert.deepEqual(
    room.refusals().filter((one) => !/^getChat: /.test(one)),
    [],
  );
});
