import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot } from './testing.ts';

type Vector = [html: string, text: string, ...entities: object[]];
const span = (type: string, offset: number, length: number, more: object = {}) => ({ type, offset, length, ...more });

const ACCEPTED: Vector[] = [
  ['<b>a</b><strong>b</strong>', 'ab', span('bold', 0, 2)],
  ['<i>a</i> <em>b</em>', 'a b', span('italic', 0, 1), span('italic', 2, 1)],
  ['<u>a</u>-<ins>b</ins>', 'a-b', span('underline', 0, 1), span('underline', 2, 1)],
  ['<s>a</s><strike>b</strike><del>c</del>', 'abc', span('strikethrough', 0, 3)],
  ['<tg-spoiler>a</tg-spoiler>-<span class="tg-spoiler">b</span>', 'a-b', span('spoiler', 0, 1), span('spoiler', 2, 1)],
  ['<code>x &lt; y</code>', 'x < y', span('code', 0, 5)],
  ['<pre>x</pre>', 'x', span('pre', 0, 1)],
  ['<pre><code class="language-lua">x</code></pre>', 'x', span('pre', 0, 1, { language: 'lua' })],
  ['<blockquote>q</blockquote>', 'q', span('blockquote', 0, 1)],
  ['<blockquote expandable>q</blockquote>', 'q', span('expandable_blockquote', 0, 1)],
  [
    "<A HREF='https://example.org/?a=1&amp;b=2'>go</a>",
    'go',
    span('text_link', 0, 2, { url: 'https://example.org/?a=1&b=2' }),
  ],
  ['<a href="javascript:alert(1)">go</a>', 'go'],
  [
    '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
    '👍',
    span('custom_emoji', 0, 2, { custom_emoji_id: '5368324170671202286' }),
  ],
  // The playground shows a time as it is written.
  ['<tg-time unix="1647531900" format="wDT">at <b>22:45</b></tg-time>', 'at 22:45', span('bold', 3, 5)],
  ['<b>😀</b>x', '😀x', span('bold', 0, 2)],
  ['&lt;&gt;&amp;&quot;&#65;&#x42; &nbsp;&copy;', '<>&"AB &nbsp;&copy;'],
  ['<b></b>x', 'x'],
  ['<b>a</>', 'a', span('bold', 0, 1)],
  ['<b>a<i>b</i></b>', 'ab', span('bold', 0, 2), span('italic', 1, 1)],
  ['<code>a<b>b</b></code>', 'ab', span('code', 0, 2)],
  ['<blockquote>a<blockquote>b</blockquote></blockquote>', 'ab', span('blockquote', 0, 2)],
  // Leading space goes only as far as the first entity.
  ['  <b> a </b>  ', ' a', span('bold', 0, 2)],
];

const COMPLAINTS: [html: string, complaint: string][] = [
  ['é<x>', 'Unsupported start tag "x" at byte offset 2'],
  ['<p>a</p>', 'Unsupported start tag "p" at byte offset 0'],
  ['a<br>b', 'Unsupported start tag "br" at byte offset 1'],
  ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
  ['a<b', 'Unclosed start tag at byte offset 1'],
  ['a<i ', 'Unclosed start tag "i" at byte offset 1'],
  ['<i =x>a</i>', 'Empty attribute name in the tag "i" at byte offset 0'],
  ['<a href=https://x.org/>a</a>', 'Unexpected end of name token at byte offset 8'],
  ['</b>', 'Unexpected end tag at byte offset 0'],
  ['<b>a</b', 'Unclosed end tag at byte offset 4'],
  ['<i>ж</em>', 'Unmatched end tag at byte offset 5, expected "</i>", found "</em>"'],
  ['<b><i>a</i>', 'Can\'t find end tag corresponding to start tag "b"'],
  ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  [
    '&#xd800;',
    'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
  ],
];

test('HTML becomes text and entities in UTF-16 units', async (t) => {
  const { playground, send } = await startBot(t);
  for (const [html, text, ...entities] of ACCEPTED) {
    const message = await send({ chat_id: playground.chats.private.id, text: html, parse_mode: 'HTML' });
    assert.deepEqual([message.text, message.entities ?? []], [text, entities], html);
  }
});

test('HTML that does not parse is refused with the place as a byte offset', async (t) => {
  const { playground, refusal } = await startBot(t);
  for (const [text, complaint] of COMPLAINTS) {
    const said = await refusal('sendMessage', { chat_id: playground.chats.private.id, text, parse_mode: 'html' });
    assert.equal(said, `Bad Request: can't parse entities: ${complaint}`, text);
  }
});

test('entities given apart are held to the text', async (t) => {
  const { playground, send, refusal } = await startBot(t);
  const chat_id = playground.chats.private.id;
  const cases: [entities: unknown, complaint: string][] = [
    [[span('bold', 0, 9)], 'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 3'],
    [[span('bold', 1, 1)], 'entity begins in a middle of a UTF-16 symbol at offset 1'],
    [[span('bold', 0, 1)], 'entity ends in a middle of a UTF-16 symbol at offset 1'],
    [[{ type: 'bold', length: 1 }], 'can\'t parse MessageEntity: Can\'t find field "offset"'],
    ['nonsense', "can't parse entities JSON object"],
  ];
  for (const [entities, complaint] of cases) {
    assert.equal(await refusal('sendMessage', { chat_id, text: '😀x', entities }), `Bad Request: ${complaint}`);
  }
  const message = await send({ chat_id, text: '😀x', entities: [span('bold', 0, 2), span('no_such_type', 2, 1)] });
  assert.deepEqual(message.entities, [span('bold', 0, 2)]);
});

test('entities that are no mere style are cut off after a hundred, without a word', async (t) => {
  const { playground, send } = await startBot(t);
  const text = 'x '.repeat(120);
  const links = Array.from({ length: 120 }, (_, i) => span('text_link', 2 * i, 1, { url: `https://example.org/${i}` }));
  const message = await send({
    chat_id: playground.chats.private.id,
    text,
    entities: [...links, span('bold', 0, 239)],
  });
  const types = (message.entities ?? []).map(({ type }) => type);
  assert.equal(types.filter((type) => type === 'text_link').length, 100);
  assert.ok(types.includes('bold'));
});

test('addresses, hashtags, mentions and commands are found by themselves, but not inside code', async (t) => {
  const { playground, send } = await startBot(t);
  const text = 'https://example.org/a. #news @ada_moss /help me@example.org <code>#not</code>';
  const message = await send({ chat_id: playground.chats.private.id, text, parse_mode: 'HTML' });
  const found = (message.entities ?? []).map(({ type, offset, length }) => [
    type,
    message.text?.substr(offset, length),
  ]);
  assert.deepEqual(found, [
    ['url', 'https://example.org/a'],
    ['hashtag', '#news'],
    ['mention', '@ada_moss'],
    ['bot_command', '/help'],
    ['email', 'me@example.org'],
    ['code', '#not'],
  ]);
});
