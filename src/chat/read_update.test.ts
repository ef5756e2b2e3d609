import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chatOf, readCommand } from './incoming.ts';
import { readUpdate, type TelegramUpdate } from './read_update.ts';

const group = { id: -1, type: 'supergroup' as const, title: 'Group' };
const ada = { id: 7, is_bot: false, first_name: 'Ada', language_code: 'en' };
const anonymous = { id: 1_087_968_824, is_bot: true };
const base = { message_id: 5, date: 1, chat: group, from: ada, text: 'hello' };
const read = (message: object) => readUpdate({ update_id: 1, message: { ...base, ...message } } as TelegramUpdate);

test('who acts: a person, or the chat that is spoken as', () => {
  const actorOf = (message: object) => read(message)?.actor;
  assert.deepEqual(actorOf({}), { kind: 'person', telegramId: '7' });
  assert.deepEqual(actorOf({ from: anonymous, sender_chat: group }), { kind: 'chat', telegramId: '-1' });
  assert.deepEqual(actorOf({ from: anonymous, sender_chat: { id: -9, type: 'channel' } }), {
    kind: 'chat',
    telegramId: '-9',
  });
  const post = readUpdate({
    update_id: 1,
    channel_post: { message_id: 1, chat: { id: -2, type: 'channel' }, text: 'x' },
  });
  assert.deepEqual(post?.actor, { kind: 'chat', telegramId: '-2' });
});

test('what is nobody else is not read: bots, posts carried over from a linked channel, edits', () => {
  assert.equal(read({ from: { id: 8, is_bot: true } }), null);
  assert.equal(read({ sender_chat: { id: -9, type: 'channel' }, is_automatic_forward: true }), null);
  assert.equal(readUpdate({ update_id: 1, edited_message: base } as never), null);
});

test('a thread of replies outside forums is no topic', () => {
  assert.equal(read({ message_thread_id: 44 })?.threadId, 0);
  assert.equal(read({ message_thread_id: 44, is_topic_message: true })?.threadId, 44);
});

test('in a topic the message that opened it is no reply of a person, and tells its name', () => {
  const opening = { message_id: 44, forum_topic_created: { name: 'World' } };
  const place = { message_thread_id: 44, is_topic_message: true };
  const told = (message: object) => {
    const found = read({ ...place, ...message });
    return found?.kind === 'message' && [found.replyTo, found.topicName];
  };
  assert.deepEqual(told({ reply_to_message: opening }), [null, 'World']);
  assert.deepEqual(told({ reply_to_message: { message_id: 45 } }), ['45', null]);
  assert.deepEqual(told({}), [null, null]);
});

test('links are read from the text and from behind its words, each once', () => {
  const text = 'See example.org and here 😀 example.org';
  const message = read({
    text,
    entities: [
      { type: 'url', offset: 4, length: 11 },
      { type: 'text_link', offset: 20, length: 4, url: 'https://a.example/' },
      { type: 'url', offset: 28, length: 11 },
      { type: 'bold', offset: 0, length: 3 },
    ],
  });
  assert.deepEqual(message?.kind === 'message' && message.links, ['example.org', 'https://a.example/']);
});

test('a forwarded command is no command', () => {
  const message = read({ text: '/unsubscribe https://x.example', forward_origin: { type: 'user' } });
  assert.equal(message?.kind === 'message' && message.command, null);
});

const commands: [text: string, command: ReturnType<typeof readCommand>][] = [
  ['/sub https://x', { name: 'sub', handle: null, argument: 'https://x' }],
  ['/SUB@My_Bot\n a  b ', { name: 'sub', handle: 'my_bot', argument: 'a  b' }],
  ['/subscribehttps://x', null],
  ['subscribe', null],
  ['//x', null],
  ['/', null],
  ['/v\\d+/', null],
  [`/${'x'.repeat(33)}`, null],
];
for (const [text, command] of commands)
  test(`${JSON.stringify(text.slice(0, 30))} is ${command ? `the command ${command.name}` : 'no command'}`, () => {
    assert.deepEqual(readCommand(text), command);
  });

test('no update of whatever shape does more than fail by itself', (t) => {
  const seed = Date.now() % 1_000_000;
  t.diagnostic(`seed ${seed}`);
  const anything = fc.oneof(
    fc.json().map((text) => JSON.parse(text)),
    fc.record({
      update_id: fc.integer(),
      message: fc.dictionary(fc.constantFrom('chat', 'from', 'text', 'entities'), fc.jsonValue()),
    }),
    fc.record({
      update_id: fc.integer(),
      callback_query: fc.dictionary(fc.constantFrom('id', 'from', 'message', 'data'), fc.jsonValue()),
    }),
  );
  fc.assert(
    fc.property(anything, (update) => {
      if (typeof update !== 'object' || update === null) return;
      chatOf(update);
      try {
        readUpdate(update as TelegramUpdate);
      } catch (error) {
        assert.ok(error instanceof TypeError); // which handleUpdate notes down, and goes on
      }
    }),
    { seed, numRuns: 500 },
  );
});
