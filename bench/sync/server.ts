// A process of its own that answers for every feed of the bench, on every loopback address: its work must not count as ours, and it shares
// the cores with what is measured, so it reads no more of HTTP than the two loops write. `/same/N` never changes; each request for `/news/N`
// finds one new item on top of 24 KB.
import { type AddressInfo, createServer } from 'node:net';

const ITEMS = 15;
const PARAGRAPH =
  '<p>The tide <a href="https://blog.example/tides">turned early</a> &amp; the boats came in.</p>\n'.repeat(11);

const versions = new Map<string, number>();

const server = createServer({ noDelay: true }, (socket) => {
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
    for (let end = heard.indexOf('\r\n\r\n'); end >= 0; end = heard.indexOf('\r\n\r\n')) {
      socket.write(answer(heard.slice(0, end)));
      heard = heard.slice(end + 4);
    }
  });
  socket.on('error', () => socket.destroy()); // a loop that ends cuts its connections
});

function answer(request: string): string {
  const path = request.slice('GET '.length, request.indexOf(' HTTP/1.1'));
  const isNews = path.startsWith('/news/');
  const version = isNews ? (versions.get(path) ?? ITEMS) + 1 : ITEMS;
  if (isNews) versions.set(path, version);
  const common = `etag: "${version}"\r\ndate: ${new Date().toUTCString()}\r\nconnection: keep-alive\r\nkeep-alive: timeout=120\r\n`;
  if (!isNews && request.includes(`if-none-match: "${version}"`)) return `HTTP/1.1 304 Not Modified\r\n${common}\r\n`;
  const body = feedAt(path, version, isNews ? ITEMS : 1); // ASCII: as many bytes as characters
  return `HTTP/1.1 200 OK\r\n${common}content-type: application/rss+xml; charset=utf-8\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

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
