// However a call ends, it ends as a value.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { startBot, TOKEN } from '../playground/testing.ts';
import { createTelegramClient } from './client.ts';
import { sendPart } from './send.ts';

const TEXT = { kind: 'text', text: 'Hello', entities: [], preview: 'off', previewUrl: null } as const;

test('a call that was carried out brings its result', async (t) => {
  const { playground } = await startBot(t);
  const client = createTelegramClient({ token: TOKEN, apiRoot: playground.url });
  const outcome = await client.call<{ is_bot: boolean }>('getMe', {});
  assert.equal(outcome.kind === 'ok' && outcome.result.is_bot, true);
});

test('a wrong token, a page of a proxy, a cut line and silence each end as what they are', async (t) => {
  const { playground } = await startBot(t);
  const client = createTelegramClient({ token: TOKEN, apiRoot: playground.url });
  const stranger = createTelegramClient({ token: '1:wrong', apiRoot: playground.url });
  assert.equal((await stranger.call('getMe', {})).kind, 'unauthorized');
  const kinds: string[] = [];
  for (const action of ['bad-gateway', 'reset-before', 'reset-after', { status: 500 }] as const) {
    playground.fault({ method: 'getMe', action });
    kinds.push((await client.call('getMe', {})).kind);
  }
  assert.deepEqual(kinds, ['failed', 'unanswered', 'unanswered', 'failed']);
  playground.fault({ method: 'getMe', action: 'hang' });
  assert.equal((await client.call('getMe', {}, { timeoutMs: 50 })).kind, 'unanswered');
});

test('a call for which there was no connection was not carried out', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const client = createTelegramClient({ token: TOKEN, apiRoot: `http://127.0.0.1:${port}` });
  const outcome = await client.call('getMe', {});
  assert.equal(outcome.kind, 'failed');
  assert.ok(!JSON.stringify(outcome).includes(TOKEN), 'the token stays out of the words');
});

test('a reply, a topic, silence and an upload arrive as they were meant', async (t) => {
  const { playground } = await startBot(t);
  const client = createTelegramClient({ token: TOKEN, apiRoot: playground.url });
  const forum = playground.chats.forum;
  const [topic] = [...forum.topics.keys()];
  const to = { telegramId: String(forum.id), threadId: topic!, silent: true };
  const first = await sendPart(client, TEXT as never, to);
  assert.ok(first.kind === 'sent');
  const media = { kind: 'image', url: 'http://a.example/pixel.png' } as never;
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const photo = { kind: 'media', media, text: 'Caption', entities: [{ type: 'bold', offset: 0, length: 7 }] } as never;
  const uploads = new Map([['http://a.example/pixel.png', { bytes: png, filename: 'pixel.png' }]]);
  const second = await sendPart(client, photo, { ...to, replyTo: first.messageIds[0] }, uploads);
  assert.ok(second.kind === 'sent', JSON.stringify(second));
  const [text, picture] = playground.messagesIn(forum, { threadId: topic! }).slice(-2);
  assert.equal(text?.text, 'Hello');
  assert.equal(picture?.reply_to_message?.message_id, text?.message_id);
  assert.deepEqual(picture?.caption_entities, [{ type: 'bold', offset: 0, length: 7 }]);
  assert.ok(playground.calls.every(({ params }) => params.disable_notification === true));
  assert.deepEqual(playground.misuse, []);
});
