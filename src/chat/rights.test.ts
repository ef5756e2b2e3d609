import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../errors.ts';
import { startBot, TOKEN } from '../playground/testing.ts';
import { createTelegramClient } from '../telegram/client.ts';
import { createRights } from './rights.ts';

test('Telegram is asked once a minute, and a demotion counts after it', async (t) => {
  const { playground } = await startBot(t);
  const telegram = createTelegramClient({ token: TOKEN, apiRoot: playground.url });
  let nowMs = 0;
  const rights = createRights(telegram, () => nowMs);
  const { group } = playground.chats;
  const { member } = playground.people;
  const isAdmin = () => rights.isAdmin(String(group.id), String(member.id));
  assert.equal(await isAdmin(), false);
  playground.promote(group, member);
  nowMs = 59_999;
  assert.equal(await isAdmin(), false);
  nowMs = 60_000;
  assert.equal(await isAdmin(), true);
  playground.demote(group, member);
  assert.equal(await isAdmin(), true);
  nowMs = 120_000;
  assert.equal(await isAdmin(), false);
  assert.equal(playground.calls.filter(({ method }) => method === 'getChatMember').length, 3);
});

test('a stranger and a chat without us have no admins, and silence of Telegram is told apart', async (t) => {
  const { playground } = await startBot(t);
  const telegram = createTelegramClient({ token: TOKEN, apiRoot: playground.url });
  const rights = createRights(telegram, () => 0);
  assert.equal(await rights.isAdmin(String(playground.chats.group.id), '1'), false);
  assert.equal(await rights.isAdmin('-100123', String(playground.people.owner.id)), false);
  playground.fault({
    method: 'getChatMember',
    count: 1,
    action: { status: 502, description: 'Bad Gateway' },
  });
  await assert.rejects(
    rights.isAdmin(String(playground.chats.group.id), String(playground.people.owner.id)),
    (error) => error instanceof UserError && error.key === 'rights-unknown',
  );
  assert.equal(await rights.isAdmin(String(playground.chats.group.id), String(playground.people.owner.id)), true);
});
