import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '../store/item.ts';
import { simplify } from './downgrade.ts';
import { type OptionsSet, resolveOptions } from './options.ts';
import type { Part } from './part.ts';
import { renderItem } from './render.ts';
import { aSample, enclosure } from './samples/sample.ts';
import { brokenRules } from './testing.ts';

const texts = { readOn: 'Read on' };

function render(item: Partial<Item>, options: OptionsSet = {}): Part[] {
  const sample = aSample('post', 'site.example', 'Site', item);
  return renderItem({ ...sample, options: resolveOptions({}, options), texts });
}

/** Parts as "kind: text", media by their last path segment. */
const shown = (parts: Part[]) =>
  parts.map((part) => {
    if (part.kind === 'text') return part.text;
    const media = [part.media].flat().map(({ kind, url }) => `${kind} ${url.split('/').at(-1)}`);
    return `[${media.join(', ')}] ${part.text}`.trim();
  });
const one = (item: Partial<Item>, options: OptionsSet = {}) => shown(render(item, options)).join('\n=====\n');
const link = (part: Part | undefined, text: string) =>
  part?.entities.find(
    ({ type, offset, length }) => type === 'text_link' && part.text.slice(offset, offset + length) === text,
  )?.url;

const sentence = 'The river was lower again, and nobody spoke much. ';
const long = { title: 'River', content: `<p>${sentence.repeat(60)}</p>` };

test('an item is its title, bold and linked, its text, and where it is from', () => {
  const [part] = render({ title: 'Title', content: '<p>Text</p>' });
  assert.equal(part?.text, 'Title\n\nText\n\nSite');
  assert.deepEqual(
    part?.entities.map(({ type }) => type),
    ['text_link', 'bold', 'text_link'],
  );
  assert.equal(link(part, 'Title'), 'https://site.example/post');
  assert.equal(link(part, 'Site'), 'https://site.example/');
});

test('mode auto cuts a long text at a sentence and links to the rest', () => {
  const [part, ...others] = render(long);
  assert.equal(others.length, 0);
  assert.match(part!.text, /spoke much\.\n\nRead on · Site$/);
  assert.ok(part!.text.length < 1100);
  assert.equal(link(part, 'Read on'), 'https://site.example/post');
});

test('mode full shows all of it in parts, of which only the first has a preview', () => {
  const parts = render({ ...long, content: `<p>${sentence.repeat(200)}</p>` }, { mode: 'full' });
  assert.equal(parts.length, 3);
  const text = parts.map((part) => part.text).join(' ');
  assert.equal(text.split('spoke much').length, 201);
  assert.deepEqual(
    parts.map((part) => part.kind === 'text' && [part.preview, part.previewUrl]),
    [
      ['on', 'https://site.example/post'],
      ['off', null],
      ['off', null],
    ],
  );
});

test('a text of a book is left to its link after twenty messages', () => {
  const parts = render({ ...long, content: `<p>${sentence.repeat(4000)}</p>` }, { mode: 'full' });
  assert.equal(parts.length, 20);
  assert.match(parts.at(-1)!.text, /spoke much\.\n\nRead on · Site$/);
  assert.deepEqual(
    parts.flatMap((part) => brokenRules(part, 4096)),
    [],
  );
});

test('a page of links is left to its link too', () => {
  const content = Array.from({ length: 9000 }, (_, n) => `<a href="/${n}">${n}</a>`).join(' ');
  for (const title of ['Links', '']) {
    const parts = render({ title, content }, { mode: 'full' });
    assert.equal(parts.length, 20);
    assert.match(parts.at(-1)!.text, /\n\nRead on · Site$/);
    assert.deepEqual(
      parts.flatMap((part) => brokenRules(part, 4096)),
      [],
    );
  }
});

test('mode title shows no text and no media', () => {
  assert.equal(
    one({ ...long, media: [enclosure('image', 'https://site.example/a.jpg')] }, { mode: 'title' }),
    'River\nSite',
  );
});

test('in mode title a post without one is named by its beginning', () => {
  const [part] = render({ content: `<p>${sentence.repeat(9)}</p>` }, { mode: 'title' });
  assert.match(part!.text, /^The river was lower again, .* spoke much\.\nSite$/);
  assert.equal(part!.text.split('The river').length, 4);
});

test('an author who is the feed is not named twice', () => {
  assert.equal(one({ title: 'T', author: 'Site' }, { showAuthor: true }), 'T\nSite');
});

test('mode template shows what the template says, with the media of the item', () => {
  const item = { title: 'A & B', content: '<p>Some <b>bold</b> text</p>', author: 'Ann <a@b.example>' };
  const template = '{{bold bot_item_name}} by {{bot_item_author}}\n{{bot_item_description}}';
  const [part] = render(item, { template });
  assert.equal(part?.text, 'A & B by Ann <a@b.example>\nSome bold text');
  assert.deepEqual(
    part?.entities.map(({ type }) => type),
    ['bold', 'bold'],
  );
  assert.equal(part?.kind === 'text' && part.previewUrl, null);
  const withPicture = { ...item, content: '<p>Text</p><img src="https://site.example/a.jpg">' };
  assert.equal(one(withPicture, { template: '{{bot_item_image}}' }), '[image a.jpg] https://site.example/a.jpg');
});

test('a template that shows nothing of an item, or is none, leaves the usual form', () => {
  assert.equal(one({ title: 'Title' }, { template: '{{bot_item_author}}' }), 'Title\nSite');
  assert.equal(one({ title: 'Title' }, { template: '{{#if' }), 'Title\nSite');
  assert.equal(one({ title: 'Title' }, { mode: 'template' }), 'Title\nSite');
});

test('the lines below are the ones that were asked for', () => {
  const item = {
    title: 'T',
    content: 'Text',
    author: 'Ann',
    categories: ['No dig', 'spring', '2026', 'C++', 'Spring'],
  };
  const date = { showDate: true, language: 'de', timeZone: 'Asia/Tokyo' };
  const cases: [OptionsSet, string][] = [
    [{ showSource: false }, 'T\n\nText'],
    [{ showAuthor: true }, 'T\n\nText\n\nSite · Ann'],
    [{ title: 'My name for it' }, 'T\n\nText\n\nMy name for it'],
    [{ showSource: false, ...date }, 'T\n\nText\n\n14.03.2026, 18:26'],
    [{ hashtags: { own: ['garden', '#Spring'], fromCategories: false } }, 'T\n\nText\n\n#garden #Spring\nSite'],
    [{ hashtags: { own: ['garden'], fromCategories: true } }, 'T\n\nText\n\n#garden #No_dig #Spring #C\nSite'],
  ];
  for (const [options, expected] of cases) assert.equal(one(item, options), expected, JSON.stringify(options));
});

test('a date in a zone or language that is no more is shown in UTC', () => {
  const options = { showSource: false, showDate: true, language: 'en', timeZone: 'Atlantis/Deep' };
  assert.equal(one({ title: 'T' }, options).replace(/\s+/g, ' '), 'T Mar 14, 2026, 9:26 AM');
});

test('a post whose title is only its beginning has none, and its name links to it', () => {
  const content = `<p>${'The nice thing about a slow train is that you can read the names of the stations.'}</p>`;
  const [part] = render({ title: 'The nice thing about a slow train is…', content });
  assert.match(part!.text, /^The nice thing about a slow train is that you can read [^\n]+\n\nSite$/);
  assert.equal(link(part, 'Site'), 'https://site.example/post');
});

test('pictures carry the text as a caption', () => {
  const image = '<img src="https://site.example/a.jpg">';
  assert.equal(one({ title: 'T', content: `<p>Text</p>${image}` }), '[image a.jpg] T\n\nText\n\nSite');
  assert.equal(one({ title: 'T', content: `<p>Text</p>${image}` }, { media: 'off' }), 'T\n\nText\n\nSite');
  assert.equal(one({ title: 'T', content: `<p>Text</p>${image}` }, { media: 'only' }), '[image a.jpg] T\nSite');
  assert.equal(one({ title: 'T', content: '<p>Text</p>' }, { media: 'only' }), 'T\nSite');
});

test('a caption holds 1024 code points, and in mode full the rest follows before other media', () => {
  const content = `<p>${sentence.repeat(40)}</p><img src="https://site.example/a.jpg">`;
  const item = {
    title: 'T',
    content,
    media: [enclosure('audio', 'https://site.example/a.mp3'), enclosure('image', 'https://site.example/b.jpg')],
  };
  const parts = render(item, { mode: 'full' });
  assert.deepEqual(
    parts.map((part) => (part.kind === 'text' ? part.kind : shown([part])[0]!.replace(/\].*/s, ']'))),
    ['[image b.jpg, image a.jpg]', 'text', '[audio a.mp3]'],
  );
  assert.deepEqual(
    parts.flatMap((part) => brokenRules(part, part.kind === 'text' ? 4096 : 1024)),
    [],
  );
});

test('an article that is cut brings its first picture only, and its recordings', () => {
  const pictures = ['a', 'b', 'c'].map((name) => `<img src="https://site.example/${name}.jpg">`).join('');
  const media = [enclosure('audio', 'https://site.example/a.mp3')];
  const parts = shown(render({ ...long, content: long.content + pictures, media }));
  assert.match(parts[0]!, /^\[image a\.jpg\] River/);
  assert.deepEqual(parts.slice(1), ['[audio a.mp3]']);
});

test('the preview is as it was set, and that of a player page stands instead of its still', () => {
  const video = {
    title: 'T',
    link: 'https://www.youtube.com/watch?v=aBcDeFgHiJk',
    media: [enclosure('image', 'https://i1.ytimg.example/hq.jpg')],
  };
  assert.deepEqual(shown(render(video)), ['T\nSite']);
  assert.deepEqual(shown(render(video, { preview: 'off' })), ['[image hq.jpg] T\nSite']);
  for (const preview of ['off', 'on', 'small', 'large', 'above'] as const) {
    const [part] = render({ title: 'T' }, { preview });
    assert.deepEqual(part?.kind === 'text' && part.preview, preview);
  }
});

test('a recording is named by its own title, else its item, and played by its author', () => {
  const played = (title: string | null, item: Partial<Item> = {}) => {
    const media = [enclosure('audio', 'https://site.example/a.mp3', { title })];
    const part = render({ title: 'Ferries\n& <more>', author: ' Low  Tide ', ...item, media })[0]!;
    assert.ok(part.kind === 'media');
    return [part.media.title, part.performer];
  };
  assert.deepEqual(played('Track one'), ['Track one', 'Low Tide']);
  assert.deepEqual(played(null), ['Ferries & <more>', 'Low Tide']);
  assert.deepEqual(played(null, { title: '', author: null }), [null, null]);
  assert.ok([...played('x'.repeat(5000))[0]!].length <= 100);
});

test('what is too large to be sent is linked', () => {
  const media = [enclosure('audio', 'https://site.example/long.mp3', { bytes: 90_000_000, title: 'Long' })];
  const [part] = render({ title: 'T', media });
  assert.equal(part?.text, 'T\n🎧 Long\nSite');
  assert.equal(link(part, '🎧 Long'), 'https://site.example/long.mp3');
});

test('an item with nothing in it is shown by its link, and one without that by its feed', () => {
  assert.equal(one({ title: '', content: '' }, { showSource: false }), 'site.example/post');
  assert.equal(one({ title: '', link: null }, { showSource: false }), 'Site');
});

test('a refused album full of entities keeps a link to each of its pictures', () => {
  const media = ['a', 'b', 'c'].map((name) => enclosure('image', `https://site.example/${name}.jpg`));
  const entities = Array.from({ length: 99 }, (_, n) => ({ type: 'bold' as const, offset: 2 * n, length: 1 }));
  const part = simplify({ kind: 'album', media, text: 'x '.repeat(99).trim(), entities });
  assert.ok(part !== null && part.entities.length <= 100);
  assert.deepEqual(
    part.entities.slice(-3).map(({ url }) => url),
    media.map(({ url }) => url),
  );
});
