import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FeedLink, readPage } from './page.ts';
import { rankLinks } from './rank.ts';

const URL_OF_PAGE = 'https://harbour.example/dir/';

function read(html: string) {
  return readPage(Buffer.from(html), { contentType: 'text/html; charset=utf-8', url: URL_OF_PAGE });
}

function linksOf(html: string): FeedLink[] {
  return read(html).links;
}

function ranked(html: string): string[] {
  const { posts } = rankLinks(linksOf(html), URL_OF_PAGE);
  return posts.map(({ url }) => url.replace('https://harbour.example', ''));
}

test('every feed type that a page declares is found, with its title and format', () => {
  const links = linksOf(`<!doctype html><head>
    <link rel="alternate" type="application/rss+xml" title="Harbour &amp; sea" href="/rss">
    <LINK REL='Alternate Home' TYPE='application/atom+xml; charset=utf-8' HREF='news'>
    <link rel=alternate type=application/rdf+xml href=//harbour.example/old>
    <link href="f.json" rel="alternate" type="application/feed+json" title="Harbour &amp;raquo; JSON" />
    <link rel="feed" href="https://other.example/all" title="All">
    <link rel="alternate" type="application/json" href="/feed.json">
    <link rel="alternate" href="/de/">
    <link rel="alternate" type="text/xml" href="/index.xml"><link rel="alternate" href="/rss.xml"></head>`);
  assert.deepEqual(
    links.map(({ url, title, format }) => [url, title, format]),
    [
      ['https://harbour.example/rss', 'Harbour & sea', 'rss'],
      ['https://harbour.example/dir/news', '', 'atom'],
      ['https://harbour.example/old', '', 'rdf'],
      ['https://harbour.example/dir/f.json', 'Harbour » JSON', 'json'],
      ['https://other.example/all', 'All', null],
      ['https://harbour.example/feed.json', '', 'json'],
      ['https://harbour.example/index.xml', '', null],
      ['https://harbour.example/rss.xml', '', 'rss'],
    ],
  );
});

test('what is alternate but no feed is left alone', () => {
  const links = linksOf(`
    <link rel="alternate" hreflang="de" href="/de/"><link rel="alternate" type="application/json+oembed" href="/oembed">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2"><link rel="stylesheet" href="/feed.xml">
    <link rel="alternate" media="handheld" href="https://m.harbour.example/"><link rel="search" href="/rss" type="application/rss+xml">
    <link rel="alternate" type="application/rss+xml"><link rel="alternate" type="application/rss+xml" href="javascript:void(0)">
    <!-- <link rel="alternate" type="application/rss+xml" href="/commented-out"> -->
    <script>document.write('<link rel="alternate" type="application/rss+xml" href="/in-a-script">')</script>`);
  assert.deepEqual(links, []);
});

test('addresses start from the base, also where it is relative, and feed: is a web address', () => {
  const links = linksOf(`<base href="/base/"><link rel="alternate" type="application/rss+xml" href="a">
    <link rel="alternate" type="application/rss+xml" href="feed://harbour.example/b#top">
    <link rel="alternate" type="application/rss+xml" href="feed:https://harbour.example/c">`);
  assert.deepEqual(
    links.map(({ url }) => url),
    ['https://harbour.example/base/a', 'http://harbour.example/b', 'https://harbour.example/c'],
  );
});

test('an anchor with the address or the words of a feed is a feed for people', () => {
  const links =
    linksOf(`<a href="/about">About</a> <a href="/x">RSS 2.0 feed</a> <a href="/blog/atom.xml"><img src=i.png></a>
    <a href="/?feed=rss2" title="Subscribe"></a><a href="/feedback">Feedback</a><a href="/rss-history">All about RSS</a>
    <a href="https://feedly.com/i/subscription/feed/https://harbour.example/feed.xml">RSS</a><a href="/y">Our <b>RSS</b> feed`);
  assert.deepEqual(
    links.map(({ url, title, source }) => [url.replace('https://harbour.example', ''), title, source]),
    [
      ['/x', 'RSS 2.0 feed', 'anchor'],
      ['/blog/atom.xml', '', 'anchor'],
      ['/?feed=rss2', 'Subscribe', 'anchor'],
      ['/y', 'Our RSS feed', 'anchor'],
    ],
  );
});

test('a page is read in the charset that it names itself', () => {
  const link = (title: string) => `<link rel="alternate" type="application/rss+xml" href="/rss" title="${title}">`;
  const head = Buffer.from('<html><head><meta charset="windows-1251">');
  const title = Buffer.from([0xcc, 0xee, 0xf0, 0xe5]); // "Море"
  const [before, after] = link('|')
    .split('|')
    .map((part) => Buffer.from(part));
  const { links } = readPage(Buffer.concat([head, before!, title, after!]), {
    contentType: 'text/html',
    url: URL_OF_PAGE,
  });
  assert.equal(links[0]?.title, 'Море');
});

test('the program that made a page and its other names are read', () => {
  const page = read(`<meta name="Generator" content="Hugo 0.1"><link rel="canonical" href="https://harbour.example/c">
    <meta itemprop="channelId" content="UCabcdefghijklmnopqrstuv">`);
  assert.equal(page.generator, 'Hugo 0.1');
  assert.deepEqual(page.alsoKnownAs, [
    'https://harbour.example/c',
    'https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv',
  ]);
});

const declare = (...feeds: [type: string, href: string, title?: string][]) =>
  feeds
    .map(
      ([type, href, title = '']) => `<link rel="alternate" type="application/${type}" href="${href}" title="${title}">`,
    )
    .join('');

test('the same feed in several formats is offered once', () => {
  assert.deepEqual(ranked(declare(['rss+xml', '/rss', 'RSS'], ['atom+xml', '/atom', 'Atom 1.0'])), ['/rss']);
  assert.deepEqual(ranked(declare(['atom+xml', '/atom.xml'], ['rss+xml', '/rss.xml'], ['feed+json', '/feed.json'])), [
    '/atom.xml',
  ]);
  const titled = declare(['feed+json', '/j', 'Sea (JSON)'], ['rdf+xml', '/d', 'Sea'], ['rss+xml', '/r', 'Sea - RSS']);
  assert.deepEqual(ranked(titled), ['/r']);
  const blogger = declare(['atom+xml', '/feeds/posts/default'], ['rss+xml', '/feeds/posts/default?alt=rss', 'Sea']);
  assert.deepEqual(ranked(blogger), ['/feeds/posts/default']);
});

test('feeds that differ in more than their format are all offered', () => {
  const feeds = declare(['rss+xml', '/news', 'News'], ['rss+xml', '/sport', 'Sport'], ['atom+xml', '/a/news', 'News']);
  assert.deepEqual(ranked(feeds), ['/news', '/sport']);
  assert.deepEqual(ranked(declare(['rss+xml', '/one', 'Sea'], ['rss+xml', '/two', 'Sea'])), ['/one', '/two']);
});

test('comments are kept apart from posts in any language', () => {
  const page = declare(
    ['rss+xml', '/comments/feed/', 'x'],
    ['rss+xml', '/feed/', 'Sea'],
    ['rss+xml', '/c', 'Kommentare'],
  );
  const { posts, comments } = rankLinks(linksOf(page), URL_OF_PAGE);
  assert.deepEqual([posts.length, comments.length], [1, 2]);
});

test('what a page declares goes before its anchors, and its own anchors before those to others', () => {
  const anchors = '<a href="https://friend.example/feed.xml">RSS</a><a href="/rss.xml">RSS</a>';
  assert.deepEqual(ranked(anchors), ['/rss.xml']);
  assert.deepEqual(ranked(anchors + declare(['atom+xml', '/declared'])), ['/declared']);
  assert.deepEqual(ranked('<a href="https://podcasts.example/1/rss">RSS</a>'), ['https://podcasts.example/1/rss']);
});

test('any bytes are a page, and reading one never throws', () => {
  const parts = fc.constantFrom(
    ...['<link ', 'rel=alternate ', 'type="application/rss+xml" ', 'href=', '"/a', '"', '>', '<a ', '</a>', '<base '],
    ...[
      'href="http://[" ',
      '&amp',
      '\0',
      '<!--',
      '<script>',
      '__proto__="x" ',
      "'",
      'feed://',
      '<meta name=generator content=',
    ],
  );
  const html = fc.oneof(
    fc.uint8Array(),
    fc.array(parts, { maxLength: 40 }).map((list) => Buffer.from(list.join(''))),
  );
  fc.assert(
    fc.property(html, (bytes) => {
      const { links } = readPage(bytes, { contentType: 'text/html', url: URL_OF_PAGE });
      rankLinks(links, URL_OF_PAGE);
      assert.ok(links.every(({ url }) => /^https?:/.test(url)));
    }),
    { numRuns: 500 },
  );
});

test('a page made to be slow is read in time in proportion to its length', () => {
  const hostile = [
    '<a href=/feed>',
    '<a ',
    '</x>',
    '<link rel=alternate ',
    '<meta charset',
    '<a title="',
    '&',
    '<!--',
    '<base href=x>',
  ];
  for (const piece of hostile) {
    const links = linksOf(piece.repeat(1_000_000 / piece.length));
    assert.ok(links.length <= 200, piece);
  }
});
