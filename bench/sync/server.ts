// A process of its own that answers for every feed of the bench, on every loopback address: its work must not count as ours.
// `/same/N` never changes; each request for `/news/N` finds one new item on top of 24 KB.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const ITEMS = 15;
const PARAGRAPH =
  '<p>The tide <a href="https://blog.example/tides">turned early</a> &amp; the boats came in.</p>\n'.repeat(11);

const versions = new Map<string, number>();

const server = createServer((request, response) => {
  const path = request.url!;
  const isNews = path.startsWith('/news/');
  const version = isNews ? (versions.get(path) ?? ITEMS) + 1 : ITEMS;
  if (isNews) versions.set(path, version);
  const etag = `"${version}"`;
  if (!isNews && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const body = Buffer.from(feedAt(path, version, isNews ? ITEMS : 1));
  response.writeHead(200, {
    etag,
    'content-type': 'application/rss+xml; charset=utf-8',
    'content-length': body.length,
  });
  response.end(body);
});

function feedAt(path: string, version: number, length: number): string {
  const items = Array.from({ length }, (_, index) => itemAt(path, version - index));
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour notes</title><link>https://blog.example/</link><description>A harbour, day by day.</description>
${items.join('\n')}</channel></rss>`;
}

function itemAt(path: string, number: number): string {
  const link = `https://blog.example${path}/posts/${number}`;
  return `<item><title>Harbour notes &#8211; part ${number}</title><link>${link}</link><guid isPermaLink="true">${link}</guid>
<pubDate>Tue, 01 Jun 2021 08:15:00 +0200</pubDate><dc:creator>Ada Quay</dc:creator><category>sea</category>
<description>What the harbour saw on day ${number} &lt;b&gt;and&lt;/b&gt; what it did not.</description>
<content:encoded><![CDATA[${PARAGRAPH}]]></content:encoded></item>`;
}

server.listen(0, '0.0.0.0', () => process.send!((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
