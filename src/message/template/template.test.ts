import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readHtml } from '../html.ts';
import type { RichText } from '../part.ts';
import { parseTemplate } from './parse_template.ts';
import { renderTemplate } from './render_template.ts';
import type { TemplateFields } from './template.ts';

const place = { timeZone: 'UTC', language: 'en' };
const item: TemplateFields = {
  bot_feed_name: 'Example News',
  bot_feed_link: 'https://example.org/feed',
  bot_item_name: 'Tom & Jerry <3',
  bot_item_link: 'https://example.org/a?a=1&b=2',
  bot_item_description: readHtml('<p>Hello <b>bold</b> world</p>', null).rich,
  bot_item_content: readHtml('<p>Long text</p>', null).rich,
  bot_item_author: 'Bob <bob@example.org>',
  bot_item_categories: ['Go', 'Rust & C'],
  bot_item_image: null,
  bot_date: '2024-01-02T03:04:05Z',
};

function render(source: string, fields: Partial<TemplateFields> = {}, at = place): RichText {
  const parsed = parseTemplate(source);
  assert.ok(parsed.kind === 'ok', JSON.stringify(parsed));
  return renderTemplate(parsed.template, { ...item, ...fields }, at);
}

/** The text with its entities written as `[type:covered]`. */
function shown({ text, entities }: RichText): [string, ...string[]] {
  const covered = entities.map(({ type, offset, length, url, language }) =>
    [type, text.slice(offset, offset + length), url ?? language].filter((part) => part !== undefined).join(':'),
  );
  return [text, ...covered];
}

const texts: [source: string, text: string, ...entities: string[]][] = [
  ['{{bot_feed_name}}\n\n{{bot_item_name}}\n', 'Example News\n\nTom & Jerry <3'],
  ['{{bot_item_author}}', 'Bob <bob@example.org>'],
  ['Tom & Jerry: {{{bot_item_link}}}', 'Tom & Jerry: https://example.org/a?a=1&b=2'],
  ['{{bot_item_description}}', 'Hello bold world', 'bold:bold'],
  ['{{&bot_item_name}}', 'Tom & Jerry <3'],
  ['{{bold bot_item_name}}', 'Tom & Jerry <3', 'bold:Tom & Jerry <3'],
  ['{{italic (substring bot_item_name 5)}}', 'Tom &...', 'italic:Tom &...'],
  ['{{substring bot_item_description 8}}', 'Hello bo...', 'bold:bo'],
  ['{{substring bot_item_description 100}}', 'Hello bold world', 'bold:bold'],
  [
    '{{create_link bot_item_name bot_item_link}}',
    'Tom & Jerry <3',
    'text_link:Tom & Jerry <3:https://example.org/a?a=1&b=2',
  ],
  ['{{create_link "" bot_item_link}}', 'link', 'text_link:link:https://example.org/a?a=1&b=2'],
  ['{{create_link "x" "javascript:alert(1)"}}', 'x'],
  ['{{bold (create_link "x" "https://a.example/")}}', 'x', 'text_link:x:https://a.example/', 'bold:x'],
  ['{{bot_date}}', '2024-01-02 03:04:05 +00:00'],
  ['{{date bot_date "d MMMM yyyy, HH:mm"}}', '2 January 2024, 03:04'],
  ['{{date bot_date "h:mm a \'on\' EEEE"}}', '3:04 AM on Tuesday'],
  ['{{#if bot_item_image}}yes{{else}}no{{/if}}', 'no'],
  ['{{#unless bot_item_image}}no{{/unless}}', 'no'],
  ['{{#if (and bot_item_author (not bot_item_image))}}both{{/if}}', 'both'],
  ['{{#if bot_item_image}}a{{else if bot_item_author}}b{{else}}c{{/if}}', 'b'],
  ['{{or bot_item_image "none"}}', 'none'],
  ['{{#if (eq bot_feed_name "Example News")}}same{{/if}}', 'same'],
  ['{{#eq bot_feed_name "Other"}}same{{else}}other{{/eq}}', 'other'],
  ['{{#if (gt (len bot_item_categories) 1)}}many{{/if}}', 'many'],
  ['{{#if 0}}a{{else}}b{{/if}}{{#if 0 includeZero=true}}c{{/if}}', 'bc'],
  ['{{#each bot_item_categories}}{{@index}}:{{this}}{{#unless @last}}, {{/unless}}{{/each}}', '0:Go, 1:Rust & C'],
  ['{{#each bot_item_categories as |name i|}}{{i}}{{name}} {{/each}}', '0Go 1Rust & C'],
  ['{{#bot_item_categories}}#{{.}} {{/bot_item_categories}}', '#Go #Rust & C'],
  ['{{#bot_item_author}}by {{bot_item_author}}{{/bot_item_author}}', 'by Bob <bob@example.org>'],
  ['{{^bot_item_image}}no picture{{/bot_item_image}}', 'no picture'],
  [
    '{{#with bot_item_author}}by {{this}}{{/with}}{{#with bot_item_image}}x{{else}}!{{/with}}',
    'by Bob <bob@example.org>!',
  ],
  ['{{bot_item_categories}}', 'Go, Rust & C'],
  ['a  {{~bot_feed_name~}}  b', 'aExample Newsb'],
  ['a{{! a comment }}b{{!-- {{another}} --}}c', 'abc'],
  ['a\n{{#if bot_item_author}}\nb\n{{/if}}\nc', 'a\nb\nc'],
  ['\\{{bot_item_name}}', '{{bot_item_name}}'],
  ['{{"A &amp; B"}} {{5}} {{true}} {{null}}', 'A & B 5 true'],
  // Telegram's tags, typed around fields
  ['<b>{{bot_item_name}}</b>', 'Tom & Jerry <3', 'bold:Tom & Jerry <3'],
  [
    '<a href="{{bot_item_link}}">{{bot_feed_name}}</a>',
    'Example News',
    'text_link:Example News:https://example.org/a?a=1&b=2',
  ],
  [
    '<a href="https://a.example/?q={{bot_feed_name}}&amp;x=1">x</a>',
    'x',
    'text_link:x:https://a.example/?q=Example%20News&x=1',
  ],
  ["<A HREF='https://a.example/'>x</A>", 'x', 'text_link:x:https://a.example/'],
  ['<i>{{bot_item_description}}</i>', 'Hello bold world', 'italic:Hello bold world', 'bold:bold'],
  ['<pre><code class="language-js">x()</code></pre>', 'x()', 'pre:x():js'],
  ['<blockquote expandable>x</blockquote>', 'x', 'expandable_blockquote:x'],
  ['<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', 'xy', 'spoiler:xy'],
  ['<b>a<i>b</b>c</i>', 'abc', 'bold:ab', 'italic:b'],
  ['a</b> <u>b', 'a b', 'underline:b'],
  ['{{#if bot_item_author}}<b>{{/if}}x{{#if bot_item_author}}</b>{{/if}}', 'x', 'bold:x'],
  ['3 < 5 && <div> &lt;b&gt; &copy=1', '3 < 5 && <div> <b> &copy=1'],
  ['{{bold "<i>x</i>"}}', '<i>x</i>', 'bold:<i>x</i>'],
];

for (const [source, ...expected] of texts) {
  test(`template ${JSON.stringify(source)} shows ${JSON.stringify(expected[0])}`, () =>
    assert.deepEqual(shown(render(source)), expected));
}

test('a date is written in the chat’s time zone and language', () => {
  const winter = { timeZone: 'Asia/Kathmandu', language: 'ru' };
  assert.equal(render('{{bot_date}}', {}, winter).text, '2024-01-02 08:49:05 +05:45');
  assert.equal(render('{{date bot_date "d MMMM yyyy"}}', {}, winter).text, '2 января 2024');
  assert.match(render('{{date bot_date}}', {}, winter).text, /2024.*8:49/);
  const midnight = { bot_date: '2024-07-01T22:00:00Z' };
  assert.equal(
    render('{{bot_date}}', midnight, { timeZone: 'Europe/Berlin', language: 'ar' }).text,
    '2024-07-02 00:00:00 +02:00',
  );
});

test('a field that is missing shows nothing, and a date that is none is shown as it is', () => {
  assert.equal(render('{{bot_item_image}}{{bot_item_link}}|', { bot_item_link: null }).text, '|');
  assert.equal(render('{{bot_date}}{{date bot_date "yyyy"}}', { bot_date: null }).text, '');
  assert.equal(render('{{bot_date}}', { bot_date: 'soon' }).text, 'soon');
});

test('a title cannot bring tags or hidden marks into a message', () => {
  const fields = { bot_item_name: '<b>x</b>\uFFFE\u0000&amp;', bot_item_link: 'https://a.example/"><b>' };
  assert.deepEqual(shown(render('{{bot_item_name}}\uFFFE!', fields)), ['<b>x</b>&amp;!']);
  assert.deepEqual(
    shown(render('{{bot_item_name}}\t!', { bot_item_name: 'a\tb' })),
    ['a b !'],
    'Telegram keeps no tab',
  );
  const [text, link] = shown(render('<a href="{{bot_item_link}}">x</a>', fields));
  assert.deepEqual([text, link], ['x', 'text_link:x:https://a.example/%22%3E%3Cb%3E']);
});

const refusals: [source: string, line: number, reason: string, what: string][] = [
  ['  ', 1, 'empty', ''],
  ['x'.repeat(4097), 1, 'too-long', ''],
  ['a\n{{bot_item', 2, 'syntax', '{{bot_item'],
  ['{{#if bot_item_name}}', 1, 'syntax', '{{#if bot_item_name}}'],
  ['{{#if bot_item_name}}x{{/each}}', 1, 'syntax', '{{#if bot_item_name}}x{{/each}}'],
  ['a\nb\n{{bot_item_titel}}', 3, 'unknown-field', 'bot_item_titel'],
  ['{{constructor}}', 1, 'unknown-field', 'constructor'],
  ['{{__proto__}}', 1, 'unknown-field', '__proto__'],
  ['{{bot_item_name.constructor}}', 1, 'forbidden-path', 'bot_item_name.constructor'],
  ['{{this.constructor}}', 1, 'unknown-field', 'this.constructor'],
  ['{{../bot_item_name}}', 1, 'forbidden-path', '../bot_item_name'],
  ['{{@root}}', 1, 'unknown-field', '@root'],
  ['{{this}}', 1, 'unknown-field', 'this'],
  ['{{shout bot_item_name}}', 1, 'unknown-helper', 'shout'],
  ['{{constructor bot_item_name}}', 1, 'unknown-helper', 'constructor'],
  ['{{toString bot_item_name}}', 1, 'unknown-helper', 'toString'],
  ['{{lookup bot_item_name "x"}}', 1, 'unknown-helper', 'lookup'],
  ['{{#shout bot_item_name}}x{{/shout}}', 1, 'unknown-helper', 'shout'],
  ['{{bold}}', 1, 'wrong-parameters', 'bold'],
  ['{{substring bot_item_name}}', 1, 'wrong-parameters', 'substring'],
  ['{{bold bot_item_name size=1}}', 1, 'wrong-parameters', 'size'],
  ['{{#if}}x{{/if}}', 1, 'wrong-parameters', 'if'],
  ['{{#each bot_item_categories bot_date}}x{{/each}}', 1, 'wrong-parameters', 'each'],
  ['a\n{{> header}}', 2, 'partial', '>'],
  ['{{#> header}}x{{/header}}', 1, 'partial', '>'],
  ['{{* mark}}', 1, 'decorator', '*'],
  ['{{#*inline "x"}}y{{/inline}}', 1, 'decorator', '*'],
  [`${'{{#if bot_date}}'.repeat(50)}${'{{/if}}'.repeat(50)}`, 1, 'too-deep', ''],
  [`{{bold ${'(not '.repeat(60)}bot_date${')'.repeat(60)}}}`, 1, 'too-deep', ''],
];

for (const [source, line, reason, what] of refusals) {
  test(`template ${JSON.stringify(source.slice(0, 50))} is refused: ${reason}`, () =>
    assert.deepEqual(parseTemplate(source), { kind: 'refused', line, reason, what }));
}

test('loops in loops over many categories end at the bounds', () => {
  const names = 'abcdefgh'.split('');
  const source = `${names.map((name) => `{{#each bot_item_categories as |${name}|}}`).join('')}{{len bot_item_content}}x${'{{/each}}'.repeat(8)}`;
  const fields = {
    bot_item_categories: Array.from({ length: 64 }, (_, n) => `category ${n}`),
    bot_item_content: { text: 'long '.repeat(50_000), entities: [] },
  };
  assert.ok(render(source, fields).text.length <= 262_144);
  const wide = `{{#each bot_item_categories}}${'{{bold bot_item_content}}'.repeat(150)}{{/each}}`;
  assert.ok(render(wide, fields).text.length <= 262_144);
});

test('entities count towards the bounds, since each costs more than a letter', () => {
  const bot_item_content = readHtml('<b>x</b> '.repeat(2000), null).rich;
  const { entities } = render('{{bot_item_content}}\n'.repeat(150), { bot_item_content });
  assert.ok(entities.length >= 2000 && entities.length <= 10_000, String(entities.length));
});

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '{{',
      '}}',
      '{{{',
      '}}}',
      '{{#if ',
      '{{/if}}',
      '{{else}}',
      '{{#each bot_item_categories}}',
      '{{/each}}',
      '{{~',
      '~}}',
    ],
    ...[
      'bot_item_name',
      'bot_item_description',
      'bot_date',
      '(',
      ')',
      'bold ',
      'substring ',
      'create_link ',
      'date ',
      '3',
      '"x"',
      ' ',
    ],
    ...[
      '{{bot_item_link}}',
      '{{bold bot_item_description}}',
      '<b>',
      '</b>',
      '<a href="',
      '">',
      '</a>',
      '<pre>',
      '</pre>',
      '&amp;',
      '<',
    ],
    ...['{{!', '{{>', '{{*', '@index', 'this', '../', '[', ']', '|', '\n', '\\'],
  ),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
const anyFields: fc.Arbitrary<TemplateFields> = fc.record({
  bot_feed_name: anyText,
  bot_feed_link: fc.webUrl(),
  bot_item_name: anyText,
  bot_item_link: fc.option(fc.webUrl({ withQueryParameters: true })),
  bot_item_description: anyText.map((text) => readHtml(`<p>${text}<b>${text}</b></p>`, null).rich),
  bot_item_content: anyText.map((text) => readHtml(`<ul><li>${text}<li>x</ul>`, null).rich),
  bot_item_author: fc.option(anyText),
  bot_item_categories: fc.array(anyText, { maxLength: 5 }),
  bot_item_image: fc.option(fc.webUrl()),
  bot_date: fc.option(
    fc.oneof(
      anyText,
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    ),
  ),
});

test('any text is a template that renders to sound rich text, or is refused with a line', () => {
  let rendered = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), anyFields, (pieces, fields) => {
      const source = pieces.join('');
      const parsed = parseTemplate(source);
      if (parsed.kind === 'refused') {
        assert.ok(parsed.line >= 1 && parsed.line <= source.split(/\r\n?|\n/).length);
        return;
      }
      rendered += 1;
      const { text, entities } = renderTemplate(parsed.template, fields, place);
      assert.ok(text.isWellFormed() && text === text.trimEnd() && !/[\uFFFE\uFFFF\0]/.test(text));
      for (const { offset, length } of entities) {
        assert.ok(length > 0 && offset >= 0 && offset + length <= text.length);
        assert.ok(text.slice(offset, offset + length).isWellFormed());
      }
    }),
    { numRuns: 1500 },
  );
  assert.ok(rendered > 100, 'enough of the texts were templates');
});
