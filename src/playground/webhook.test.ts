import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { cutBody } from './post_update.ts';
import { startBot } from './testing.ts';
import type { Message, Update } from './types.ts';
import { doublingWaitMs, waitMs } from './webhook_delivery.ts';

type Delivery = {
  update: Update;
  text: string;
  secret: string | undefined;
  answer(status: number, body?: string, headers?: Record<string, string>): void;
};

/** A bot behind a webhook that shows each delivery and answers when told to. */
async function startReceiver(t: TestContext, onDelivery: (delivery: Delivery) => void): Promise<string> {
  const server = createServer((request, response) => {
    readDelivery(request, response).then(onDelivery, (error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

async function readDelivery(request: IncomingMessage, response: ServerResponse): Promise<Delivery> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const update = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Update;
  return {
    update,
    text: (update.message as Message | undefined)?.text ?? '',
    secret: request.headers['x-telegram-bot-api-secret-token'] as string | undefined,
    answer: (status, body = '', headers = {}) => response.writeHead(status, headers).end(body),
  };
}

const NO_WAIT = { repeatedPollHoldMs: 0, allowLoopbackWebhook: true, webhookRetryMs: () => 0 };

test('a webhook is set once a second at most, to an HTTPS address on one of four ports', async (t) => {
  let nowMs = Date.UTC(2026, 0, 1);
  const { call, refusal } = await startBot(t, {
    now: () => nowMs,
    tuning: { ...NO_WAIT, allowLoopbackWebhook: false },
  });
  const url = 'https://example.org/hook';
  const cases: [params: object, description: string][] = [
    [{ url: 'http://example.org/' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
    [{ url: 'http://127.0.0.1/' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
    [{ url: 'https://example.org:8000/' }, 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'],
    [{ url, secret_token: 'a'.repeat(257) }, 'secret token is too long'],
    [{ url, secret_token: 'a b' }, 'secret token contains unallowed characters'],
  ];
  for (const [params, description] of cases) {
    assert.equal(await refusal('setWebhook', params), `Bad Request: ${description}`);
  }
  assert.equal((await call('setWebhook', { url })).description, 'Webhook was set');
  const refused = await call('setWebhook', { url });
  assert.deepEqual([refused.status, refused.parameters], [429, { retry_after: 1 }]);
  nowMs += 1000;
  assert.equal((await call('setWebhook', { url })).description, 'Webhook is already set');
  assert.equal(
    await refusal('getUpdates', {}),
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  );
  assert.equal((await call('deleteWebhook')).description, 'Webhook was deleted');
  assert.equal((await call('deleteWebhook')).description, 'Webhook is already deleted');
});

test('setting a webhook ends a poll', async (t) => {
  const { playground, call } = await startBot(t);
  const polled = call('getUpdates', { timeout: 50 });
  await playground.waitFor(() => playground.world.poll);
  await call('setWebhook', { url: 'http://127.0.0.1:1/' });
  assert.equal((await polled).description, 'Conflict: terminated by setWebhook request');
});

test('updates come with the secret, whole although cut, and waiting ones may be dropped', async (t) => {
  const { playground, call } = await startBot(t, { tuning: NO_WAIT });
  const arrived = Promise.withResolvers<Delivery>();
  const url = await startReceiver(t, (delivery) => {
    delivery.answer(200);
    arrived.resolve(delivery);
  });
  const { private: chat } = playground.chats;
  playground.say(chat, playground.people.owner, '/forgotten');
  await call('setWebhook', { url, secret_token: 'S-3_cret', drop_pending_updates: true });
  playground.say(chat, playground.people.owner, 'A 👋 Z');
  const { text, secret } = await arrived.promise;
  assert.deepEqual([text, secret], ['A 👋 Z', 'S-3_cret']);
  await playground.waitFor(() => playground.world.pending.length === 0);
});

test('a chat waits for its earlier update, other chats do not', async (t) => {
  const { playground, call } = await startBot(t, { tuning: NO_WAIT });
  const open: Delivery[] = [];
  const order: string[] = [];
  const url = await startReceiver(t, (delivery) => {
    order.push(delivery.text);
    open.push(delivery);
    playground.world.events.emit('change');
  });
  await call('setWebhook', { url });
  const { private: own, group } = playground.chats;
  const { owner } = playground.people;
  playground.say(own, owner, '/first');
  playground.say(own, owner, '/second');
  playground.say(group, owner, '/elsewhere');
  await playground.waitFor(() => open.length === 2);
  assert.deepEqual(order.toSorted(), ['/elsewhere', '/first']);
  for (const delivery of open) delivery.answer(200);
  await playground.waitFor(() => open.length === 3);
  assert.equal(order[2], '/second');
  open[2]?.answer(204);
});

test('an update that is not taken comes again, and getWebhookInfo says why', async (t) => {
  const { playground, call } = await startBot(t, { tuning: NO_WAIT });
  const statuses = [500, 503, 200];
  const seen: number[] = [];
  let info: unknown;
  const url = await startReceiver(t, async (delivery) => {
    if (seen.length === 2) info = (await call('getWebhookInfo')).result;
    seen.push(delivery.update.update_id);
    delivery.answer(statuses[seen.length - 1] ?? 200);
  });
  await call('setWebhook', { url, max_connections: 5, allowed_updates: ['message'] });
  playground.say(playground.chats.private, playground.people.owner, '/again');
  await playground.waitFor(() => playground.world.pending.length === 0);
  assert.equal(new Set(seen).size, 1);
  assert.equal(seen.length, 3);
  const { last_error_date, ...rest } = info as { last_error_date: number };
  assert.ok(last_error_date > 0);
  assert.deepEqual(rest, {
    url,
    has_custom_certificate: false,
    pending_update_count: 1,
    max_connections: 5,
    allowed_updates: ['message'],
    last_error_message: 'Wrong response from the webhook: 503 Service Unavailable',
  });
});

test('the wait before a retry doubles up to two minutes', () => {
  const waits = Array.from({ length: 9 }, (_, attempt) => doublingWaitMs(attempt) / 1000);
  assert.deepEqual(waits, [0, 2, 4, 8, 16, 32, 64, 120, 120]);
});

test('Retry-After may lengthen the wait before a retry, up to an hour, and never shortens it', () => {
  const asking = (retryAfter: string | undefined, ownMs: number) =>
    waitMs({ kind: 'answer', status: 503, retryAfter, body: Buffer.alloc(0) }, ownMs);
  assert.equal(asking('10', 4000), 10_000);
  assert.equal(asking('1', 4000), 4000);
  assert.equal(asking('999999', 4000), 3_600_000);
  for (const none of [undefined, '', '-5', 'soon']) assert.equal(asking(none, 4000), 4000);
  assert.equal(waitMs({ kind: 'broken', reason: 'Connection closed' }, 4000), 4000);
});

test('an update that was answered with Retry-After waits, updates of other chats do not', async (t) => {
  const { playground, call } = await startBot(t, { tuning: NO_WAIT });
  const order: string[] = [];
  const url = await startReceiver(t, ({ text, answer }) => {
    order.push(text);
    if (text === '/later') answer(503, '', { 'retry-after': '3600' });
    else answer(200);
  });
  await call('setWebhook', { url });
  const { private: own, group } = playground.chats;
  const { owner } = playground.people;
  playground.say(own, owner, '/later');
  await playground.waitFor(() => playground.world.webhook?.lastError);
  for (const text of ['/one', '/two', '/three']) playground.say(group, owner, text);
  await playground.waitFor(() => playground.world.pending.length === 1);
  assert.deepEqual(order, ['/later', '/one', '/two', '/three']);
});

test('each retry of an update waits by its number', async (t) => {
  const asked: number[] = [];
  const webhookRetryMs = (attempt: number) => {
    asked.push(attempt);
    return 0;
  };
  const { playground, call } = await startBot(t, { tuning: { ...NO_WAIT, webhookRetryMs } });
  let left = 4;
  const url = await startReceiver(t, (delivery) => {
    left -= 1;
    delivery.answer(left > 0 ? 500 : 200);
  });
  await call('setWebhook', { url });
  playground.say(playground.chats.private, playground.people.owner, '/again');
  await playground.waitFor(() => playground.world.pending.length === 0);
  assert.deepEqual(asked, [0, 1, 2]);
});

test('a bot that answers 410 for 23 hours loses its webhook', async (t) => {
  let nowMs = Date.UTC(2026, 0, 1);
  const { playground, call } = await startBot(t, { now: () => nowMs, tuning: NO_WAIT });
  const url = await startReceiver(t, (delivery) => {
    nowMs += 12 * 3600 * 1000;
    delivery.answer(410);
  });
  await call('setWebhook', { url });
  playground.say(playground.chats.private, playground.people.owner, '/anybody');
  await playground.waitFor(() => playground.world.webhook === null);
});

test('a method in the reply is called, but none whose answer would be missed', async (t) => {
  const { playground, call } = await startBot(t, { tuning: NO_WAIT });
  const chat_id = playground.chats.private.id;
  const replies = [
    { method: 'getMe' },
    { method: 'deleteWebhook' },
    { method: 'sendMessage', chat_id, text: 'by reply', reply_markup: { inline_keyboard: [] } },
  ];
  const url = await startReceiver(t, (delivery) => {
    delivery.answer(200, JSON.stringify(replies.shift()), { 'content-type': 'application/json' });
  });
  await call('setWebhook', { url });
  for (const text of ['/a', '/b', '/c']) playground.say(chat_id, playground.people.owner, text);
  await playground.waitFor(() => playground.textsIn(chat_id).includes('by reply'));
  assert.deepEqual(
    playground.calls.map(({ method }) => method),
    ['setWebhook', 'sendMessage'],
  );
});

test('a delivery is cut inside a character that takes several bytes', () => {
  const [start, rest] = cutBody(Buffer.from('{"text":"A 👋 Z"}'));
  assert.equal(Buffer.concat([start, rest]).toString(), '{"text":"A 👋 Z"}');
  assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(start));
});
