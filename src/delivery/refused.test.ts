// Refusals that are about a message: it goes in a simpler form, or is parked with Telegram's words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { createWorld, mediaAt, PIXEL, startReading } from './testing.ts';

const db = await testDatabase();

test('a message that Telegram refuses is tried as plain text, then parked with its words, and the next one comes', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  const words = 'Bad Request: something about this one';
  world.playground.fault({ method: 'sendMessage', count: 2, action: { status: 400, description: words } });
  await world.publish(feed, [{ title: 'Poison', link: 'http://feed1.example/poison' }, 'Next']);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Before', 'Next']);
  const [, refused] = await world.endingsOf(reader);
  assert.deepEqual([refused?.outcome, refused?.reason, refused?.messages], ['parked', words, 0]);
  const [, rich, plain] = world.playground.calls;
  assert.ok(rich?.params.entities && (rich.params.entities as object[]).length > 0);
  assert.deepEqual(plain?.params.entities ?? [], []);
  assert.match(String(plain?.params.text), /http:\/\/feed1\.example\/poison/);
});

test('a message that only its formatting stood against arrives without it', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  world.playground.fault({
    method: 'sendMessage',
    action: { status: 400, description: "Bad Request: can't parse entities" },
  });
  await world.publish(feed, [{ title: 'Plain', link: 'http://feed1.example/1' }]);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Before', 'Plain']);
  assert.equal((await world.endingsOf(reader)).at(-1)!.outcome, 'sent');
});

test('a picture that Telegram cannot fetch is fetched here and uploaded', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  const media = mediaAt('http://127.0.0.1:9/picture.png');
  const asked: string[] = [];
  await world.publish(feed, [{ title: 'With a picture', media: [media] }]);
  await world.drain({
    fetchUpload: async ({ url }) => {
      asked.push(url);
      return { bytes: PIXEL, filename: 'picture.png' };
    },
  });
  assert.deepEqual(asked, [media.url]);
  const message = world.playground.messagesIn(reader.chat).at(-1)!;
  assert.ok(message.photo);
  assert.match(message.caption ?? '', /With a picture/);
  assert.equal((await world.endingsOf(reader)).at(-1)!.outcome, 'sent');
});

test('a picture that nobody can fetch leaves its text, with a link to it', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  await world.publish(feed, [{ title: 'Text stays', media: [mediaAt('http://127.0.0.1:9/gone.png')] }]);
  await world.drain();
  const message = world.playground.messagesIn(reader.chat).at(-1)!;
  assert.match(message.text ?? '', /^Text stays/);
  assert.ok(message.entities?.some(({ url }) => url === 'http://127.0.0.1:9/gone.png'));
});

test('an album goes without the piece that Telegram does not take', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  const media = ['http://a.example/1.jpg', 'http://127.0.0.1:9/gone.jpg', 'http://a.example/3.jpg'].map((url) =>
    mediaAt(url),
  );
  await world.publish(feed, [{ title: 'Album', media }]);
  await world.drain();
  const shown = world.playground.messagesIn(reader.chat).filter(({ photo }) => photo);
  assert.equal(shown.length, 2);
  assert.equal((await world.endingsOf(reader)).at(-1)!.messages, 2);
});

test('a group that takes text but no pictures gets the text, and is not paused', async (t) => {
  const world = await createWorld(t, db);
  const group = await world.newGroup();
  const { feed } = await startReading(world, group);
  world.playground.setRights(group.chat, { can_send_photos: false });
  await world.publish(feed, [{ title: 'Text only', media: [mediaAt('http://a.example/1.jpg')] }]);
  await world.drain();
  assert.deepEqual(world.titlesIn(group), ['Before', 'Text only']);
  assert.equal((await world.stateOf(group)).state, 'active');
});
