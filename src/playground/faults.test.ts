import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot } from './testing.ts';

test('a planned refusal meets the method, the chat and as many calls as it was planned for', async (t) => {
  const { playground, call } = await startBot(t);
  const { private: own, group } = playground.chats;
  const action = { status: 429, retryAfter: 7 };
  const fault = playground.fault({ method: 'sendMessage', chat: own, count: 2, action });
  const send = (chat_id: number) => call('sendMessage', { chat_id, text: 'x' });
  assert.equal((await send(group.id)).status, 200);
  assert.equal((await call('getChat', { chat_id: own.id })).status, 200);
  for (let n = 0; n < 2; n += 1) {
    const refused = await send(own.id);
    assert.deepEqual([refused.status, refused.error_code], [429, 429]);
    assert.deepEqual(refused.parameters, { retry_after: 7 });
    assert.equal(refused.headers.get('retry-after'), '7');
    assert.equal(refused.description, 'Too Many Requests: retry after 7');
  }
  assert.equal((await send(own.id)).status, 200);
  assert.equal(fault.met, 2);
  assert.deepEqual(
    playground.refusedCalls().map(({ method, status }) => [method, status]),
    [
      ['sendMessage', 429],
      ['sendMessage', 429],
    ],
  );
});

test('a refusal may say anything', async (t) => {
  const { playground, call } = await startBot(t);
  playground.fault({ action: { status: 500 } });
  assert.equal((await call('getMe')).description, 'Internal Server Error: restart');
  playground.fault({ action: { status: 400, description: 'Bad Request: x', migrateToChatId: -100 } });
  const { description, parameters } = await call('getMe');
  assert.deepEqual([description, parameters], ['Bad Request: x', { migrate_to_chat_id: -100 }]);
});

test('a socket is cut before or after the message was stored', async (t) => {
  const { playground, call } = await startBot(t);
  const chat_id = playground.chats.private.id;
  playground.fault({ method: 'sendMessage', action: 'reset-before' });
  await assert.rejects(call('sendMessage', { chat_id, text: 'lost' }));
  playground.fault({ method: 'sendMessage', action: 'reset-after' });
  await assert.rejects(call('sendMessage', { chat_id, text: 'kept' }));
  assert.deepEqual(playground.textsIn(chat_id), ['kept']);
});

test('an answer is held after its message was stored, until it is let go or dropped', async (t) => {
  const { playground, call } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const first = playground.fault({ method: 'sendMessage', action: 'hold' });
  const held = call('sendMessage', { chat_id, text: 'held' });
  await first.reached();
  assert.deepEqual(playground.textsIn(chat_id), ['held']);
  assert.equal(playground.calls.at(-1)?.status, null);
  first.release();
  assert.equal((await held).status, 200);

  const second = playground.fault({ method: 'sendMessage', action: 'hold' });
  const dropped = assert.rejects(call('sendMessage', { chat_id, text: 'dropped' }));
  await second.reached();
  second.drop();
  await dropped;
  assert.deepEqual(playground.textsIn(chat_id), ['held', 'dropped']);
});

test('a call is left hanging, or meets the page of a proxy, and nothing is stored', async (t) => {
  const { playground, call } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const hang = playground.fault({ method: 'sendMessage', action: 'hang' });
  const leave = new AbortController();
  const hanging = assert.rejects(call('sendMessage', { chat_id, text: 'x' }, { signal: leave.signal }));
  await hang.reached();
  leave.abort();
  await hanging;

  playground.fault({ method: 'getMe', action: 'bad-gateway' });
  const response = await fetch(`${playground.url}/bot${playground.world.token}/getMe`);
  assert.equal(response.status, 502);
  assert.match(await response.text(), /^<html>/);
  assert.deepEqual(playground.stored, []);
});

test('a cancelled fault meets nobody', async (t) => {
  const { playground, call } = await startBot(t);
  const fault = playground.fault({ count: 5, action: { status: 500 } });
  fault.cancel();
  assert.equal((await call('getMe')).status, 200);
});
