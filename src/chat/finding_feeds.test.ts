// What people are told and offered when they send an address: several feeds, each way in which a publisher says no, a feed that comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConversation } from './testing.ts';

const room = await startConversation({ SYNC_MIN_INTERVAL_SECONDS: '3600', SYNC_MAX_INTERVAL_SECONDS: '3600' });

test('of several feeds the person taps the one that is meant', async () => {
  const { chat, person } = room.newPerson();
  room.serveFeed('/news.xml', { title: 'News' });
  room.serveFeed('/sport.xml', { title: 'Sport' });
  const link = (path: string, title: string) =>
    `<link rel="alternate" type="application/rss+xml" title="${title}" href="${path}">`;
  room.feeds.on('/paper', {
    headers: { 'content-type': 'text/html' },
    body: `<!doctype html><title>Paper</title>${link('/news.xml', 'News')}${link('/sport.xml', 'Sport')}<p>Hello`,
  });
  const choice = await room.ask(
    chat,
    person,
    `/subscribe ${room.feeds.url('/paper')}`,
    /has several feeds\. Which one/,
  );
  assert.deepEqual(
    choice.reply_markup?.inline_keyboard?.map((row) => row.map((button) => button.text)),
    [['News'], ['Sport']],
  );
  const done = await room.tapFor(chat, choice, 'Sport', person, /^Subscribed to Sport\./);
  assert.equal(done.message_id, choice.message_id);
});

test('each way in which a publisher says no has a sentence of its own', async () => {
  const { chat, person } = room.newPerson();
  const says: [string, Parameters<typeof room.feeds.on>[1], RegExp][] = [
    ['/410', { status: 410 }, /says that this feed is gone for good/],
    ['/403', { status: 403 }, /does not want to be asked right now \(403\)/],
    ['/500', { status: 500 }, /answered with an error \(500\)/],
    ['/loop', { status: 301, headers: { location: '/loop' } }, /sent us on more than 5 times/],
    ['/file', { status: 302, headers: { location: 'file:///etc/passwd' } }, /Only http and https/],
    ['/port', { status: 302, headers: { location: 'http://news.example:22/' } }, /Port 22 of news\.example is not one/],
    [
      '/inside',
      { status: 302, headers: { location: 'http://169.254.169.254/' } },
      /^127\.0\.0\.1 could not be reached/,
    ],
    ['/twice', { headers: { 'content-encoding': 'gzip, br' }, body: 'x' }, /not safe to unpack/],
    ['/half', { headers: { 'content-encoding': 'gzip' }, body: Buffer.from([0x1f, 0x8b, 8]) }, /sent a damaged answer/],
    ['/picture', { headers: { 'content-type': 'image/png' }, body: Buffer.from([137, 80, 78, 71]) }, /not a feed/],
    ['/429', { status: 429, headers: { 'retry-after': '600' } }, /does not want to be asked right now \(429\)/],
  ];
  for (const [path, answer, sentence] of says) {
    room.feeds.on(path, answer);
    const told = await room.ask(chat, person, `/subscribe ${room.feeds.url(path)}`, sentence);
    assert.match(told.text!, /\nNothing was subscribed to\.$/, path);
  }
  // The last of them asked that its host be left alone, which nobody else is to pay for here.
  await room.db.query({ text: `update hosts set paused_until = '-infinity'` });
});

test('a feed that was given up, or is far off after failures, is read again when a reader asks for it once more', async () => {
  const { chat, person } = room.newPerson();
  const url = room.serveFeed('/back.xml', { title: 'Back' });
  await room.ask(chat, person, `/subscribe ${url}`, /^Subscribed to Back/);
  await room.seen(chat, /^First/);
  const feed = '(select id from feeds where url = $1)';
  const givenUp = [
    `delete from feed_schedule where feed_id = ${feed}`,
    `update feeds set state = 'gone', failures = 20 where url = $1`,
  ];
  const farOff = [
    `update feed_schedule set next_sync_at = clock_timestamp() + interval '20 hours' where feed_id = ${feed}`,
    `update feeds set state = 'failing', failures = 12 where url = $1`,
  ];
  const items = [{ title: 'First' }, { title: 'Second' }];
  for (const [index, statements] of [givenUp, farOff].entries()) {
    for (const text of statements) await room.db.query({ text, values: [url] });
    items.push({ title: `Meanwhile ${index}` });
    room.serveFeed('/back.xml', { title: 'Back', items });
    const { message_id: after } = room.say(chat, person, `/subscribe ${url}`);
    await room.seen(chat, /already follows Back/, { after });
    await room.seen(chat, new RegExp(`^Meanwhile ${index}`));
    const { rows } = await room.db.query({
      text: `
        select state, failures, round(extract(epoch from next_sync_at - clock_timestamp()) / 3600)::int as hours
        from feeds join feed_schedule on feed_id = id where url = $1`,
      values: [url],
    });
    assert.deepEqual(rows, [{ state: 'active', failures: 0, hours: 1 }]);
  }
});
