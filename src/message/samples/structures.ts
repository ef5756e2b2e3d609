// Lists, tables, code and change logs.
import { aSample, type Sample } from './sample.ts';

export const structures: Sample[] = [
  aSample('list-of-lists', 'kitchen.example', 'Kitchen Notes', {
    title: 'Soup for eight',
    content: `<p>You need:</p><ul><li>Vegetables<ul><li>2 leeks</li><li>5 carrots<ul><li>the small ones</li></ul></li></ul></li><li>Stock</li></ul><p>Then:</p><ol><li><p>Cut.</p></li><li><p>Boil.</p><ol type="a"><li>slowly</li><li>with the lid on</li></ol></li><li value="5">Eat.</li></ol>`,
  }),
  aSample('task-list', 'roadmap.example', 'Roadmap', {
    title: 'March',
    content: `<ul class="contains-task-list"><li><input type="checkbox" disabled checked> Ship the importer</li><li><input type="checkbox" disabled> Write about it</li></ul>`,
  }),
  aSample('narrow-table', 'league.example', 'Sunday League', {
    title: 'Standings after round 12',
    content: `<table><thead><tr><th>Team</th><th>P</th><th>Pts</th></tr></thead><tbody><tr><td>Rovers</td><td>12</td><td>29</td></tr><tr><td>Athletic</td><td>12</td><td>27</td></tr><tr><td>青空クラブ</td><td>11</td><td>8</td></tr></tbody></table>`,
  }),
  aSample('wide-table', 'phones.example', 'Phone Prices', {
    title: 'Spring prices',
    content: `<table><tr><th>Model</th><th>Display</th><th>Battery</th><th>Price</th><th>Where</th></tr><tr><td>Alder 5</td><td>6.1 inch OLED, 120 Hz</td><td>4,900 mAh, 45 W</td><td>€ 499</td><td><a href="https://phones.example/a5">the maker's shop</a></td></tr><tr><td>Birch 2</td><td>6.7 inch LCD, 60 Hz</td><td>5,000 mAh, 18 W</td><td>€ 189</td><td><a href="https://phones.example/b2">anywhere</a></td></tr></table>`,
  }),
  aSample('spanned-table', 'train.example', 'Line 4', {
    title: 'New times',
    content: `<table><caption>From 1 April</caption><tr><th>Day</th><th>Out</th><th>Back</th></tr><tr><td rowspan="2">Mon</td><td>7:10</td><td>17:40</td></tr><tr><td>8:10</td><td>18:40</td></tr><tr><td>Sun</td><td colspan="2">no trains</td></tr></table>`,
  }),
  aSample('code', 'compiler.example', 'Compiler Diary', {
    title: 'Parsing with two lines',
    content: `<p>Call <code>next()</code> until it says <code>&lt;eof&gt;</code>:</p><div class="highlight highlight-source-rust"><pre>fn main() {
    while let Some(t) = <span class="pl-en">next</span>() {
        println!("{t:?}");
    }
}</pre></div><p>Press <kbd>Ctrl</kbd>+<kbd>C</kbd> to stop.</p>`,
  }),
  aSample('code-with-line-numbers', 'ops.example', 'Ops', {
    title: 'A cron job',
    content: `<div class="highlight"><table class="rouge-table"><tbody><tr><td class="rouge-gutter gl"><pre class="lineno">1\n2</pre></td><td class="rouge-code"><pre class="language-sh"><code>#!/bin/sh\nexec backup --all\n</code></pre></td></tr></tbody></table></div>`,
  }),
  aSample('changelog', 'releases.example', 'parcel releases', {
    title: 'v4.2.0',
    author: 'release-bot',
    content: `<h2>What's Changed</h2><ul><li>Fix a crash on empty input by <a href="https://github.com/ana">@ana</a> in <a href="https://github.com/o/parcel/pull/812">#812</a></li><li><strong>Breaking:</strong> <code>open()</code> returns a promise (<a href="https://github.com/o/parcel/commit/1f3c9ab"><tt>1f3c9ab</tt></a>)</li><li><del>Drop Node 20</del> put off</li></ul><details><summary>Checksums</summary><pre>9f2c…  parcel.tgz\n77ab…  parcel.zip</pre></details><p><strong>Full Changelog</strong>: <a href="https://github.com/o/parcel/compare/v4.1.0...v4.2.0"><tt>v4.1.0...v4.2.0</tt></a></p>`,
  }),
  aSample('commit-feed', 'forge.example', 'Commits to main', {
    title: 'store: close the cursor when a batch fails',
    author: 'kofi',
    content: `<pre style='white-space:pre-wrap;width:81ex'>store: close the cursor when a batch fails\n\nThe pool ran dry after fifty of them.</pre>`,
  }),
  aSample('arxiv', 'papers.example', 'cs.DB updates', {
    title: 'Lease-based Scheduling without Clocks',
    author: 'A. Novak, R. Iyer',
    categories: ['cs.DB', 'cs.DC'],
    summary: `<p>We show that $O(\\log n)$ leases suffice &amp; give a bound of <img class="latex" alt="2^{k}" src="https://papers.example/latex.png"> messages. <span class="math">k &lt; n</span>.</p>`,
  }),
];
