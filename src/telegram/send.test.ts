// What is told of a file beside the file itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Part } from '../message/part.ts';
import { startBot, type TestBot, TOKEN } from '../playground/testing.ts';
import type { Media } from '../store/item.ts';
import { createTelegramClient } from './client.ts';
import { sendPart, type Uploads } from './send.ts';

const NOTHING = { type: null, bytes: null, width: null, height: null, durationSeconds: null, title: null };
const FACTS = {
  durationSeconds: 2710.4,
  width: 640,
  height: 360,
  title: 'The ferry',
  previewUrl: 'https://a.example/s.jpg',
};

function aMedia(kind: Media['kind'], file: string, facts: Partial<Media> = {}): Media {
  return { kind, url: `https://a.example/${file}`, ...NOTHING, previewUrl: null, ...facts };
}

async function send({ playground }: TestBot, part: Part, uploads?: Uploads) {
  const client = createTelegramClient({ token: TOKEN, apiRoot: playground.url });
  const { private: chat } = playground.chats;
  const outcome = await sendPart(client, part, { telegramId: String(chat.id), threadId: 0 }, uploads);
  assert.ok(outcome.kind === 'sent', JSON.stringify(outcome));
  const { chat_id: _, ...params } = playground.calls.at(-1)!.params;
  return { params, message: playground.messagesIn(chat).at(-1)! };
}

const single = (media: Media, performer?: string): Part => ({
  kind: 'media',
  media,
  text: '',
  entities: [],
  ...(performer === undefined ? {} : { performer }),
});

test('each kind of file is told what its method takes, and a thumbnail to none by URL', async (t) => {
  const bot = await startBot(t);
  const told = async (kind: Media['kind'], file: string, performer?: string) => {
    const { params } = await send(bot, single(aMedia(kind, file, FACTS), performer));
    const { caption: _, caption_entities: __, ...rest } = params;
    return rest;
  };
  const at = (file: string) => `https://a.example/${file}`;
  assert.deepEqual(await told('audio', 'a.mp3', 'Ilse'), {
    audio: at('a.mp3'),
    duration: 2710,
    title: 'The ferry',
    performer: 'Ilse',
  });
  const film = { duration: 2710, width: 640, height: 360 };
  assert.deepEqual(await told('video', 'v.mp4'), { video: at('v.mp4'), ...film });
  assert.deepEqual(await told('animation', 'g.gif'), { animation: at('g.gif'), ...film });
  assert.deepEqual(await told('document', 'd.pdf'), { document: at('d.pdf') });
  assert.deepEqual(await told('image', 'p.jpg'), { photo: at('p.jpg') });
  assert.deepEqual(bot.playground.misuse, []);
});

test('figures that cannot be true are told to nobody, and a width only with a height', async (t) => {
  const bot = await startBot(t);
  for (const facts of [
    {},
    { durationSeconds: 0.2, width: 640 },
    { durationSeconds: 1e15, width: 1e9, height: 10 },
    { durationSeconds: -3, width: -1, height: 10 },
    { durationSeconds: Number.NaN, width: 0, height: 0 },
  ]) {
    const { params } = await send(bot, single(aMedia('video', 'v.mp4', facts)));
    for (const name of ['duration', 'width', 'height']) assert.ok(!(name in params), name);
  }
  const { params } = await send(bot, single(aMedia('audio', 'a.mp3')));
  for (const name of ['duration', 'title', 'performer']) assert.ok(!(name in params), name);
  assert.deepEqual(bot.playground.misuse, []);
});

test('an upload is shown with its length, title and performer', async (t) => {
  const bot = await startBot(t);
  const media = aMedia('audio', 'a.mp3', FACTS);
  const uploads = new Map([[media.url, { bytes: new Uint8Array([1, 2, 3]), filename: 'a.mp3' }]]);
  const { message } = await send(bot, single(media, 'Ilse'), uploads);
  const { duration, title, performer, file_name } = message.audio as Record<string, unknown>;
  assert.deepEqual(
    { duration, title, performer, file_name },
    { duration: 2710, title: 'The ferry', performer: 'Ilse', file_name: 'a.mp3' },
  );
  assert.deepEqual(bot.playground.misuse, []);
});

test('the films of an album are told too, uploaded or not', async (t) => {
  const bot = await startBot(t);
  const media = [aMedia('image', 'p.jpg', FACTS), aMedia('video', 'v.mp4', FACTS)];
  const bytes = new Uint8Array([1, 2, 3]);
  for (const uploads of [new Map(), new Map([[media[1]!.url, { bytes, filename: 'v.mp4' }]])]) {
    const { message } = await send(bot, { kind: 'album', media, text: 'Two', entities: [] }, uploads);
    const { duration, width, height } = message.video as Record<string, unknown>;
    assert.deepEqual({ duration, width, height }, { duration: 2710, width: 640, height: 360 });
  }
  assert.deepEqual(bot.playground.misuse, []);
});
