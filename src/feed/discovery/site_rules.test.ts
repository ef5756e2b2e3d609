import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guessFeedAddresses } from './guesses.ts';
import { siteAddresses } from './site_rules.ts';

const YOUTUBE = 'https://www.youtube.com/feeds/videos.xml';

/** A page, and the one feed that its site's rules give it; null where there is no rule or more than one feed. */
const ONE: [string, string | null][] = [
  ['https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv', `${YOUTUBE}?channel_id=UCabcdefghijklmnopqrstuv`],
  ['https://m.youtube.com/channel/UCabc/videos', `${YOUTUBE}?channel_id=UCabc`],
  ['https://www.youtube.com/user/harbour', `${YOUTUBE}?user=harbour`],
  ['https://www.youtube.com/playlist?list=PL0&si=x', `${YOUTUBE}?playlist_id=PL0`],
  ['https://www.youtube.com/@harbour', null],
  ['https://www.youtube.com/watch?v=abc&list=PL0', null],
  [`${YOUTUBE}?channel_id=UCabc`, null],
  ['https://www.reddit.com/r/boats', 'https://www.reddit.com/r/boats/.rss'],
  ['https://old.reddit.com/r/boats/top/?t=week', 'https://www.reddit.com/r/boats/top/.rss?t=week'],
  ['https://reddit.com/r/boats/comments/1abc/a_boat/', 'https://www.reddit.com/r/boats/comments/1abc/a_boat/.rss'],
  ['https://www.reddit.com/u/ada/', 'https://www.reddit.com/user/ada/.rss'],
  ['https://www.reddit.com/user/ada/m/sea', 'https://www.reddit.com/user/ada/m/sea/.rss'],
  ['https://www.reddit.com/', 'https://www.reddit.com/.rss'],
  ['https://www.reddit.com/settings', null],
  ['https://www.reddit.com/r/boats/.rss', null],
  ['https://github.com/ada/boat/releases', 'https://github.com/ada/boat/releases.atom'],
  ['https://github.com/ada/boat/releases/tag/v1', 'https://github.com/ada/boat/releases.atom'],
  ['https://github.com/ada/boat/tags', 'https://github.com/ada/boat/tags.atom'],
  ['https://github.com/ada/boat/commits', 'https://github.com/ada/boat/commits.atom'],
  ['https://github.com/ada/boat/commits/main/src/', 'https://github.com/ada/boat/commits/main/src.atom'],
  ['https://github.com/ada/boat/tree/next', 'https://github.com/ada/boat/commits/next.atom'],
  ['https://github.com/ada', 'https://github.com/ada.atom'],
  ['https://github.com/ada/boat/issues', null],
  ['https://github.com/topics/boats', null],
  ['https://github.com/ada/boat/releases.atom', null],
  ['https://gitlab.com/ada/sea/boat/-/releases', 'https://gitlab.com/ada/sea/boat/-/releases.atom'],
  ['https://gitlab.gnome.org/ada/boat/-/tags', 'https://gitlab.gnome.org/ada/boat/-/tags?format=atom'],
  ['https://gitlab.com/ada/boat/-/tree/main', 'https://gitlab.com/ada/boat/-/commits/main?format=atom'],
  ['https://gitlab.com/ada/boat.git/-/releases', 'https://gitlab.com/ada/boat/-/releases.atom'],
  ['https://gitlab.com/ada/boat/-/issues', null],
  ['https://gitlab.com/ada', null],
  ['https://mastodon.social/@ada', 'https://mastodon.social/@ada.rss'],
  ['https://mastodon.social/@ada/1112223334', 'https://mastodon.social/@ada.rss'],
  ['https://mastodon.social/@ada@sea.example', 'https://sea.example/@ada.rss'],
  ['https://any.example/@ada@sea.example', 'https://sea.example/@ada.rss'],
  ['https://mastodon.social/tags/boats', 'https://mastodon.social/tags/boats.rss'],
  ['https://mastodon.social/users/ada', 'https://mastodon.social/@ada.rss'],
  ['https://bsky.app/profile/ada.bsky.social', 'https://bsky.app/profile/ada.bsky.social/rss'],
  ['https://bsky.app/profile/ada.bsky.social/post/3kx', 'https://bsky.app/profile/ada.bsky.social/rss'],
  ['https://bsky.app/search', null],
  ['https://medium.com/@ada/on-boats-1a2b', 'https://medium.com/feed/@ada'],
  ['https://medium.com/harbour', 'https://medium.com/feed/harbour'],
  ['https://medium.com/harbour/tagged/ebb', 'https://medium.com/feed/harbour/tagged/ebb'],
  ['https://medium.com/tag/boats', 'https://medium.com/feed/tag/boats'],
  ['https://medium.com/feed/@ada', null],
  ['https://medium.com/', null],
  ['https://ada.medium.com/on-boats', 'https://ada.medium.com/feed'],
  ['https://harbour.substack.com/p/ebb', 'https://harbour.substack.com/feed'],
  ['https://harbour.wordpress.com/2021/06/ebb/', 'https://harbour.wordpress.com/feed/'],
  ['https://harbour.wordpress.com/category/tides/', 'https://harbour.wordpress.com/category/tides/feed/'],
  ['https://harbour.blogspot.com/2021/06/ebb.html', 'https://harbour.blogspot.com/feeds/posts/default'],
  ['https://harbour.blogspot.co.uk/search/label/Ebb', 'https://harbour.blogspot.co.uk/feeds/posts/default/-/Ebb'],
  ['https://harbour.blogspot.com/feeds/posts/default', null],
  ['https://harbour.blogspot.com/atom.xml', null],
  ['https://harbour.substack.com/feed', null],
  ['https://harbour.wordpress.com/comments/feed/', null],
  ['https://harbour.wordpress.com/feed/', null],
  ['https://music.youtube.com/channel/UCabc', `${YOUTUBE}?channel_id=UCabc`],
  ['https://www.reddit.com/r/boats/s/AbC123', null],
  ['https://gitlab.com/explore/projects', null],
  ['https://gitlab.com/users/ada', null],
  ['https://medium.com/p/1a2b3c', null],
  ['https://open.substack.com/pub/harbour/p/ebb?r=1', 'https://harbour.substack.com/feed'],
  ['https://substack.com/@harbour', 'https://harbour.substack.com/feed'],
  ['https://substack.com/browse', null],
  ['https://harbour.wordpress.com/author/ada/page/2/', 'https://harbour.wordpress.com/author/ada/feed/'],
  // Feeds are what some people write about.
  ['https://www.reddit.com/r/rss/', 'https://www.reddit.com/r/rss/.rss'],
  ['https://github.com/rss', 'https://github.com/rss.atom'],
  ['https://github.com/ada/boat/blob/main/package.json', 'https://github.com/ada/boat/commits/main/package.json.atom'],
  ['https://mastodon.social/tags/rss', 'https://mastodon.social/tags/rss.rss'],
  ['https://medium.com/tag/rss', 'https://medium.com/feed/tag/rss'],
  ['https://harbour.wordpress.com/tag/rss/', 'https://harbour.wordpress.com/tag/rss/feed/'],
  ['https://harbour.blogspot.com/search/label/rss', 'https://harbour.blogspot.com/feeds/posts/default/-/rss'],
  ['https://harbour.example/', null],
  ['https://notgithub.com/ada', null],
  ['ftp://github.com/ada', null],
  ['no address', null],
];

function onlyAddressOf(page: string): string | null {
  const [first = null, ...others] = siteAddresses(page);
  return others.length === 0 ? first : null;
}

for (const [page, feed] of ONE) {
  test(`the feed of ${page} is ${feed ?? 'not known by a rule'}`, () => assert.equal(onlyAddressOf(page), feed));
}

test('a repository has feeds of releases, commits and tags', () => {
  const github = 'https://github.com/ada/boat';
  assert.deepEqual(siteAddresses(`${github}.git`), [
    `${github}/releases.atom`,
    `${github}/commits.atom`,
    `${github}/tags.atom`,
  ]);
  const gitlab = 'https://gitlab.com/ada/sea/boat';
  assert.deepEqual(siteAddresses(gitlab), [
    `${gitlab}/-/releases.atom`,
    `${gitlab}/-/commits/HEAD?format=atom`,
    `${gitlab}/-/tags?format=atom`,
  ]);
});

test('a guess is one of the usual paths, those of the program that made the page first', () => {
  assert.deepEqual(guessFeedAddresses('https://harbour.example/').slice(0, 3), [
    'https://harbour.example/feed',
    'https://harbour.example/rss.xml',
    'https://harbour.example/atom.xml',
  ]);
  const first = (url: string, generator: string | null = null) => guessFeedAddresses(url, generator)[0];
  assert.equal(first('https://harbour.example/', 'Hugo 0.120.4'), 'https://harbour.example/index.xml');
  assert.equal(first('https://harbour.example/?p=1', 'WordPress 6.4'), 'https://harbour.example/feed/');
  assert.equal(first('https://harbour.example/blog/'), 'https://harbour.example/blog/feed');
  assert.equal(first('https://harbour.example/@ada'), 'https://harbour.example/@ada.rss');
  assert.equal(first('https://harbour.example/2021/06/ebb'), 'https://harbour.example/feed');
  assert.deepEqual(guessFeedAddresses('mailto:ada@harbour.example'), []);
});

test('no address is guessed twice', () => {
  for (const generator of [null, 'WordPress', 'Ghost 5', 'Drupal 10', 'Jekyll v4']) {
    const guesses = guessFeedAddresses('https://harbour.example/blog', generator).map((url) => url.replace(/\/$/, ''));
    assert.equal(new Set(guesses).size, guesses.length, String(generator));
  }
});
