import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startPlayground } from './playground/server.ts';
import { testDatabase } from './testing/database.ts';
import { startFeedServer } from './testing/feed_server.ts';
import { startCommand, startProcess } from './testing/processes.ts';

const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const ROOT = join(import.meta.dirname, '..');
const db = await testDatabase();

function feedOf(titles: string[]): string {
  const items = titles.map((title) => `<item><guid>${title}</guid><title>${title}</title></item>`);
  return `<rss version="2.0"><channel><title>Harbour</title><link>http://harbour.example/</link>${items.join('')}</channel></rss>`;
}

test('the Procfile brings up what it takes for a new item to reach a chat', async (t) => {
  const playground = await startPlayground({ token: TOKEN });
  const server = await startFeedServer();
  t.after(() => Promise.all([playground.close(), server.close()]));
  server.on('/feed', feedOf(['Second', 'First']));
  const env = {
    DATABASE_URL: db.url,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: playground.url,
    FETCH_ALLOW_PRIVATE: '127.0.0.1',
    SYNC_MIN_INTERVAL_SECONDS: '1',
    SYNC_MAX_INTERVAL_SECONDS: '1',
    PORT: '0',
  };
  const release = startProcess(t, 'migrate', { env });
  assert.equal(await release.ended, 0, release.output());

  // What a platform does: every process type but release, one each; nf gives each a port from 5000 on unless the formation says otherwise.
  const app = startCommand(
    t,
    [
      process.execPath,
      'node_modules/foreman/nf.js',
      'start',
      'web=1,bot=1,worker=2',
      '--port',
      String(20_000 + (process.pid % 20_000)),
    ],
    { env },
  );
  await app.says(/web server is up/);
  const { chats, people } = playground;
  playground.say(chats.private, people.owner, `/subscribe ${server.url('/feed')}`);
  await playground.waitFor(() => playground.textsIn(chats.private).length >= 3, { timeoutMs: 60_000 });
  server.on('/feed', feedOf(['Third', 'Second', 'First']));
  await playground.waitFor(() => playground.textsIn(chats.private).length >= 4, { timeoutMs: 60_000 });
  const [answer, ...items] = playground.textsIn(chats.private).map((text) => text.split('\n')[0]);
  assert.match(answer!, /^Subscribed to Harbour\./, app.output());
  assert.deepEqual(items, ['First', 'Second', 'Third']);
  app.kill('SIGINT'); // Ctrl-C reaches all of them, npm's shells included
  await app.ended;
});

test('every line of the Procfile is an npm script', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const lines = readFileSync(join(ROOT, 'Procfile'), 'utf8').trim().split('\n');
  assert.deepEqual(
    lines.map((line) => line.split(':')[0]),
    ['release', 'web', 'bot', 'worker'],
  );
  for (const line of lines) assert.ok(scripts[/^\w+: npm run (\w+)$/.exec(line)?.[1] ?? ''], line);
});
