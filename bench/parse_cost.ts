// What reading a feed of 24 KB costs, as a ratio to rss-parser's own time over the same text in the same run.
import Parser from 'rss-parser';
import { parseFeed } from '../src/feed/parse.ts';

const BATCHES = 15;
const FEEDS_A_BATCH = 60;

/** Prints both medians and the ratio; returns the ratio. */
export async function compareCost(): Promise<number> {
  const text = sampleFeed();
  const bytes = new TextEncoder().encode(text);
  const bare = new Parser();
  const batches: { bareMs: number; oursMs: number }[] = [];
  for (let batch = 0; batch <= BATCHES; batch++) {
    const bareMs = await timed(() => bare.parseString(text));
    const oursMs = await timed(() => parseFeed(bytes, { contentType: 'application/rss+xml; charset=utf-8' }));
    if (batch > 0) batches.push({ bareMs, oursMs }); // the first one warms up
  }
  const bareMs = median(batches.map((batch) => batch.bareMs));
  const oursMs = median(batches.map((batch) => batch.oursMs));
  const ratio = oursMs / bareMs;
  console.log(
    `a feed of ${(bytes.length / 1024).toFixed(0)} KB: rss-parser bare ${bareMs.toFixed(2)} ms, ours ${oursMs.toFixed(2)} ms, ${ratio.toFixed(2)} times`,
  );
  return ratio;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < FEEDS_A_BATCH; i++) await work();
  return (performance.now() - start) / FEEDS_A_BATCH;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** 15 items of a blog, each with a summary and a text of about 1.2 KB of HTML in CDATA. */
export function sampleFeed(): string {
  const paragraph = '<p>The tide <a href="https://blog.example/tides">turned early</a> &amp; the boats came in.</p>\n';
  const items = Array.from({ length: 15 }, (_, i) => {
    const link = `https://blog.example/posts/${i}`;
    return `<item><title>Harbour notes &#8211; part ${i}</title><link>${link}</link><guid isPermaLink="true">${link}</guid>
<pubDate>Tue, ${String(i + 1).padStart(2, '0')} Jun 2021 08:15:00 +0200</pubDate><dc:creator>Ada Quay</dc:creator><category>sea</category>
<description>What the harbour saw on day ${i} &lt;b&gt;and&lt;/b&gt; what it did not.</description>
<content:encoded><![CDATA[${paragraph.repeat(11)}]]></content:encoded></item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour notes</title><link>https://blog.example/</link><description>A harbour, day by day.</description>
${items.join('\n')}</channel></rss>`;
}
