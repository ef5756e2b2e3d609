import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Item } from '../store/item.ts';
import type { Feed, ParseOutcome } from './feed.ts';
import { LIMITS } from './feed.ts';
import { parseFeed } from './parse.ts';

const SAMPLES = join(import.meta.dirname, 'samples');
const URL_OF_FEED = 'https://harbour.example/dir/feed.xml';
const LINK = 'https://harbour.example/1';

type Expected = { feed?: Partial<Feed>; items: Partial<Item>[] };

const EBB: Expected = { feed: { format: 'rss', title: 'Harbour' }, items: [{ title: 'Ebb', link: LINK }] };
const ATOM_EBB: Expected = {
  feed: { format: 'atom', title: 'Harbour' },
  items: [{ title: 'Ebb', link: LINK, guid: 'urn:x:1' }],
};
const RDF_EBB: Expected = { feed: { format: 'rdf', title: 'Harbour' }, items: [{ title: 'Ebb', link: LINK }] };
const item = (expected: Partial<Item>): Expected => ({ items: [expected] });
const titled = (...titles: string[]): Expected => ({ items: titles.map((title) => ({ title })) });
const medium = (kind: string, url: string, more = {}) => ({ kind, url, ...more }) as Item['media'][number];

/** What each sample says. Every sample has one quirk, and is named by it. */
const EXPECTED: Record<string, Expected | string> = {
  'white_space_before_declaration.xml': EBB,
  'junk_text_before_declaration.xml': EBB,
  'php_notice_before_feed.xml': EBB,
  'junk_after_feed.xml': EBB,
  'truncated_in_third_item.xml': titled('One', 'Two'),
  'truncated_after_guid.xml': { items: [{ guid: 'g1' }, { guid: 'g2', title: 'Two', summary: 'Cut off in the mid' }] },
  'undefined_entities.xml': titled('Café au lait'),
  'bare_ampersand.xml': item({ title: 'Salt & Pepper', link: 'https://harbour.example/?a=1&b=2&copy=3' }),
  'windows_1252_numeric_reference.xml': titled('Sea – sand’s'),
  'character_in_two_references.xml': titled('Sea 🌊 and 🚤 한'),
  'entities_declared_in_dtd.xml': item({ title: 'Ferry © &evil;', link: LINK }),
  'doctype_without_subset.xml': EBB,
  'cdata_keeps_references.xml': item({ summary: 'a &amp; b <i>c</i>' }),
  'double_escaped_html.xml': item({ title: 'Fish & chips <3', summary: '<p>one &amp; two</p>' }),
  'unescaped_markup_in_description.xml': item({ summary: 'one<br>two <b>three</b> four', guid: 'g1' }),
  'mismatched_tags.xml': {
    items: [{ summary: 'one <b>two three</b>', author: 'Ada' }, { title: 'Flow' }],
  },
  'instructions_without_end.xml': {
    feed: { title: 'Harbour' },
    items: [{ title: 'One' }, { title: 'Two', summary: 'Is this <? or that' }, { title: 'Three' }],
  },
  'instructions_and_what_looks_like_some.xml': {
    feed: { title: 'Harbour' },
    items: [{ title: 'One', summary: '<?php echo 1; >' }, { title: 'Two' }],
  },
  'values_without_last_quote.xml': {
    items: [
      { title: 'One', guid: '1' },
      { title: 'Two', guid: '2' },
      { title: 'Three', link: 'https://harbour.example/?a%3Eb' },
    ],
  },
  'quotes_in_values_and_text.xml': {
    items: [
      { title: 'One ="x> y', link: 'https://harbour.example/?q=%22a%3Eb' },
      { title: 'Two', link: 'https://harbour.example/?q=%27a%3Eb' },
    ],
  },
  'attribute_without_quotes.xml': item({
    guid: 'g1',
    media: [medium('audio', 'https://harbour.example/a.mp3', { type: 'audio/mpeg', bytes: 12 })],
  }),
  'control_characters.xml': titled('Ebb'),
  'item_never_closed.xml': {
    items: [
      { title: 'One', link: LINK },
      { title: 'Two', link: 'https://harbour.example/2' },
    ],
  },
  'field_never_closed.xml': { items: [{ title: 'One', link: LINK, guid: 'g1', summary: 'Text' }, { title: 'Two' }] },
  'element_before_items_never_closed.xml': titled('One', 'Two'),
  'tags_in_another_case.xml': EBB,
  'less_than_sign_in_text.xml': item({ title: 'I <3 boats', link: LINK, summary: '2 < 3 and 4 <5 too' }),
  'cdata_never_closed.xml': { items: [{ guid: 'g1' }, { guid: 'g2', summary: 'and then' }] },
  'rss_without_version.xml': EBB,
  'rss_0_91.xml': EBB,
  'rss_0_92_without_title.xml': item({ title: '', link: null, summary: 'A note without a title' }),
  'guid_with_attribute.xml': item({ guid: 'tag:1', link: LINK }),
  'guid_as_link.xml': item({ guid: 'https://harbour.example/p/1', link: 'https://harbour.example/p/1' }),
  'guid_that_is_a_path.xml': item({ guid: '/p/1', link: 'https://harbour.example/p/1' }),
  'guid_that_is_no_permalink.xml': item({ guid: 'https://harbour.example/p/1', link: null }),
  'title_with_markup.xml': titled('Ebb and flow of Vec<T>'),
  'categories_with_domain.xml': item({ categories: ['sea', 'boats'] }),
  'atom_link_beside_rss_link.xml': {
    feed: { link: 'https://harbour.example/', selfUrl: 'https://harbour.example/feed', hubUrl: 'https://hub.example/' },
    items: [{}],
  },
  'atom_namespace_as_default.xml': EBB,
  'unknown_default_namespace.xml': EBB,
  'author_with_address.xml': { items: [{ author: 'Ada Quay' }, { author: 'Ben Mole' }] },
  'several_enclosures.xml': item({
    media: [
      medium('audio', 'https://harbour.example/a.mp3', { bytes: 2048, durationSeconds: 3723 }),
      medium('document', 'https://harbour.example/b.pdf', { bytes: null, durationSeconds: null }),
    ],
  }),
  'hints_of_the_publisher.xml': {
    feed: {
      language: 'en-gb',
      imageUrl: 'https://harbour.example/logo.png',
      hints: { ttlMs: 5_400_000, updatePeriodMs: 43_200_000, skipHours: [1, 0], skipDays: [0] },
    },
    items: [{}],
  },
  'dc_creator_and_date.xml': item({ author: 'Ada, Ben', publishedAt: '2021-06-01T06:15:00.000Z', categories: ['sea'] }),
  'content_under_another_prefix.xml': item({ summary: 'Short', content: '<p>Long</p>' }),
  'undeclared_prefix.xml': item({ content: '<p>Long</p>', author: 'Ada' }),
  'media_title_beside_title.xml': item({
    title: 'Ebb',
    media: [
      medium('image', 'https://harbour.example/a.jpg', {
        ...{ width: 640, height: 480, title: 'A boat', previewUrl: 'https://harbour.example/t.jpg' },
      }),
    ],
  }),
  'foreign_title_beside_title.xml': EBB,
  'media_group_of_versions.xml': item({
    media: [
      medium('video', 'https://harbour.example/l.mp4', {
        ...{ width: 1280, durationSeconds: 75, previewUrl: 'https://harbour.example/big.jpg' },
      }),
    ],
  }),
  'impossible_media_numbers.xml': {
    items: [1, 2].map((n) => ({
      media: [medium('video', `https://harbour.example/${n}.mp4`, { bytes: null, durationSeconds: null })],
    })),
  },
  'only_a_thumbnail.xml': item({ media: [medium('image', 'https://harbour.example/t.jpg')] }),
  'podcast.xml': {
    feed: { imageUrl: 'https://harbour.example/cover.jpg' },
    items: [
      {
        ...{ guid: 'ep1', author: 'Ada', summary: 'All about ropes' },
        media: [medium('audio', 'https://harbour.example/1.m4a', { bytes: 77, durationSeconds: 95 })],
      },
    ],
  },
  'rss_1_0.xml': { ...RDF_EBB, items: [{ ...RDF_EBB.items[0], guid: LINK, publishedAt: '2021-06-01T08:15:00.000Z' }] },
  'rss_0_90_default_rdf_root.xml': RDF_EBB,
  'rdf_items_inside_channel.xml': RDF_EBB,
  'atom_prefixed_root.xml': ATOM_EBB,
  'atom_without_namespace.xml': ATOM_EBB,
  'atom_0_3.xml': {
    feed: { format: 'atom', title: 'Harbour & co', description: 'Boats', link: 'https://harbour.example/' },
    items: [
      {
        ...{ title: 'Ebb', content: '<p>Long</p>' },
        ...{ publishedAt: '2021-06-01T06:15:00.000Z', updatedAt: '2021-06-02T08:15:00.000Z' },
      },
    ],
  },
  'atom_xhtml_title.xml': titled('Ebb <and> flow'),
  'atom_xhtml_content_in_order.xml': item({
    content: '<p>one <b>two</b> three</p><h2>four</h2><p>five &lt; six<br></p>',
  }),
  'atom_text_that_looks_like_tags.xml': item({ title: 'Vec<T> &amp; <b>', summary: 'Use &lt;T&gt; here' }),
  'atom_alternate_not_first.xml': item({
    link: LINK,
    media: [medium('audio', 'https://harbour.example/1.mp3', { type: 'audio/mpeg', bytes: 9 })],
  }),
  'atom_only_enclosure_and_self.xml': item({ link: 'https://harbour.example/1.mp3' }),
  'atom_link_as_text.xml': ATOM_EBB,
  'atom_xml_base.xml': item({
    link: 'https://base.example/blog/p/1',
    content: '<img src="https://base.example/blog/img/a.png"><a href="#x">x</a>',
  }),
  'atom_relative_to_document.xml': item({
    link: 'https://harbour.example/dir/p/1',
    content:
      '<img src="https://harbour.example/dir/a.png?x=1&amp;y=2"> <a href=\'https://harbour.example/top\'>x</a> <img src="https://other.example/b.png">',
  }),
  'atom_bad_date_in_one_entry.xml': {
    items: [
      { publishedAt: null, updatedAt: '2021-06-01T08:15:00.000Z' },
      { guid: 'urn:x:2', publishedAt: null },
    ],
  },
  'atom_author_of_feed.xml': { items: [{ author: 'Ada' }, { author: 'Ben, cy@harbour.example' }] },
  'atom_youtube_group.xml': item({
    ...{ link: 'https://video.example/watch?v=abc', guid: 'yt:video:abc' },
    summary: 'Line one<br>\nhttps://harbour.example/ &amp; more',
    media: [medium('image', 'https://video.example/abc.jpg')],
  }),
  'atom_media_types_of_text.xml': {
    items: [
      { title: 'Ebb and flow', content: '{"text":"Ebb"}' },
      { title: 'Spring tide', content: null },
      { title: 'Neap tide', content: 'Not base64 at all' },
    ],
  },
  'rss_with_plain_names_of_atom.xml': item({
    guid: 'id-1',
    publishedAt: '2026-01-02T03:04:05.000Z',
    updatedAt: '2026-01-03T03:04:05.000Z',
  }),
  'atom_base64_content.xml': item({ title: 'Ebb', content: '<p>Long</p>' }),
  'atom_entry_document.xml': { feed: { format: 'atom' }, items: [{ title: 'Ebb', guid: 'urn:x:1' }] },
  'atom_content_elsewhere.xml': item({ link: 'https://harbour.example/1.mp4' }),
  'date_in_cet.xml': item({ publishedAt: '2021-06-01T07:15:00.000Z' }),
  'date_with_russian_month.xml': item({ publishedAt: '2021-06-01T05:15:00.000Z' }),
  'json_1_1.json': {
    feed: { format: 'json', selfUrl: 'https://harbour.example/feed.json', hubUrl: 'https://hub.example/' },
    items: [
      {
        ...{ guid: '1', link: LINK, title: 'Ebb & flow', author: 'Ada', summary: 'Short', categories: ['sea'] },
        ...{ content: '<img src="https://harbour.example/a.png">', publishedAt: '2021-06-01T06:15:00.000Z' },
        media: [
          medium('audio', 'https://harbour.example/1.mp3', { bytes: 9, durationSeconds: 61 }),
          medium('image', 'https://harbour.example/1.jpg'),
        ],
      },
      { guid: '2', title: '', author: 'Ben', content: 'a &lt; b<br>\nc' },
    ],
  },
  'json_impossible_media_numbers.json': item({
    media: [
      medium('audio', 'https://harbour.example/1.mp3', { bytes: null, durationSeconds: null }),
      medium('audio', 'https://harbour.example/2.mp3', { bytes: null, durationSeconds: null }),
      medium('audio', 'https://harbour.example/3.mp3', { bytes: 1e15, durationSeconds: null }),
      medium('audio', 'https://harbour.example/4.mp3', { bytes: null, durationSeconds: 8 }),
    ],
  }),
  'json_numbers_beyond_counting_as_ids.json': {
    items: [{ guid: '1234567890123456789' }, { guid: '1234567890123456790' }],
  },
  'json_1_0_number_as_id.json': item({ guid: '17', link: 'https://other.example/', author: 'Ada', content: 'x' }),
  'refused_html_page.html': 'html',
  'refused_xhtml_page.html': 'html',
  'refused_json.json': 'json',
  'refused_empty.xml': 'empty',
  'refused_opml.xml': 'xml',
  'refused_plain_text.txt': 'text',
  'refused_rdf_about_people.xml': 'xml',
};

for (const file of readdirSync(SAMPLES)) {
  test(`a sample is read for what it says: ${file.replace(/\.\w+$/, '').replaceAll('_', ' ')}`, async () => {
    const expected = EXPECTED[file];
    assert.ok(expected !== undefined, `${file} has no expectation`);
    const outcome = await parseFeed(readFileSync(join(SAMPLES, file)), { url: URL_OF_FEED });
    if (typeof expected === 'string') assert.deepEqual(outcome, { kind: 'not-a-feed', reason: expected });
    else assertSays(feedOf(outcome), expected);
  });
}

function assertSays({ items, ...feed }: Feed, expected: Expected): void {
  assert.partialDeepStrictEqual(feed, expected.feed ?? {});
  assert.equal(items.length, expected.items.length);
  for (const [i, wanted] of expected.items.entries()) assert.partialDeepStrictEqual(items[i], wanted);
}

function feedOf(outcome: ParseOutcome): Feed {
  assert.equal(outcome.kind, 'feed');
  return (outcome as { feed: Feed }).feed;
}

async function read(text: string): Promise<Feed> {
  return feedOf(await parseFeed(text, { url: URL_OF_FEED }));
}

const rss = (items: string) => `<rss version="2.0"><channel><title>Harbour</title>${items}</channel></rss>`;

test('of more than 500 items the first 500 of the document are kept', async () => {
  const items = Array.from({ length: 700 }, (_, i) => `<item><title>${i}</title><p>unclosed<br></item>`);
  const feed = await read(rss(items.join('')));
  assert.equal(feed.items.length, LIMITS.items);
  assert.equal(feed.items.at(-1)?.title, '499');
});

test('of more than 500 items whose dates rise the last 500 of the document are kept, in every format', async () => {
  const numbers = Array.from({ length: 1_800 }, (_, index) => index);
  const at = (number: number) => new Date(Date.UTC(2020, 0, 1 + number));
  const xml = rss(
    numbers.map((n) => `<item><title>${n}</title>\n<pubDate>${at(n).toUTCString()}</pubDate></item>\n`).join(''),
  );
  const entries = numbers.map((n) => `<entry><title>${n}</title><updated>${at(n).toISOString()}</updated></entry>`);
  const items = numbers.map((n) => ({ id: `${n}`, title: `${n}`, date_published: at(n).toISOString() }));
  const documents = [
    xml,
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>${entries.join('')}</feed>`,
    JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Harbour', items }),
  ];
  for (const document of documents) {
    const titles = (await read(document)).items.map((item) => item.title);
    assert.deepEqual(titles, numbers.slice(-LIMITS.items).map(String));
  }
});

test('a long text is cut, and what comes after it in the item is kept', async () => {
  const text = 'word '.repeat(100_000);
  const feed = await read(rss(`<item><description>${text}</description><title>Ebb</title><guid>g</guid></item>`));
  assert.partialDeepStrictEqual(feed.items[0], { title: 'Ebb', guid: 'g' });
  assert.ok(feed.items[0]!.summary!.length <= LIMITS.itemChars);
  assert.ok(feed.items[0]!.summary!.length > LIMITS.itemChars - 100);
});

test('of a huge feed every item is kept, and text up to ten megabytes', async () => {
  const text = 'word '.repeat(50_000);
  const feed = await read(rss(`<item><title>t</title><description>${text}</description></item>`.repeat(60)));
  assert.equal(feed.items.length, 60);
  const kept = feed.items.reduce((sum, { summary }) => sum + (summary?.length ?? 0), 0);
  assert.ok(kept <= LIMITS.feedChars);
  assert.ok(kept > LIMITS.feedChars * 0.9);
});

test('what stands behind a crowd of categories is kept', async () => {
  const crowd = '<category>c</category>'.repeat(10_000);
  const inner = `${crowd}<title>Ebb</title><link>https://harbour.example/1</link><guid>g1</guid>`;
  const { items } = await read(`<rss><channel><title>Harbour</title><item>${inner}</item></channel></rss>`);
  assert.deepEqual(
    items.map(({ title, link, guid, categories }) => ({ title, link, guid, categories })),
    [{ title: 'Ebb', link: 'https://harbour.example/1', guid: 'g1', categories: ['c'] }],
  );
});

test('an element deeper than 100 levels is dropped, and what stands beside it is kept', async () => {
  const deep = `${'<b>'.repeat(1000)}x${'</b>'.repeat(1000)}`;
  const feed = await read(rss(`<item><description>${deep}</description><title>Ebb</title></item>`));
  assert.equal(feed.items[0]?.title, 'Ebb');
});

test('a declared entity is not expanded in another and its expansions have an end', async () => {
  const doctype = `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "&a;&a;">]>`;
  const feed = await read(
    doctype + rss(`<item><title>&b;</title><description>${'&a;'.repeat(5000)}</description></item>`),
  );
  assert.equal(feed.items[0]?.title, '&a;&a;');
  assert.ok(feed.items[0]!.summary!.length < 300 * 1024);
});

test('no way of writing a control character brings it into an item', async () => {
  const entity = '<!DOCTYPE rss [<!ENTITY nul "a&#0;b">]>';
  const base64 = Buffer.from('<p>a\0b</p>').toString('base64');
  const documents = [
    rss('<item><guid>a\0b</guid></item>'),
    rss('<item><guid>a&#0;b</guid></item>'),
    entity + rss('<item><guid>&nul;</guid><title>&nul;</title></item>'),
    `<feed><entry><id>1</id><content mode="base64">${base64}</content></entry></feed>`,
    '{"version":"https://jsonfeed.org/version/1","items":[{"id":"a\\u0000b","attachments":[{"url":"https://a.example/","mime_type":"a\\u0000b"}]}]}',
  ];
  for (const document of documents) {
    const { items } = await read(document);
    assert.equal(items.length, 1, document);
    assert.ok(!JSON.stringify(items).includes('\\u0000'), document);
  }
});

test('names of the prototype chain in a document are names like any other', async () => {
  const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
  const fields = names.map((name) => `<${name} ${name}="x">y</${name}>`).join('');
  const feed = await read(rss(`<item><title>Ebb</title>${fields}<pubDate>constructor</pubDate></item>`));
  assert.equal(feed.items[0]?.title, 'Ebb');
  const json = await read(
    '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","__proto__":{"polluted":1}}],"__proto__":{"polluted":1}}',
  );
  assert.equal(json.items[0]?.guid, '1');
  assert.equal('polluted' in {}, false);
});

test('a link that is not http or https is no link', async () => {
  const feed = await read(
    rss('<item><title>t</title><link>javascript:alert(1)</link><guid>file:///etc/passwd</guid></item>'),
  );
  assert.equal(feed.items[0]?.link, null);
});

test('text with every quoting trap of XML comes through the canonical document unchanged', async () => {
  for (const text of [']]>', 'a]]>b]]', ']]]]>>', '<![CDATA[x', '&amp;lt;', '--> <!--', '\ud83d\ude00']) {
    const quoted = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const feed = await read(rss(`<item><title>t</title><description>${quoted}</description></item>`));
    assert.equal(feed.items[0]?.summary, text);
  }
});
