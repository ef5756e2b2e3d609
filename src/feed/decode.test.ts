import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeDocument } from './decode.ts';

/** Bytes that every charset here gives to ASCII, with a title written in one of them between. */
function document(charset: string | null, title: number[] | Uint8Array): Uint8Array {
  const declared = charset === null ? '<?xml version="1.0"?>' : `<?xml version="1.0" encoding="${charset}"?>`;
  const ascii = new TextEncoder();
  return Uint8Array.from([...ascii.encode(`${declared}<rss><title>`), ...title, ...ascii.encode('</title></rss>')]);
}

function titleOf(bytes: Uint8Array, contentType: string | null = null): string | undefined {
  return /<title>(.*)<\/title>/s.exec(decodeDocument(bytes, contentType))?.[1];
}

const UTF_8 = new TextEncoder();
const MOSKVA_1251 = [0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0];
const MOSKVA_KOI8 = [0xed, 0xcf, 0xd3, 0xcb, 0xd7, 0xc1];

const DECLARED: [charset: string, bytes: number[], text: string][] = [
  ['windows-1251', MOSKVA_1251, 'Москва'],
  ['cp1251', MOSKVA_1251, 'Москва'],
  ['koi8-r', MOSKVA_KOI8, 'Москва'],
  ['shift_jis', [0x8d, 0x60], '港'],
  ['cp932', [0x8d, 0x60], '港'],
  ['euc-jp', [0xb9, 0xc1], '港'],
  ['gb2312', [0xb8, 0xdb], '港'],
  ['GB18030', [0x81, 0x30, 0x81, 0x30], '\u0080'],
  ['big5', [0xb4, 0xe4], '港'],
  ['euc-kr', [0xc7, 0xd7], '항'],
  ['iso-8859-1', [0x63, 0x61, 0x66, 0xe9], 'café'],
  ['iso-8859-15', [0xa4], '€'],
];
for (const [charset, bytes, text] of DECLARED) {
  test(`the XML declaration's ${charset} is believed`, () => {
    assert.equal(titleOf(document(charset, bytes)), text);
  });
}

const MISSPELT: [labels: string, bytes: number[], text: string][] = [
  ['windows_1251 windows1251 win-1251 win1251 cp-1251 cp_1251 1251', MOSKVA_1251, 'Москва'],
  ['koi8r KOI8_R', MOSKVA_KOI8, 'Москва'],
  ['mac-cyrillic maccyrillic', [0x8c, 0xee, 0xf1, 0xea, 0xe2, 0xe0], 'Москва'],
  ['iso8859_2 ISO8859-2', [0xb1, 0xb6], 'ąś'],
  ['latin9 latin-9', [0xa4], '€'],
  ['tis620', [0xa1, 0xd2], 'กา'],
  ['euc_jp eucjp', [0xb9, 0xc1], '港'],
  ['euc_kr euckr uhc', [0xc7, 0xd7], '항'],
  ['euc-cn gb_18030 gb_2312-80', [0xb8, 0xdb], '港'],
  ['big5_hkscs', [0xb4, 0xe4], '港'],
  ['utf_8 utf8mb4', [0xc3, 0xa9], 'é'],
];
for (const [labels, bytes, text] of MISSPELT) {
  test(`a charset is known by ${labels}`, () => {
    for (const label of labels.split(' ')) assert.equal(titleOf(document(label, bytes)), text, label);
  });
}

test('a charset of the Content-Type is believed, quoted or not, and before the declaration', () => {
  assert.equal(titleOf(document(null, MOSKVA_1251), 'text/xml; charset=windows-1251'), 'Москва');
  assert.equal(titleOf(document(null, MOSKVA_1251), 'text/xml;charset="windows-1251"; x=y'), 'Москва');
  assert.equal(titleOf(document('koi8-r', MOSKVA_1251), 'text/xml; charset=windows-1251'), 'Москва');
});

test('a label of UTF-8 that the bytes contradict is passed over for the next', () => {
  assert.equal(titleOf(document('windows-1251', MOSKVA_1251), 'text/xml; charset=utf-8'), 'Москва');
});

test('a label of UTF-16 is believed only of bytes that may be it', () => {
  for (const label of ['utf-16', 'UTF-16LE', 'utf-16be', 'unicode', 'ucs-2']) {
    assert.equal(titleOf(document(label, UTF_8.encode('café'))), 'café', label);
    assert.equal(titleOf(document(null, UTF_8.encode('café')), `text/xml; charset=${label}`), 'café', label);
  }
  const wide = Buffer.from('\n<rss><title>café</title></rss>', 'utf16le');
  assert.equal(titleOf(wide, 'text/xml; charset=utf-16'), 'café');
});

test('a label that nobody knows is passed over', () => {
  assert.equal(titleOf(document('x-harbour', UTF_8.encode('café')), 'text/xml; charset=__proto__'), 'café');
});

test('sound UTF-8 is UTF-8 where the label says ASCII or a charset of single bytes', () => {
  for (const label of ['windows-1251', 'koi8-r', 'iso-8859-9', 'cp1252', 'macintosh'])
    assert.equal(titleOf(document(label, UTF_8.encode('Москва')), `text/xml; charset=${label}`), 'Москва', label);
  assert.equal(titleOf(document('iso-8859-1', UTF_8.encode('café')), 'text/xml; charset=utf-8'), 'café');
  assert.equal(titleOf(document(null, UTF_8.encode('café')), 'text/xml; charset=us-ascii'), 'café');
});

test('a label of ASCII says nothing of bytes that are not', () => {
  assert.equal(titleOf(document('windows-1251', MOSKVA_1251), 'text/xml; charset=us-ascii'), 'Москва');
});

test('a byte order mark is believed before any label and is no part of the text', () => {
  const text = '<rss><title>café</title></rss>';
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  const big = Buffer.from(little).swap16();
  const plain = UTF_8.encode(`\ufeff${text}`);
  for (const bytes of [little, big, plain]) assert.equal(decodeDocument(bytes, 'text/xml; charset=koi8-r'), text);
});

test('UTF-16 without a byte order mark shows in its first characters', () => {
  const text = '<?xml version="1.0"?><rss><title>café</title></rss>';
  const little = Buffer.from(text, 'utf16le');
  assert.equal(decodeDocument(little, null), text);
  assert.equal(decodeDocument(Buffer.from(little).swap16(), null), text);
});

test('a stray byte of another charset does not make UTF-8 anything else', () => {
  assert.equal(titleOf(document('utf-8', [...UTF_8.encode('Καφές και λιμάνι'), 0x92])), 'Καφές και λιμάνι\ufffd');
});

test('text without any label is what its bytes look like', () => {
  const sentence = 'Сегодня в порту было тихо, и лодки стояли у причала до самого вечера';
  const bytes = [...sentence].map((letter) => {
    const code = letter.charCodeAt(0);
    return code < 128 ? code : code - 0x410 + 0xc0;
  });
  assert.equal(titleOf(document(null, bytes)), sentence);
});

test('nothing, and nothing but noise, decode to some text', () => {
  assert.equal(decodeDocument(new Uint8Array(), null), '');
  assert.equal(
    typeof decodeDocument(
      Uint8Array.from({ length: 300 }, (_, i) => i & 255),
      null,
    ),
    'string',
  );
});
