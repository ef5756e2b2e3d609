import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot } from './testing.ts';

const rows = (...buttons: object[]) => ({ inline_keyboard: [buttons] });

test('a text that cannot be sent is refused in the words of the real server', async (t) => {
  const { playground, refusal } = await startBot(t);
  const cases: [params: object, description: string][] = [
    [{}, 'message text is empty'],
    [{ text: '' }, 'message text is empty'],
    [{ text: 'é'.repeat(16_385) }, 'text is too long'],
    [{ text: ' \n ' }, 'text must be non-empty'],
    [{ text: '<b> </b>', parse_mode: 'HTML' }, 'text must be non-empty'],
    [{ text: '😀'.repeat(4097) }, 'message is too long'],
    [{ text: 'x', parse_mode: 'RTF' }, 'unsupported parse_mode'],
    [{ text: 'x', reply_parameters: { message_id: 9999 } }, 'message to be replied not found'],
    [{ text: 'x', reply_markup: rows({ text: 'a', callback_data: 'é'.repeat(33) }) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'x', reply_markup: rows({ text: 'a', callback_data: '' }) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'x', reply_markup: rows({ text: '', callback_data: 'a' }) }, 'BUTTON_TEXT_INVALID'],
    [{ text: 'x', reply_markup: rows({ text: ' \n', url: 'example.org' }) }, 'BUTTON_TEXT_INVALID'],
    [
      { text: 'x', reply_markup: rows({ text: 'a', url: 'ftp://example.org' }) },
      "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
    ],
    [
      { text: 'x', reply_markup: rows({ text: 'a', url: 'http://localhost/x' }) },
      "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ],
    [
      { text: 'x', reply_markup: rows({ text: 'a' }) },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [{ text: 'x', reply_markup: '{' }, "can't parse reply keyboard markup JSON object"],
  ];
  for (const [params, description] of cases) {
    const said = await refusal('sendMessage', { chat_id: playground.chats.private.id, ...params });
    assert.equal(said, `Bad Request: ${description}`);
  }
  assert.deepEqual(playground.stored, []);
});

test('what stands just inside the bounds is sent', async (t) => {
  const { playground, send } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const cases: object[] = [
    { text: '😀'.repeat(4096) },
    { text: 'x', reply_parameters: { message_id: 9999, allow_sending_without_reply: true } },
    { text: 'x', reply_markup: rows({ text: 'a', callback_data: 'x'.repeat(64) }, { text: 'b', url: 'example.org' }) },
  ];
  for (const params of cases) assert.ok((await send({ chat_id, ...params })).message_id);
});

test('raw length is looked at before markup, markup before the chat, the chat before the length', async (t) => {
  const { refusal } = await startBot(t);
  const html = { chat_id: 1, parse_mode: 'HTML' };
  assert.equal(
    await refusal('sendMessage', { ...html, text: `<x>${'a'.repeat(32_768)}` }),
    'Bad Request: text is too long',
  );
  assert.match(
    String(await refusal('sendMessage', { ...html, text: `<x>${'a'.repeat(5000)}` })),
    /Unsupported start tag/,
  );
  assert.equal(await refusal('sendMessage', { ...html, text: 'a'.repeat(5000) }), 'Bad Request: chat not found');
});

test('a sent message is shown as the real server shows it', async (t) => {
  const nowMs = Date.UTC(2026, 0, 1) + 900;
  const { playground, send } = await startBot(t, { now: () => nowMs });
  const { private: own, channel, forum } = playground.chats;
  const topic = [...forum.topics.keys()][0];
  const first = await send({ chat_id: own.id, text: ' hello ' });
  assert.deepEqual(first, {
    message_id: first.message_id,
    date: 1_767_225_600,
    chat: { id: own.id, first_name: 'Ada', last_name: 'Moss', username: 'ada_moss', type: 'private' },
    from: { id: 110_201_543, is_bot: true, first_name: 'feedherald', username: 'feedherald_bot' },
    text: 'hello',
  });
  const reply = await send({ chat_id: own.id, text: 'again', reply_parameters: { message_id: first.message_id } });
  assert.ok(reply.message_id > first.message_id);
  assert.equal(reply.reply_to_message?.text, 'hello');

  const post = await send({ chat_id: '@Daily_Digest_Channel', text: 'post' });
  assert.equal(post.from, undefined);
  assert.deepEqual(post.sender_chat, {
    id: channel.id,
    title: 'Daily digest',
    username: 'daily_digest_channel',
    type: 'channel',
  });
  const inTopic = await send({ chat_id: forum.id, text: 'x', message_thread_id: topic });
  assert.equal(inTopic.message_thread_id, topic);
  assert.equal(inTopic.is_topic_message, true);
  assert.equal(inTopic.chat.is_forum, true);
  // Outside forums a thread id means nothing.
  assert.equal((await send({ chat_id: own.id, text: 'x', message_thread_id: 5 })).message_thread_id, undefined);
});

test('a keyboard in place of the phone’s own is kept for the chat and not shown in the message', async (t) => {
  const { playground, send } = await startBot(t);
  const markup = { keyboard: [[{ text: 'Pick' }]] };
  const message = await send({ chat_id: playground.chats.private.id, text: 'x', reply_markup: markup });
  assert.equal(message.reply_markup, undefined);
  assert.deepEqual(playground.chats.private.replyKeyboard, { messageId: message.message_id, markup });
});
