// Posts of people and papers: prose with headings, pictures, quotes, notes.
import { aSample, type Sample } from './sample.ts';

const paragraph = (n: number) =>
  `<p>On day ${n} the river was lower again. We carried the boat for an hour, found the old ford, and slept under the bridge; nobody spoke much. In the morning the fog had gone &mdash; &ldquo;a good sign,&rdquo; said Marta, who had said so on each of the days before.</p>`;

export const articles: Sample[] = [
  aSample('blog-post', 'garden.example', 'The Slow Garden', {
    title: 'Why I stopped digging',
    author: 'Ilse Brandt',
    categories: ['soil', 'No dig', 'spring'],
    content: `<p>Every March I used to turn over <em>all</em> of the beds. This year I put down cardboard, ten centimetres of compost, and went <strong>inside for tea</strong>.</p>
<figure class="wp-block-image size-large"><img src="https://garden.example/img/beds-1024x683.jpg" srcset="https://garden.example/img/beds-300x200.jpg 300w, https://garden.example/img/beds-1024x683.jpg 1024w, https://garden.example/img/beds.jpg 4000w" width="1024" height="683" alt="Three covered beds"><figcaption>The beds, under <em>cardboard</em></figcaption></figure>
<h2>What happened next</h2>
<p>Worms. So many worms. See <a href="/worms?utm_source=rss&amp;utm_medium=feed&amp;page=2">what I wrote about them</a>.</p>
<p>&nbsp;</p><p><img src="https://pixel.wp.com/b.gif?host=garden.example" width="1" height="1"></p>`,
  }),
  aSample('long-read', 'journal.example', 'Upstream Journal', {
    title: 'Forty days up the river',
    author: 'T. Okafor',
    summary: '<p>A walk, a boat, and the people in between.</p>',
    content: Array.from(
      { length: 40 },
      (_, index) => (index % 10 === 0 ? `<h3>Week ${index / 10 + 1}</h3>` : '') + paragraph(index + 1),
    ).join('\n'),
  }),
  aSample('summary-only', 'news.example', 'Example News', {
    title: 'Council votes to keep the night bus',
    summary: 'The N7 will run until at least 2028, after 4,112 residents signed a petition.',
    categories: ['Local', 'Transport'],
  }),
  aSample('title-only', 'status.example', 'Example Status', { title: 'All systems operational' }),
  aSample('quote', 'letters.example', 'Letters', {
    title: 'On waiting',
    content: `<blockquote><p>Patience is not the ability to wait, but how one acts while waiting.</p><footer>&mdash; <cite>a teacher of mine</cite></footer></blockquote><p>I think of it at every bus stop.</p>`,
  }),
  aSample('nested-quotes', 'lists.example', 'dev-list', {
    title: 'Re: Re: [RFC] drop the old format',
    author: 'Nadia',
    content: `<p>Replying to both.</p><blockquote><p>I would keep it.</p><blockquote><p>Can we drop the old format in 3.0?</p></blockquote><p>Too many files in the wild.</p></blockquote><p>Then let us <u>warn</u> first.</p>`,
  }),
  aSample('long-quote', 'archive.example', 'From the Archive', {
    title: 'The whole letter',
    content: `<p>Found in a drawer:</p><blockquote>${paragraph(1)}${paragraph(2)}${paragraph(3)}</blockquote>`,
  }),
  aSample('interview', 'talks.example', 'Talks', {
    title: 'Five questions for a lighthouse keeper',
    content: `<p><b>Do you ever sleep?</b><br>In the daytime, yes.</p><p><b>What do you read?</b><br>The weather. Then <i>novels about the weather</i>.</p><hr><p><small>This talk was shortened.</small></p>`,
  }),
  aSample('footnotes', 'essays.example', 'Essays', {
    title: 'Notes on notes',
    content: `<p>A claim<sup id="r1"><a href="#n1">1</a></sup> and a formula: E = mc<sup>2</sup>, H<sub>2</sub>O, the 1<sup>st</sup> of x<sup>a+b</sup>.</p><ol><li id="n1">Source: <q>memory</q>. <a href="#r1">↩</a></li></ol>`,
  }),
  aSample('definition-list', 'glossary.example', 'Glossary', {
    title: 'Three words for snow',
    content: `<dl><dt>firn</dt><dd>Snow that has lived through a summer.</dd><dt>graupel</dt><dd>Snow that met cold fog.</dd><dt>sastrugi</dt><dd>Snow that met wind.</dd></dl>`,
  }),
];
