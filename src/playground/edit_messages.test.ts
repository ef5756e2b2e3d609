import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot } from './testing.ts';

const rows = (...buttons: object[]) => ({ inline_keyboard: [buttons] });
const SAME =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a ' +
  'current content and reply markup of the message';

test('an edit of a missing, foreign or unchanged message is refused', async (t) => {
  const { playground, send, refusal } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const foreign = playground.say(chat_id, playground.people.owner, 'mine');
  const { message_id } = await send({ chat_id, text: 'a', reply_markup: rows({ text: 'k', callback_data: 'k' }) });
  const edit = (params: object) => refusal('editMessageText', { chat_id, message_id, ...params });
  assert.equal(await edit({ message_id: 9999, text: 'x' }), 'Bad Request: message to edit not found');
  assert.equal(await edit({ message_id: foreign.message_id, text: 'x' }), "Bad Request: message can't be edited");
  const reply_markup = rows({ text: 'k', callback_data: 'k' });
  assert.equal(await edit({ text: 'a', reply_markup }), SAME);
  assert.equal(await edit({ text: ' a ', parse_mode: 'HTML', reply_markup }), SAME);
  assert.equal(await refusal('editMessageReplyMarkup', { chat_id, message_id, reply_markup }), SAME);
  assert.equal(
    await refusal('editMessageCaption', { chat_id, message_id, caption: 'x' }),
    'Bad Request: there is no caption in the message to edit',
  );
});

test('an edit without a keyboard takes the keyboard away', async (t) => {
  const { playground, send } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const sent = await send({ chat_id, text: 'a', reply_markup: rows({ text: 'k', callback_data: 'k' }) });
  const edited = await send(
    { chat_id, message_id: sent.message_id, text: '<b>b</b>', parse_mode: 'HTML' },
    'editMessageText',
  );
  assert.deepEqual([edited.text, edited.entities?.length, edited.reply_markup], ['b', 1, undefined]);
  assert.ok(edited.edit_date);
  assert.deepEqual(playground.messagesIn(chat_id), [edited]);
  assert.equal(playground.stored[0]?.text, 'a');
});

test('a message is deleted once, while it is young, and only where the bot may', async (t) => {
  let nowMs = Date.UTC(2026, 0, 1);
  const { playground, call, send, refusal } = await startBot(t, { now: () => nowMs });
  const { group, private: own } = playground.chats;
  const foreign = playground.say(group, playground.people.owner, 'mine');
  const remove = (chat_id: number, message_id: number) => refusal('deleteMessage', { chat_id, message_id });
  assert.equal(await remove(group.id, foreign.message_id), "Bad Request: message can't be deleted");
  const { message_id } = await send({ chat_id: own.id, text: 'a' });
  const old = await send({ chat_id: own.id, text: 'b' });
  assert.equal((await call('deleteMessage', { chat_id: own.id, message_id })).result, true);
  assert.equal(await remove(own.id, message_id), 'Bad Request: message to delete not found');
  nowMs += 48 * 3600 * 1000 + 1000;
  assert.equal(await remove(own.id, old.message_id), "Bad Request: message can't be deleted");
  playground.promoteBot(group);
  assert.equal((await call('deleteMessage', { chat_id: group.id, message_id: foreign.message_id })).result, true);
});

test('several messages are deleted at once, those that are gone passed over', async (t) => {
  const { playground, call, send } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const ids: number[] = [];
  for (const text of ['a', 'b', 'c']) ids.push((await send({ chat_id, text })).message_id);
  await call('deleteMessages', { chat_id, message_ids: [ids[0], 9999, ids[2]] });
  assert.deepEqual(playground.textsIn(chat_id), ['b']);
});

test('a tap is answered once and in time', async (t) => {
  let nowMs = Date.UTC(2026, 0, 1);
  const { playground, call, send, refusal, updates } = await startBot(t, { now: () => nowMs });
  const chat_id = playground.chats.private.id;
  const { message_id } = await send({
    chat_id,
    text: 'Sure?',
    reply_markup: rows({ text: 'Yes', callback_data: 'y' }),
  });
  const tap = () => playground.tap(chat_id, message_id, 'Yes', playground.people.owner);
  const tapped = tap();
  const newestQuery = async () => (await updates()).map((update) => update.callback_query).at(-1);
  const { id, data, message } = (await newestQuery()) as { id: string; data: string; message: { message_id: number } };
  assert.deepEqual([data, message.message_id], ['y', message_id]);
  await call('answerCallbackQuery', { callback_query_id: id, text: 'Done', show_alert: true });
  assert.deepEqual(await tapped, { text: 'Done', showAlert: true });

  const late = tap();
  const lateId = ((await newestQuery()) as { id: string }).id;
  const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
  nowMs += 3600 * 1000;
  for (const callback_query_id of [id, '77', lateId]) {
    assert.equal(await refusal('answerCallbackQuery', { callback_query_id }), tooOld);
  }
  nowMs -= 3600 * 1000;
  await call('answerCallbackQuery', { callback_query_id: lateId });
  assert.deepEqual(await late, { showAlert: false });
});

test('a medium is exchanged for another, and in an album only for one that fits', async (t) => {
  const { playground, send, refusal, call } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const url = 'https://example.org/a';
  const photo = await send({ chat_id, photo: `${url}.jpg`, caption: 'old' }, 'sendPhoto');
  const to = (message_id: number, type: string, media: string) => ({ chat_id, message_id, media: { type, media } });
  const edited = await send(
    {
      chat_id,
      message_id: photo.message_id,
      media: { type: 'video', media: `${url}.mp4`, caption: '<i>new</i>', parse_mode: 'HTML' },
    },
    'editMessageMedia',
  );
  assert.deepEqual([edited.photo, edited.video?.mime_type, edited.caption], [undefined, 'video/mp4', 'new']);
  const { result } = await call('sendMediaGroup', {
    chat_id,
    media: [1, 2].map((n) => ({ type: 'photo', media: `${url}${n}.jpg` })),
  });
  const [piece] = result as { message_id: number }[];
  assert.ok(piece);
  assert.equal(
    await refusal('editMessageMedia', to(piece.message_id, 'audio', `${url}.mp3`)),
    "Bad Request: can't change media type in the album",
  );
  assert.ok((await send(to(piece.message_id, 'video', `${url}.mp4`), 'editMessageMedia')).media_group_id);
  assert.equal(
    await refusal('editMessageMedia', to(photo.message_id, 'photo', 'no such file')),
    'Bad Request: wrong file identifier/HTTP URL specified',
  );
});
