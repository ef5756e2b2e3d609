import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPostmaster } from './embedded/postmaster.ts';
import { copyCheckout } from './testing/checkout.ts';
import { addressOf, startProcess } from './testing/processes.ts';

const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const PORT_ZERO = { PORT: '0' };

async function ask<T>(base: string, path: string, body?: object): Promise<T> {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${base}/playground/${path}`, init);
  assert.equal(response.status, 200, path);
  return (await response.json()) as T;
}

type State = { sampleFeedUrl: string; chats: { id: number; kind: string }[]; people: { id: number }[] };
type Messages = { messages: { message_id: number; text?: string; from?: { is_bot: boolean } }[] };

/** Texts of the bot in a chat, once `isThere` holds for them; looked for again at every event of the page. */
async function botTexts(base: string, chatId: number, isThere: (texts: string[]) => boolean): Promise<string[]> {
  const events = await fetch(`${base}/playground/events`, { signal: AbortSignal.timeout(60_000) });
  const read = async () => {
    const { messages } = await ask<Messages>(base, `messages?chat=${chatId}`);
    return messages.filter((message) => message.from?.is_bot).map((message) => message.text ?? '');
  };
  let texts = await read();
  const reader = events.body!.getReader();
  while (!isThere(texts)) {
    await reader.read();
    texts = await read();
  }
  await reader.cancel();
  return texts;
}

test('npm start brings all there is, keeps it over a Ctrl-C and a crash, and a feed reaches a chat', async (t) => {
  const folder = copyCheckout(t);
  const env = { ...PORT_ZERO, TMPDIR: '/nonexistent' };
  const first = startProcess(t, 'start', { folder, env });
  const base = await addressOf(first);
  const { sampleFeedUrl, chats, people } = await ask<State>(base, 'state');
  const chatId = chats.find((chat) => chat.kind === 'private')!.id;
  await ask(base, 'say', { chatId, personId: people[0]!.id, text: `/subscribe ${sampleFeedUrl}` });
  const texts = await botTexts(base, chatId, (seen) => seen.length >= 4);
  assert.match(texts[0]!, /^Subscribed to The Minute Gazette\. Here are its latest 3 items/);
  assert.equal(texts.length, 4, 'an answer and three items');
  const health = await fetch(`${base}/health`);
  assert.deepEqual(await health.json(), { status: 'ok' });
  first.child.kill('SIGINT');
  assert.equal(await first.ended, 0, first.output());

  const second = startProcess(t, 'start', { folder, env });
  const again = await addressOf(second);
  const { messages } = await ask<Messages>(again, `messages?chat=${chatId}`);
  assert.equal(messages.length, 5, 'what was said before is still there');
  second.child.kill('SIGKILL'); // its PostgreSQL runs on
  await second.ended;

  const third = startProcess(t, 'start', { folder, env });
  const last = await addressOf(third);
  await ask(last, 'say', { chatId, personId: people[0]!.id, text: '/list_subscriptions' });
  const listed = await botTexts(last, chatId, (seen) => /follows/.test(seen.at(-1) ?? ''));
  assert.match(listed.at(-1)!, /^This chat follows 1 feed:\n• The Minute Gazette$/);
  third.child.kill('SIGTERM');
  assert.equal(await third.ended, 0, third.output());
});

test('a second start beside a living one touches nothing of it', async (t) => {
  const folder = copyCheckout(t);
  const first = startProcess(t, 'start', { folder, env: PORT_ZERO });
  const base = await addressOf(first);
  const second = startProcess(t, 'start', { folder, env: PORT_ZERO });
  assert.equal(await second.ended, 1);
  assert.match(second.output(), /^Another feedherald is running on .+: stop that one first, or set DATABASE_URL\.\n$/);
  assert.equal((await fetch(`${base}/health`)).status, 200);
  first.child.kill('SIGINT');
  assert.equal(await first.ended, 0);
});

test('told to end while it starts, it leaves nothing running', async (t) => {
  const folder = copyCheckout(t);
  const silent = createServer().listen(0, '127.0.0.1'); // in Telegram's place, and never answering
  await once(silent, 'listening');
  t.after(() => silent.close());
  const { port } = silent.address() as { port: number };
  const asked = once(silent, 'connection');
  const env = { ...PORT_ZERO, TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: `http://127.0.0.1:${port}` };
  const started = startProcess(t, 'start', { folder, env });
  await asked; // its database is up by then
  started.kill('SIGTERM');
  assert.equal(await started.ended, 0, started.output());
  assert.equal(await readPostmaster(join(folder, '.data', 'postgres', 'cluster')), null);
});

test('another address of this machine will do as HOST', async (t) => {
  const started = startProcess(t, 'start', { folder: copyCheckout(t), env: { ...PORT_ZERO, HOST: '127.0.0.2' } });
  const base = await addressOf(started);
  assert.match(base, /^http:\/\/127\.0\.0\.2:/);
  assert.equal((await fetch(base)).status, 200);
  started.kill('SIGTERM');
  assert.equal(await started.ended, 0);
});

test('a taken port is named', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const { port } = taken.address() as { port: number };
  const started = startProcess(t, 'start', { folder: copyCheckout(t), env: { PORT: String(port) } });
  assert.equal(await started.ended, 78);
  assert.equal(
    started.output().trim(),
    `Port ${port} of 127.0.0.1 is taken: stop what uses it, or set PORT to another one.`,
  );
});

for (const [what, env, sentence] of [
  ['in production', { NODE_ENV: 'production' }, /^Set DATABASE_URL and TELEGRAM_BOT_TOKEN: NODE_ENV is production/],
  ['for others to reach', { HOST: '0.0.0.0' }, /^Set DATABASE_URL and TELEGRAM_BOT_TOKEN, or leave HOST unset/],
  [
    'for others to reach, with a token',
    { HOST: '0.0.0.0', TELEGRAM_BOT_TOKEN: '1:a' },
    /^Set DATABASE_URL, or leave HOST unset/,
  ],
] as const) {
  test(`neither playground nor database is made up ${what}`, async (t) => {
    const started = startProcess(t, 'start', { env });
    assert.equal(await started.ended, 78);
    assert.match(started.output(), sentence);
  });
}

for (const script of ['migrate', 'bot', 'worker', 'web'] as const) {
  test(`${script} without a database says one sentence`, async (t) => {
    const started = startProcess(t, script);
    assert.equal(await started.ended, 78);
    assert.match(started.output(), /^DATABASE_URL is not set: .+\.\n$/);
  });
}

for (const script of ['bot', 'worker'] as const) {
  test(`${script} without a token says one sentence`, async (t) => {
    const started = startProcess(t, script, { env: { DATABASE_URL: 'postgres://127.0.0.1:1/none' } });
    assert.equal(await started.ended, 78);
    assert.match(started.output(), /^TELEGRAM_BOT_TOKEN is not set: .+\.\n$/);
  });
}

test('a worker refuses a crontab that is missing, cannot be read, or names a task that does not exist', async (t) => {
  const folder = copyCheckout(t);
  const crontab = join(folder, 'crontab');
  const env = { DATABASE_URL: 'postgres://127.0.0.1:1/none', TELEGRAM_BOT_TOKEN: '1:a' };
  const refusal = async () => {
    const started = startProcess(t, 'worker', { folder, env });
    assert.equal(await started.ended, 78, started.output());
    return started.output();
  };
  writeFileSync(crontab, '* * * * * sink\n');
  assert.match(await refusal(), /^The crontab names tasks that do not exist: sink\. /);
  writeFileSync(crontab, '99 * * * * sync\n');
  assert.match(await refusal(), /^The crontab cannot be read: /);
  rmSync(crontab);
  assert.match(await refusal(), /^There is no crontab at /);
});
