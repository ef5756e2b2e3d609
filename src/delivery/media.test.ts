// Fetching what Telegram could not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllowPrivate } from '../allow_private.ts';
import { createGuardedAgent } from '../net/agent.ts';
import { startFeedServer } from '../testing/feed_server.ts';
import { fetchUpload, isFetchTrouble } from './media.ts';
import { mediaAt } from './testing.ts';

test('a file is fetched with its name, and what is not such a file is left', async (t) => {
  const server = await startFeedServer();
  t.after(() => server.close());
  const agent = createGuardedAgent({ allowPrivate: parseAllowPrivate(['127.0.0.0/8']).allow, connectionsPerOrigin: 2 });
  t.after(() => agent.close());
  server.on('/photo.jpg', { headers: { 'content-type': 'image/jpeg' }, body: Buffer.from('bytes') });
  server.on('/page', { headers: { 'content-type': 'text/html' }, body: '<html>' });
  server.on('/empty.jpg', { headers: { 'content-type': 'image/jpeg' }, body: '' });
  server.on('/large.jpg', { headers: { 'content-type': 'image/jpeg' }, body: Buffer.alloc(10 * 1024 * 1024 + 1) });
  server.on('/no%20name%3F', { headers: { 'content-type': 'audio/mpeg' }, body: 'x' });
  const upload = await fetchUpload(mediaAt(server.url('/photo.jpg')), 5_000, agent);
  assert.deepEqual([upload?.filename, Buffer.from(upload!.bytes).toString()], ['photo.jpg', 'bytes']);
  for (const path of ['/page', '/empty.jpg', '/large.jpg', '/missing']) {
    assert.equal(await fetchUpload(mediaAt(server.url(path)), 5_000, agent), null, path);
  }
  assert.equal((await fetchUpload(mediaAt(server.url('/no%20name%3F'), 'audio'), 5_000, agent))?.filename, 'file');
  assert.equal(await fetchUpload(mediaAt(server.url('/page'), 'document'), 5_000, agent), null);
});

test('a file of a server that knows no types is taken for what the feed calls it', async (t) => {
  const server = await startFeedServer();
  t.after(() => server.close());
  const agent = createGuardedAgent({ allowPrivate: parseAllowPrivate(['127.0.0.0/8']).allow, connectionsPerOrigin: 2 });
  t.after(() => agent.close());
  server.on('/a', { headers: { 'content-type': 'application/octet-stream' }, body: 'x' });
  server.on('/b', { headers: { 'content-type': 'binary/octet-stream' }, body: 'x' });
  for (const kind of ['image', 'video', 'animation', 'audio', 'document'] as const) {
    for (const path of ['/a', '/b'])
      assert.notEqual(await fetchUpload(mediaAt(server.url(path), kind), 5_000, agent), null, kind + path);
  }
});

test('no private address is reached for a picture', async (t) => {
  const server = await startFeedServer();
  t.after(() => server.close());
  const agent = createGuardedAgent({ allowPrivate: parseAllowPrivate([]).allow, connectionsPerOrigin: 2 });
  t.after(() => agent.close());
  server.on('/secret.png', { headers: { 'content-type': 'image/png' }, body: 'x' });
  assert.equal(await fetchUpload(mediaAt(server.url('/secret.png')), 5_000, agent), null);
  assert.deepEqual(server.requests, []);
});

test("Telegram's words for a URL it could not use are known, with other words nothing is fetched", () => {
  for (const words of [
    'Bad Request: wrong file identifier/HTTP URL specified',
    'Bad Request: failed to get HTTP URL content',
    'Bad Request: failed to send message #2 with the error message "Wrong type of the web page content"',
    'Bad Request: WEBPAGE_MEDIA_EMPTY',
  ])
    assert.equal(isFetchTrouble(words), true, words);
  assert.equal(isFetchTrouble('Bad Request: message caption is too long'), false);
});
