import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHtml } from './html.ts';
import { SAMPLES } from './samples/index.ts';
import { brokenRules } from './testing.ts';

const BASE = 'https://site.example/posts/1';
const read = (html: string) => readHtml(html, BASE);
const text = (html: string) => read(html).rich.text;

/** Entities as "type:covered text", a link with its address, code with its language. */
const entities = (html: string) => {
  const { rich } = read(html);
  return rich.entities.map(({ type, offset, length, url, language }) =>
    [type, rich.text.slice(offset, offset + length), url, language].filter((piece) => piece !== undefined).join(':'),
  );
};

function table(name: string, show: (html: string) => unknown, cases: [html: string, expected: unknown][]): void {
  test(name, () => {
    for (const [html, expected] of cases) assert.deepEqual(show(html), expected, html);
  });
}

table('white space collapses as in a browser', text, [
  ['<p>  one \n\t two  </p>', 'one two'],
  ['<p>one\ttwo\fthree</p>', 'one two three'],
  ['one<b> two </b> three', 'one two three'],
  ['<p>one</p>\n\n<p>two</p>', 'one\n\ntwo'],
  ['<div>one</div><div>two</div>', 'one\ntwo'],
  ['one<br>two<br/><br/><br/>three', 'one\ntwo\n\nthree'],
  ['<p>one</p><p>&nbsp;</p><p><br></p><p>two</p>', 'one\n\ntwo'],
  ['<p>今日は\n晴れ</p>', '今日は晴れ'],
  ['<p>今日は\nsunny</p>', '今日は sunny'],
  ['<p>one</p><hr><p>two</p><hr>', 'one\n\n———\n\ntwo'],
]);

table('text without tags keeps its lines', text, [
  ['first\nsecond &amp; third', 'first\nsecond & third'],
  [' a < b and c > d ', 'a < b and c > d'],
  ['where a <b and\nc', 'where a <b and\nc'],
]);

table('formatting elements and styles become entities', entities, [
  [
    '<b>b</b> <i>i</i> <u>u</u> <s>s</s> <code>c</code>',
    ['bold:b', 'italic:i', 'underline:u', 'strikethrough:s', 'code:c'],
  ],
  ['<strong>a <em>b</em></strong>', ['bold:a b', 'italic:b']],
  ['<b>one <i>two</b> three</i>', ['bold:one two', 'italic:two', 'italic:three']],
  ['<b>one <b>two</b> three</b>', ['bold:one two three']],
  ['<span style="font-weight:700;font-style:italic">x</span>', ['bold:x', 'italic:x']],
  ['<h2>Head <a href="/x">link</a></h2>', ['bold:Head link', 'text_link:link:https://site.example/x']],
  ['<figure><img src="a.jpg"><figcaption>Caption</figcaption></figure>', ['italic:Caption']],
  ['<span class="md-spoiler-text">x</span> <tg-spoiler>y</tg-spoiler>', ['spoiler:x', 'spoiler:y']],
  ['<details><summary>More</summary>text</details>', ['bold:More', 'spoiler:text']],
  ['<details><summary>Sums</summary><pre>9f2c</pre></details>', ['bold:Sums', 'pre:9f2c']],
  [
    `<details><summary>More</summary>${'text '.repeat(100)}</details>`,
    ['bold:More', `expandable_blockquote:${'text '.repeat(100).trim()}`],
  ],
  [`<blockquote>${'<p>x</p>'.repeat(8)}</blockquote>`, [`blockquote:${Array(8).fill('x').join('\n\n')}`]],
  [`<blockquote>${'<p>x</p>'.repeat(9)}</blockquote>`, [`expandable_blockquote:${Array(9).fill('x').join('\n\n')}`]],
  [`<blockquote>x${'<span></span>'.repeat(2001)}</blockquote>`, ['expandable_blockquote:x']],
  ['<span style="text-decoration-line: underline line-through">x</span>', ['underline:x', 'strikethrough:x']],
  ['<span style="text-decoration:none;font-style:italic;x:underline">x</span>', ['italic:x']],
]);

table('links are absolute, of four schemes, and lose what tracks the reader', entities, [
  ['<a href="/a?utm_source=x&id=1&fbclid=2#f">l</a>', ['text_link:l:https://site.example/a?id=1#f']],
  ['<a href="?page=2">l</a>', ['text_link:l:https://site.example/posts/1?page=2']],
  [
    '<a href="mailto:a@b.example">l</a> <a href="tg://resolve?domain=x">m</a>',
    ['text_link:l:mailto:a@b.example', 'text_link:m:tg://resolve?domain=x'],
  ],
  ['<a href="javascript:alert(1)">l</a><a href="data:text/html,x">m</a><a href="#top">n</a>', []],
  ['<a href="https://a.example/?x=%2F+%20&utm_medium=rss">l</a>', ['text_link:l:https://a.example/?x=%2F+%20']],
]);

table('quotes are not nested and fold when long', entities, [
  ['<blockquote>one</blockquote>', ['blockquote:one']],
  ['<blockquote>one<blockquote>two</blockquote></blockquote>', ['blockquote:one\n\ntwo', 'italic:two']],
  [`<blockquote>${'x '.repeat(300)}</blockquote>`, [`expandable_blockquote:${'x '.repeat(300).trim()}`]],
]);

table('code keeps its white space, its language and nothing else', entities, [
  ['<pre>\n\n  a\n\n  b  </pre>', ['pre:  a\n\n  b']],
  ['<pre><code class="language-Rust">fn <b>x</b>()</code></pre>', ['pre:fn x():rust']],
  ['<div class="highlight-source-shell"><pre>ls</pre></div>', ['pre:ls:shell']],
  ['<pre class="brush: python">x</pre><pre lang="go">y</pre>', ['pre:x:python', 'pre:y:go']],
  ['<pre>a<br>b</pre>', ['pre:a\nb']],
  ['<pre>if x {\n\ty()\n}</pre>', ['pre:if x {\n    y()\n}']],
  ['<b>x <code>y</code></b>', ['bold:x', 'code:y']],
  ['<code><a href="/f">f()</a></code>', ['text_link:f():https://site.example/f']],
]);

table('lists have bullets by depth and numbers as the page says', text, [
  ['<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>', '• a\n   ◦ b\n      ▪ c\n• d'],
  ['<ol><li>a</li><li value="7">b</li><li>c</li></ol>', '1. a\n7. b\n8. c'],
  ['<ol start="3" type="a"><li>a</li><li>b</li></ol>', 'c. a\nd. b'],
  ['<ol reversed type="I"><li>a</li><li>b</li></ol>', 'II. a\nI. b'],
  ['<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>', '• a\nb\n• c'],
  ['<ul><li><input type="checkbox" checked> done</li><li><input type="checkbox"> open</li></ul>', '☑ done\n☐ open'],
  ['<dl><dt>word</dt><dd>meaning</dd></dl>', 'word\nmeaning'],
]);

table('a bullet stays outside of the bold behind it and inside of the quote around it', entities, [
  ['<ul><li><b>a</b> b</li></ul>', ['bold:a']],
  ['<blockquote><ul><li><b>a</b> b</li></ul></blockquote>', ['blockquote:• a b', 'bold:a']],
  ['<blockquote dir="rtl"><b>a</b></blockquote>', ['blockquote:\u200Fa', 'bold:\u200Fa']],
]);

table('tables are aligned when a phone has room and labelled when not', text, [
  [
    '<table><tr><th>Team</th><th>Pts</th></tr><tr><td>Rovers</td><td>9</td></tr><tr><td>青空</td><td>12</td></tr></table>',
    'Team    Pts\n──────  ───\nRovers    9\n青空     12',
  ],
  ['<table><tr><td>a</td><td>b</td></tr><tr><td>ccc</td><td>d</td></tr></table>', 'a    b\nccc  d'],
  [
    `<table><tr><td rowspan=999>a</td><td>b</td></tr>${'<tr><td>c</td></tr>'.repeat(9)}</table>`,
    `a  b\n${'a  c\n'.repeat(7)}c\nc`,
  ],
  [
    '<table><caption>Cap</caption><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>d</td></tr></table>',
    'Cap\n\na  b\na  d',
  ],
  [
    `<table><tr><th>Name</th><th>Note</th></tr><tr><td>A</td><td>${'x'.repeat(40)}</td></tr><tr><td>B</td><td></td></tr></table>`,
    `A\nNote: ${'x'.repeat(40)}\n\nB`,
  ],
  ['<table><tr><td><p>one</p></td></tr><tr><td><p>two</p></td></tr></table>', 'one\n\ntwo'],
  ['<table><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></table>', 'in\n\nout'],
]);

table('a table with links is not set as code, which would lose them', entities, [
  [
    '<table><tr><th>A</th><th>B</th></tr><tr><td>x</td><td><a href="/y">y</a></td></tr></table>',
    ['bold:x', 'text_link:y:https://site.example/y'],
  ],
]);

table('signs, readings and directions are kept', text, [
  ['E=mc<sup>2</sup>, H<sub>2</sub>O, 1<sup>st</sup>, x<sup>a+b</sup>, y<sub>k</sub>', 'E=mc², H₂O, 1st, x^(a+b), y_k'],
  ['<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字', '漢(かん)字'],
  ['<p>a<a href="#n">1</a></p><p id="n">1. b <a href="#r">↩︎</a></p>', 'a1\n\n1. b'],
  ['<q>word</q>', '“word”'],
  ['<p dir="rtl">HTML היא שפה</p>', '\u200FHTML היא שפה'],
  [
    '<div dir="rtl"><p>HTML היא שפה</p><p>אבג</p><ul><li>CSS גם</li></ul>a<p dir="ltr">b</p></div>c',
    '\u200FHTML היא שפה\n\nאבג\n\n\u200F• CSS גם\n\n\u200Fa\n\nb\n\nc',
  ],
  ['<bdi>x</bdi> a\u202Eb', '\u2068x\u2069 a\u2060b'],
]);

table('what is no content is gone', text, [
  ['a<script>b</script><style>c</style><form>d</form><button>e</button><svg><text>f</text></svg><!-- g -->', 'a'],
  ['a<span hidden>b</span><span style="display: none">c</span><span class="sr-only">d</span>', 'a'],
  [
    '<a href="https://x.example/long"><span class="invisible">https://</span><span class="ellipsis">x.example/lo</span><span class="invisible">ng</span></a>',
    'x.example/lo…',
  ],
  ['a\u0000\u0007\u200B\uFEFF\u00ADb\uD83Dc', 'ab\uFFFDc'],
]);

table('HTML escaped once too often is read as it was meant', text, [
  ['&lt;p&gt;one &amp;amp; &lt;b&gt;two&lt;/b&gt;&lt;/p&gt;&lt;p&gt;three&lt;/p&gt;', 'one & two\n\nthree'],
  ['<p>it&amp;#8217;s AT&amp;amp;T&amp;nbsp;now</p>', 'it’s AT&T\u00A0now'],
  ['<p>write &lt;p&gt; for a paragraph</p>', 'write <p> for a paragraph'],
  ['<code>&amp;amp;</code>', '&amp;'],
]);

table('emoji drawn as images are text again', text, [
  ['a <img class="wp-smiley" src="e.png" alt="😉">', 'a 😉'],
  ['a <img src="https://a.example/images/emoji/x.png" alt=":eyes:">', 'a :eyes:'],
  ['a <img src="x.png" width="20" height="20" alt="🎉">', 'a 🎉'],
]);

const urls = (html: string) => read(html).media.map(({ kind, url }) => `${kind}:${url}`);

table('pictures, films and recordings are collected in order, the best of each', urls, [
  [
    '<img src="a.jpg"><video src="/v.mp4"></video><audio><source src="s.mp3"></audio><img src="loop.gif">',
    [
      'image:https://site.example/posts/a.jpg',
      'video:https://site.example/v.mp4',
      'audio:https://site.example/posts/s.mp3',
      'animation:https://site.example/posts/loop.gif',
    ],
  ],
  ['<img src="s.jpg" srcset="m.jpg 800w, l.jpg 2000w, xl.jpg 6000w">', ['image:https://site.example/posts/l.jpg']],
  ['<img src="s.jpg" srcset="m.jpg, l.jpg 2x">', ['image:https://site.example/posts/l.jpg']],
  ['<img srcset="a,b.jpg 1x,c.jpg 2x 300h, d.jpg">', ['image:https://site.example/posts/c.jpg']],
  ['<img srcset="data:image/gif;base64,AA 3x, a.jpg">', ['image:https://site.example/posts/a.jpg']],
  ['<img src="data:image/gif;base64,AA" data-src="lazy.jpg">', ['image:https://site.example/posts/lazy.jpg']],
  ['<picture><source srcset="p.webp 1000w"><img alt=""></picture>', ['image:https://site.example/posts/p.webp']],
  [
    '<video><source src="v.webm"><source src="v.mp4" type="video/mp4"></video>',
    ['video:https://site.example/posts/v.mp4'],
  ],
  ['<audio><source src="/s.ogg"><source src="/s.mp3"></audio>', ['audio:https://site.example/s.mp3']],
  [
    '<audio><source src="/s?f=opus" type="audio/ogg"><source src="/s?f=aac" type="audio/mp4"></audio>',
    ['audio:https://site.example/s?f=aac'],
  ],
  ['<audio src="/s.ogg"></audio>', ['audio:https://site.example/s.ogg']],
]);

table('pixels, icons, avatars and drawings that Telegram cannot show are no pictures', urls, [
  ['<img src="p.gif" width="1" height="1"><img src="i.png" width="24" height="24"><img src="l.svg">', []],
  [
    '<img class="avatar" src="a.png"><img src="https://pixel.wp.com/b.gif?x=1"><img src="data:image/png;base64,AA">',
    [],
  ],
  ['<img src="/assets/favicon.ico"><img src="https://img.shields.io/badge/x.png">', []],
]);

table('a picture that is said to be large is content, even of a logo or a pixel', urls, [
  [
    '<img src="/logo/new.png" width="800"><img src="/logo/new-small.png" width="120">',
    ['image:https://site.example/logo/new.png'],
  ],
  [
    '<img class="logo" src="/a.png" height="300"><img class="logo" src="/b.png"><img src="/spacer.gif" width="600">',
    ['image:https://site.example/a.png'],
  ],
  [
    '<img src="/pixel/7.jpg" width="1024"><img src="/x.svg" width="1024"><img class="avatar" src="/c.png" width="512">',
    ['image:https://site.example/pixel/7.jpg'],
  ],
]);

table('players of other sites are links to their pages, advertisements are not', entities, [
  [
    '<iframe src="https://www.youtube.com/embed/aBcDeFgHiJk?rel=0"></iframe>',
    ['text_link:youtube.com/watch?v=aBcDeFgHiJk:https://www.youtube.com/watch?v=aBcDeFgHiJk'],
  ],
  ['<iframe title="Song" src="//player.vimeo.com/video/77"></iframe>', ['text_link:Song:https://vimeo.com/77']],
  ['<iframe src="https://ads.example/x"></iframe>', []],
  ['<object data="https://vimeo.com/77"><b>old</b></object>', ['text_link:vimeo.com/77:https://vimeo.com/77']],
  ['<object data="/film.swf"><b>No film</b></object>', ['bold:No film']],
  [
    '<object><param name="movie"><embed src="https://www.youtube.com/v/aBcDeFgHiJk"></object>',
    ['text_link:youtube.com/watch?v=aBcDeFgHiJk:https://www.youtube.com/watch?v=aBcDeFgHiJk'],
  ],
]);

test('the samples of all shapes become what Telegram keeps as it is', () => {
  assert.ok(SAMPLES.length >= 40);
  for (const { name, item } of SAMPLES) {
    assert.deepEqual(brokenRules(readHtml(item.content ?? item.summary ?? '', item.link).rich), [], name);
  }
});
