// A feed that never runs dry: a new item every minute, worked out from the clock, so that a newcomer sees the bot at work
// without the internet. The same minute always gives the same item.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SAMPLE_BODIES } from './sample_items.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const SHOWN = 10;

export function addSampleRoutes(app: FastifyInstance, world: World): void {
  app.get('/playground/feed.xml', (request, reply) => sendFeed(request, reply, world.now()));
  app.get('/playground/page.html', (_request, reply) => reply.type('text/html; charset=utf-8').send(SAMPLE_PAGE));
  app.get<{ Params: { minute: string } }>('/playground/items/:minute', (request, reply) => {
    const minute = Number(request.params.minute);
    if (!Number.isSafeInteger(minute) || minute < 0) return reply.code(404).send('There is no such item.');
    const { title, html } = itemOf(minute);
    return reply.type('text/html; charset=utf-8').send(`<!doctype html><title>${escapeXml(title)}</title>${html}`);
  });
}

/** RSS 2.0 with the items of the ten minutes up to now. @param nowMs milliseconds since 1970 */
export function renderSampleFeed(origin: string, nowMs: number): string {
  const newest = Math.floor(nowMs / MINUTE_MS);
  const items = Array.from({ length: SHOWN }, (_unused, index) => renderItem(origin, newest - index));
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>The Minute Gazette</title>
<link>${origin}/playground/page.html</link>
<atom:link href="${origin}/playground/feed.xml" rel="self" type="application/rss+xml"/>
<description>Something new every minute, made up by the playground.</description>
<language>en</language>
${items.join('\n')}
</channel>
</rss>
`;
}

function itemOf(minute: number): { title: string; html: string; category: string } {
  const body = SAMPLE_BODIES[minute % SAMPLE_BODIES.length] ?? { title: 'Nothing new', html: '', category: 'Notes' };
  const time = new Date(minute * MINUTE_MS).toISOString().slice(11, 16);
  return { ...body, title: `${body.title} (${time} UTC)` };
}

function renderItem(origin: string, minute: number): string {
  const { title, html, category } = itemOf(minute);
  return `<item>
<title>${escapeXml(title)}</title>
<link>${origin}/playground/items/${minute}</link>
<guid isPermaLink="false">minute-gazette-${minute}</guid>
<pubDate>${new Date(minute * MINUTE_MS).toUTCString()}</pubDate>
<category>${category}</category>
<content:encoded><![CDATA[${html}]]></content:encoded>
</item>`;
}

function sendFeed(request: FastifyRequest, reply: FastifyReply, nowMs: number): FastifyReply {
  const body = renderSampleFeed(`http://${request.headers.host}`, nowMs);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const changedMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  reply.headers({ etag, 'last-modified': new Date(changedMs).toUTCString(), 'cache-control': 'max-age=30' });
  if (isKnown(request, etag, changedMs)) return reply.code(304).send();
  return reply.type('application/rss+xml; charset=utf-8').send(body);
}

/** If-None-Match rules; If-Modified-Since counts only without it (RFC 9110 §13.1.3). */
function isKnown({ headers }: FastifyRequest, etag: string, changedMs: number): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return since >= changedMs;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const SAMPLE_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The Minute Gazette</title>
<link rel="alternate" type="application/rss+xml" title="The Minute Gazette" href="/playground/feed.xml">
</head>
<body>
<h1>The Minute Gazette</h1>
<p>An ordinary page. Its feed is not this address, but the page says where it is.</p>
</body>
</html>
`;
