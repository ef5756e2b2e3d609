import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Media } from '../store/item.ts';
import { chooseMedia } from './media.ts';
import { enclosure } from './samples/sample.ts';

const at = (name: string) => `https://site.example/${name}`;
const image = (name: string, extra: Partial<Media> = {}) => enclosure('image', at(name), extra);
const groups = (own: Media[], fromText: Media[] = []) =>
  chooseMedia({ media: own }, fromText).groups.map((group) =>
    group.map(({ kind, url }) => `${kind} ${url.split('/').at(-1)}`),
  );

test('photos and films stand together in albums of ten, what cannot stand apart', () => {
  const photos = Array.from({ length: 12 }, (_, index) => image(`${index}.jpg`));
  const all = [
    ...photos.slice(0, 5),
    enclosure('video', at('v.mp4')),
    ...photos.slice(5),
    enclosure('animation', at('a.gif')),
  ];
  const [first, second, ...apart] = groups([
    ...all,
    enclosure('document', at('d.pdf')),
    enclosure('audio', at('s.mp3')),
  ]);
  assert.deepEqual([first?.length, second?.length], [10, 3]);
  assert.deepEqual(first?.slice(4, 7), ['image 4.jpg', 'video v.mp4', 'image 5.jpg']);
  assert.deepEqual(apart, [['animation a.gif'], ['document d.pdf'], ['audio s.mp3']]);
});

test('of recordings beyond ten there are links, since each would be a message', () => {
  const recordings = Array.from({ length: 12 }, (_, index) => enclosure('audio', at(`${index}.mp3`)));
  const choice = chooseMedia({ media: recordings }, []);
  assert.equal(choice.groups.length, 10);
  assert.deepEqual(
    choice.linked.map(({ url }) => url),
    [at('10.mp3'), at('11.mp3')],
  );
});

test('a picture in several sizes is shown once, the largest in the first place', () => {
  const own = [image('beds-300x200.jpg', { width: 300, height: 200 }), image('other.jpg')];
  assert.deepEqual(groups(own, [image('beds.jpg', { width: 1024 }), image('other.jpg?w=800')]), [
    ['image beds.jpg', 'image other.jpg'],
  ]);
});

test('stills of films, icons and players are not shown', () => {
  assert.deepEqual(groups([enclosure('video', at('v.mp4'), { previewUrl: at('still.jpg') }), image('still.jpg')]), [
    ['video v.mp4'],
  ]);
  assert.deepEqual(
    groups([enclosure('image', 'http://intranet/a.jpg'), enclosure('image', 'ftp://a.example/a.jpg')]),
    [],
  );
  assert.deepEqual(groups([image('dot.png', { width: 16, height: 16 }), image('favicon.ico')]), []);
  assert.deepEqual(
    groups([enclosure('video', 'https://www.youtube.com/v/x', { type: 'application/x-shockwave-flash' })]),
    [],
  );
});

test('a picture that came with a recording is shown before it', () => {
  const cover = image('cover.jpg');
  const recording = enclosure('audio', at('a.mp3'), { previewUrl: at('cover.jpg') });
  assert.deepEqual(groups([recording, cover]), [['image cover.jpg'], ['audio a.mp3']]);
  assert.deepEqual(groups([recording], [cover]), [['image cover.jpg'], ['audio a.mp3']]);
});

test('a film that is too large to be sent is linked and shown by its still', () => {
  const film = enclosure('video', at('v.mp4'), { bytes: 90_000_000, previewUrl: at('still.jpg') });
  const inText = enclosure('video', at('v.mp4'), { width: 640 });
  for (const fromText of [[], [image('still.jpg')], [inText, image('still.jpg')]]) {
    const choice = chooseMedia({ media: [film] }, fromText);
    assert.deepEqual(
      choice.groups.flat().map(({ url }) => url),
      [at('still.jpg')],
    );
    assert.deepEqual(
      choice.linked.map(({ url }) => url),
      [at('v.mp4')],
    );
  }
});

test('a large picture of icons is shown', () => {
  assert.deepEqual(groups([image('icons/set.png', { width: 900 }), image('icons/one.png')]), [['image set.png']]);
});

test('a number that a script is asked for is no size', () => {
  assert.deepEqual(groups([image('image.php?s=1'), image('image.php?s=2')]), [
    ['image image.php?s=1', 'image image.php?s=2'],
  ]);
  assert.deepEqual(groups([image('a.jpg?s=100'), image('a.jpg?q=80')]), [['image a.jpg?s=100']]);
});

test('what Telegram would refuse for its size is a document or a link', () => {
  const large = [image('a.jpg', { bytes: 12_000_000 }), enclosure('video', at('v.mp4'), { bytes: 80_000_000 })];
  const choice = chooseMedia({ media: large }, []);
  assert.deepEqual(
    choice.groups.map(([media]) => media?.kind),
    ['document'],
  );
  assert.deepEqual(
    choice.linked.map(({ url }) => url),
    [at('v.mp4')],
  );
});
