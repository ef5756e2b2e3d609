import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { startBot, type TestBot, TOKEN } from './testing.ts';

/** A PNG as far as its size can be read. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(head);
  head.writeUInt32BE(13, 8);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Post a form with files in it. */
async function upload({ playground }: TestBot, method: string, fields: Record<string, string | Blob>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.set(name, value);
    else form.set(name, value, `${name}.bin`);
  }
  const response = await fetch(`${playground.url}/bot${TOKEN}/${method}`, { method: 'POST', body: form });
  return (await response.json()) as { ok: boolean; description?: string; result: { file_path: string } & Sent };
}

type Sent = { photo: { file_id: string; width: number; height: number }[]; caption?: string };

const blob = (bytes: Buffer, type = 'image/png') => new Blob([new Uint8Array(bytes)], { type });

test('an upload is sent, found again by its id, and downloaded', async (t) => {
  const bot = await startBot(t);
  const chat_id = String(bot.playground.chats.private.id);
  const bytes = png(60, 40);
  const { result } = await upload(bot, 'sendPhoto', { chat_id, photo: 'attach://pic', pic: blob(bytes), caption: 'c' });
  const [photo] = result.photo;
  assert.ok(photo);
  assert.deepEqual([photo.width, photo.height, result.caption], [60, 40, 'c']);
  assert.ok((await upload(bot, 'sendPhoto', { chat_id, photo: blob(bytes) })).ok);

  const again = await bot.send({ chat_id, photo: photo.file_id }, 'sendPhoto');
  assert.equal(again.photo?.[0]?.file_id, photo.file_id);
  const file = (await bot.call('getFile', { file_id: photo.file_id })).result as { file_path: string };
  const download = await fetch(`${bot.playground.url}/file/bot${TOKEN}/${file.file_path}`);
  assert.deepEqual(Buffer.from(await download.arrayBuffer()), bytes);
  assert.equal((await fetch(`${bot.playground.url}/file/bot${TOKEN}/nowhere`)).status, 404);
  assert.equal(
    await bot.refusal('sendDocument', { chat_id, document: photo.file_id }),
    "Bad Request: can't use file of type Photo as Document",
  );
});

test('an upload that is no photo, or one too large or too long, is refused', async (t) => {
  const bot = await startBot(t);
  const chat_id = String(bot.playground.chats.private.id);
  const cases: [bytes: Buffer, description: string][] = [
    [Buffer.alloc(0), 'file must be non-empty'],
    [Buffer.from('no picture'), 'IMAGE_PROCESS_FAILED'],
    [png(9000, 2000), 'PHOTO_INVALID_DIMENSIONS'],
    [png(2100, 100), 'PHOTO_INVALID_DIMENSIONS'],
    [
      Buffer.concat([png(60, 40), Buffer.alloc(10 * 1024 * 1024)]),
      'file of size 10485793 bytes is too big for a photo; the maximum size is 10485760 bytes',
    ],
  ];
  for (const [bytes, description] of cases) {
    const { description: said } = await upload(bot, 'sendPhoto', { chat_id, photo: blob(bytes) });
    assert.equal(said, `Bad Request: ${description}`);
  }
});

test('a file that is no photo may have 50 MB as an upload, and not one byte more', async (t) => {
  const bot = await startBot(t);
  const chat_id = String(bot.playground.chats.private.id);
  const limit = 50 * 1024 * 1024;
  assert.ok((await upload(bot, 'sendDocument', { chat_id, document: blob(Buffer.alloc(limit)) })).ok);
  const { description } = await upload(bot, 'sendDocument', { chat_id, document: blob(Buffer.alloc(limit + 1)) });
  assert.equal(
    description,
    'Bad Request: file of size 52428801 bytes is too big for a document; the maximum size is 52428800 bytes',
  );
});

test('by URL a photo may have 5 MB and another file 20 MB, and not one byte more', async (t) => {
  const limits = { '/photo.png': 5 * 1024 * 1024, '/document.pdf': 20 * 1024 * 1024 };
  const origin = await serve(t, (request, response) => {
    const [path, query] = (request.url ?? '').split('?');
    const bytes = Buffer.alloc(limits[path as keyof typeof limits] + (query === 'more' ? 1 : 0));
    png(60, 40).copy(bytes);
    response.writeHead(200, { 'content-type': path === '/photo.png' ? 'image/png' : 'application/pdf' }).end(bytes);
  });
  const { playground, send, refusal } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const cases = [
    { method: 'sendPhoto', name: 'photo', url: `${origin}/photo.png` },
    { method: 'sendDocument', name: 'document', url: `${origin}/document.pdf` },
  ];
  for (const { method, name, url } of cases) {
    assert.ok((await send({ chat_id, [name]: url }, method)).message_id, name);
    const said = await refusal(method, { chat_id, [name]: `${url}?more` });
    assert.equal(said, 'Bad Request: failed to get HTTP URL content', name);
  }
});

test('getFile knows its files, and gives none above 20 MB', async (t) => {
  const bot = await startBot(t);
  const chat = bot.playground.chats.private;
  assert.equal(await bot.refusal('getFile', { file_id: 'nonsense' }), 'Bad Request: invalid file_id');
  const bytes = Buffer.alloc(20 * 1024 * 1024 + 1);
  const { document } = bot.playground.sendFile(chat, bot.playground.people.owner, {
    name: 'x',
    type: 'text/xml',
    bytes,
  });
  assert.equal(await bot.refusal('getFile', { file_id: document?.file_id }), 'Bad Request: file is too big');
});

test('a caption has 1024 characters at most', async (t) => {
  const { playground, send, refusal } = await startBot(t);
  const photo = { chat_id: playground.chats.private.id, photo: 'https://example.org/a.jpg' };
  assert.ok(await send({ ...photo, caption: '😀'.repeat(1024) }, 'sendPhoto'));
  const said = await refusal('sendPhoto', { ...photo, caption: '😀'.repeat(1025) });
  assert.equal(said, 'Bad Request: message caption is too long');
  assert.equal(await refusal('sendPhoto', { chat_id: photo.chat_id }), 'Bad Request: there is no photo in the request');
});

test('a URL is fetched and judged by what it brings', async (t) => {
  const pages: Record<string, [status: number, type: string, body: Buffer, more?: object]> = {
    '/good.png': [200, 'image/png', png(60, 40)],
    '/moved.png': [302, 'text/plain', Buffer.alloc(0), { location: '/good.png' }],
    '/page.png': [200, 'text/html', Buffer.from('<p>No picture</p>')],
    '/lie.png': [200, 'image/png', Buffer.from('no picture')],
    '/gone.png': [404, 'text/plain', Buffer.from('gone')],
    '/empty.png': [200, 'image/png', Buffer.alloc(0)],
    '/huge.png': [200, 'image/png', Buffer.concat([png(60, 40), Buffer.alloc(5 * 1024 * 1024)])],
  };
  const origin = await serve(t, (request, response) => {
    const [status, type, body, more] = pages[request.url ?? ''] ?? [500, 'text/plain', Buffer.alloc(0)];
    response.writeHead(status, { 'content-type': type, ...more });
    response.end(body);
  });
  const { playground, send, refusal } = await startBot(t);
  const chat_id = playground.chats.private.id;
  for (const path of ['/good.png', '/moved.png']) {
    assert.equal((await send({ chat_id, photo: origin + path }, 'sendPhoto')).photo?.[0]?.width, 60);
  }
  const cases = [
    ['nonsense', 'wrong file identifier/HTTP URL specified'],
    ['http://nodot/a.png', 'wrong file identifier/HTTP URL specified'],
    [`${origin}/page.png`, 'wrong type of the web page content'],
    [`${origin}/lie.png`, 'wrong type of the web page content'],
    [`${origin}/gone.png`, 'failed to get HTTP URL content'],
    [`${origin}/empty.png`, 'failed to get HTTP URL content'],
    [`${origin}/huge.png`, 'failed to get HTTP URL content'],
    ['http://127.0.0.1:1/a.png', 'failed to get HTTP URL content'],
  ];
  for (const [photo, description] of cases) {
    assert.equal(await refusal('sendPhoto', { chat_id, photo }), `Bad Request: ${description}`);
  }
});

test('each kind of medium is shown with what is known of it', async (t) => {
  const { playground, send } = await startBot(t);
  const chat_id = playground.chats.channel.id;
  const at = (name: string) => `https://example.org/${name}`;
  const video = await send(
    { chat_id, video: at('a.mp4'), width: 640, height: 360, duration: 9, has_spoiler: true },
    'sendVideo',
  );
  assert.deepEqual([video.video?.width, video.video?.duration, video.has_media_spoiler], [640, 9, true]);
  const audio = await send({ chat_id, audio: at('a.mp3'), performer: 'P', title: 'T' }, 'sendAudio');
  assert.deepEqual([audio.audio?.performer, audio.audio?.title, audio.audio?.mime_type], ['P', 'T', 'audio/mpeg']);
  const animation = await send({ chat_id, animation: at('a.gif') }, 'sendAnimation');
  assert.ok(animation.animation && animation.document);
  const document = await send({ chat_id, document: at('a.pdf') }, 'sendDocument');
  assert.equal(document.document?.file_name, 'a.pdf');
});

test('an album is one group of messages, and one bad piece fails it whole', async (t) => {
  const origin = await serve(t, (_request, response) => response.writeHead(404).end());
  const bot = await startBot(t);
  const { playground, call, refusal } = bot;
  const chat_id = playground.chats.private.id;
  const piece = (type: string, media = 'https://example.org/a.jpg', more: object = {}) => ({ type, media, ...more });
  const cases: [media: unknown, description: string][] = [
    [[], 'there are no messages to send'],
    [Array.from({ length: 11 }, () => piece('photo')), 'too many messages to send as an album'],
    [[piece('photo'), piece('audio')], "audio can't be mixed with other media types"],
    [[piece('photo'), piece('animation')], "can't use the media of the specified type in the album"],
    [[piece('photo'), piece('photo', undefined, { caption: 'x'.repeat(1025) })], 'message caption is too long'],
    [
      [piece('photo'), piece('photo', `${origin}/gone.jpg`)],
      'failed to send message #2 with the error message "Failed to get HTTP URL content"',
    ],
  ];
  for (const [media, description] of cases) {
    assert.equal(await refusal('sendMediaGroup', { chat_id, media }), `Bad Request: ${description}`);
  }
  assert.deepEqual(playground.messagesIn(chat_id), []);

  const media = [piece('photo', undefined, { caption: '<b>c</b>', parse_mode: 'HTML' }), piece('video')];
  const { result } = await call('sendMediaGroup', { chat_id, media });
  const [first, second] = result as { media_group_id: string; caption?: string; photo?: unknown; video?: unknown }[];
  assert.ok(first?.photo && second?.video);
  assert.equal(first.caption, 'c');
  assert.equal(first.media_group_id, second.media_group_id);
  const attached = JSON.stringify([piece('photo', 'attach://one'), piece('photo', 'attach://two')]);
  const form = { chat_id: String(chat_id), media: attached, one: blob(png(10, 10)), two: blob(png(20, 10)) };
  assert.ok((await upload(bot, 'sendMediaGroup', form)).ok);
});
