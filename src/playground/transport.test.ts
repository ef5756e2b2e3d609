import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Telegraf } from 'telegraf';
import { startBot, TOKEN } from './testing.ts';

test('a method may be called by GET or POST, by query, form, JSON or multipart, in any case', async (t) => {
  const { playground } = await startBot(t);
  const address = (method: string) => `${playground.url}/bot${TOKEN}/${method}`;
  const chat_id = String(playground.chats.private.id);
  const form = new FormData();
  form.set('chat_id', chat_id);
  form.set('text', 'multipart');
  const ways: [string, RequestInit][] = [
    [`sendMessage?chat_id=${chat_id}&text=qu%20ery`, {}],
    ['SENDMESSAGE', { method: 'POST', body: new URLSearchParams({ chat_id, text: 'form' }) }],
    ['sendmessage', { method: 'POST', body: form }],
    [
      'sendMessage',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ chat_id, text: 'json', reply_markup: JSON.stringify({ inline_keyboard: [] }) }),
      },
    ],
  ];
  for (const [method, init] of ways) assert.equal((await fetch(address(method), init)).status, 200);

  assert.deepEqual(playground.textsIn(playground.chats.private), ['qu ery', 'form', 'multipart', 'json']);
});

test('unknown paths, methods and tokens are refused in the words of the real server', async (t) => {
  const { playground } = await startBot(t);
  const cases: [string, number, string][] = [
    [`/bot${TOKEN}`, 404, 'Not Found'],
    [`/bot${TOKEN}/noSuchMethod`, 404, 'Not Found: method not found'],
    ['/bot1:wrong/getMe', 401, 'Unauthorized'],
    ['/botnonsense/getMe', 401, 'Unauthorized: invalid token specified'],
  ];
  for (const [path, status, description] of cases) {
    const response = await fetch(playground.url + path);
    assert.equal(response.status, status);
    assert.deepEqual(await response.json(), { ok: false, error_code: status, description });
  }
  assert.deepEqual(playground.misuse, [{ method: 'noSuchMethod', what: 'unknown method' }]);
});

test('strings that are not UTF-8 are refused', async (t) => {
  const { playground, refusal } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const url = `${playground.url}/bot${TOKEN}/sendMessage?chat_id=${chat_id}&text=%ff`;
  const expected = 'Bad Request: strings must be encoded in UTF-8';
  assert.equal(((await (await fetch(url)).json()) as { description: string }).description, expected);
  assert.equal(await refusal('sendMessage', { chat_id, text: '\ud800' }), expected);
});

test('telegraf works with it as with Telegram', async (t) => {
  const { playground } = await startBot(t);
  const { telegram } = new Telegraf(TOKEN, { telegram: { apiRoot: playground.url } });
  assert.equal((await telegram.getMe()).is_bot, true);
  const message = await telegram.sendMessage(playground.chats.group.id, '<b>Hello</b> 👋', { parse_mode: 'HTML' });
  assert.deepEqual(message.entities, [{ type: 'bold', offset: 0, length: 5 }]);
  assert.equal(message.chat.type, 'group');
  await assert.rejects(telegram.sendMessage(1, 'x'), /400: Bad Request: chat not found/);
  assert.deepEqual(playground.misuse, []);
});

test('a misspelt parameter passes, as it does on Telegram, but is noted', async (t) => {
  const { playground, send } = await startBot(t);
  await send({ chat_id: playground.chats.private.id, text: 'x', disable_notifications: true });
  assert.deepEqual(playground.misuse, [{ method: 'sendMessage', what: 'unknown parameter disable_notifications' }]);
});
