import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS } from './commands/all.ts';
import { startConversation } from './testing.ts';

const room = await startConversation();

const NUL = '\u0000';
const hostile: [what: string, said: string, answer: RegExp][] = [
  ['markup in a URL', '/subscribe _*[<&', /does not look like a web address: _\*\[<&$/],
  ['an RTL override', '/subscribe \u202Ehttps://x', /does not look like/],
  ['4,000 emoji as a URL', `/subscribe ${'😀'.repeat(3900)}`, /does not look like/],
  ['4,000 emoji at an odd offset as a URL', `/subscribe x${'😀'.repeat(3900)}`, /does not look like.*x😀+…$/u],
  ['a NUL', `/set_global_filter a${NUL}b`, /The filter was updated/],
  ['4,000 emoji as a filter', `/set_global_filter ${'😀'.repeat(3900)}`, /characters long/],
  [
    'too many words',
    `/set_global_filter ${Array.from({ length: 30 }, (_, n) => `w${n}`).join(',')}`,
    /20 parts at most/,
  ],
  ['a pattern that explodes elsewhere', '/set_global_filter /(a+)+$/', /The filter was updated/],
  ['a template with a prototype', '/set_global_template {{constructor.constructor}}', /cannot be used here/],
  ['a template that is too long', `/set_global_template ${'x'.repeat(4060)}`, /updated|too long/],
  ['markup in a template', '/set_global_template _*[<& {{bot_item_name}}', /The template was updated/],
  ['a time zone path', '/set_timezone ../../etc/passwd', /no time zone by that name/],
  ['a time zone far away', '/set_timezone 900', /offsets go from/],
  ['a language path', '/language ../../en', /do not speak that language/],
  ['markup as a channel', '/channel <b>x</b>', /do not know that channel/],
  ['credentials of others', '/subscribe ftp://user:secret@example.org/', /does not look like/],
  ['help about nothing', '/help_command __proto__', /do not know that command/],
];

for (const [what, said, answer] of hostile) {
  test(`a hostile argument gets its sentence: ${what}`, async () => {
    const { chat, person } = room.newPerson();
    await room.ask(chat, person, said, answer);
  });
}

test('a long template of emoji at an odd offset is shown', async () => {
  const { chat, person } = room.newPerson();
  await room.ask(chat, person, `/set_global_template x${'😀'.repeat(1900)}`, /The template was updated/);
  await room.ask(chat, person, '/get_global_template', /x😀+$/u);
});

const ANYTHING = [
  `a${NUL}b`,
  '😀'.repeat(2040),
  `x${'😀'.repeat(2040)}`,
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
];

for (const { names } of COMMANDS.filter((command) => !command.isForOperator)) {
  test(`whatever stands behind /${names[0]}, there is an answer, and nothing goes wrong`, async () => {
    const { chat, person } = room.newPerson();
    for (const argument of ANYTHING) {
      await room.db.query({ text: 'delete from command_counts' });
      const { text } = await room.ask(chat, person, `/${names[0]} ${argument}`, /\S/);
      assert.doesNotMatch(text ?? '', /Something went wrong/, JSON.stringify(argument.slice(0, 40)));
    }
  });
}

test('every call of the bot was one that Telegram takes', () => {
  assert.deepEqual(room.misuse, []);
  const refused = room
    .refusedCalls()
    .map(({ method, reply }) => `${method}: ${(reply as { description: string }).description}`);
  assert.deepEqual(
    refused.filter((one) => !/^getChat: /.test(one)),
    [],
  );
});
