import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot } from './testing.ts';

const START_MS = Date.UTC(2026, 5, 1, 12, 0, 30);
const guidsOf = (xml: string) => [...xml.matchAll(/<guid[^>]*>([^<]+)</g)].map((match) => match[1]);

test('the sample feed has one new item a minute, and the same minute gives the same feed', async (t) => {
  let nowMs = START_MS;
  const { playground } = await startBot(t, { now: () => nowMs });
  const read = async () => (await fetch(`${playground.url}/playground/feed.xml`)).text();
  const first = await read();
  nowMs += 20_000;
  assert.equal(await read(), first);
  nowMs += 60_000;
  const before = guidsOf(first);
  const after = guidsOf(await read());
  assert.equal(after.length, 10);
  assert.deepEqual(after.slice(1), before.slice(0, 9));
});

test('the sample feed answers 304 to its own validators until the next minute', async (t) => {
  let nowMs = START_MS;
  const { playground } = await startBot(t, { now: () => nowMs });
  const url = `${playground.url}/playground/feed.xml`;
  const { headers } = await fetch(url);
  const ask = async (given: Record<string, string>) => (await fetch(url, { headers: given })).status;
  const etag = { 'if-none-match': headers.get('etag') ?? '' };
  const since = { 'if-modified-since': headers.get('last-modified') ?? '' };
  assert.deepEqual([await ask(etag), await ask(since)], [304, 304]);
  nowMs += 60_000;
  assert.deepEqual([await ask(etag), await ask(since)], [200, 200]);
});

test('an ordinary page says where the sample feed is', async (t) => {
  const { playground } = await startBot(t);
  const html = await (await fetch(`${playground.url}/playground/page.html`)).text();
  assert.match(html, /<link rel="alternate" type="application\/rss\+xml"[^>]*href="\/playground\/feed\.xml"/);
});
