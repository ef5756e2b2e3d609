// Documents made to hurt a reader, and how each must end. Made anew for every use: together they are large.
import type { NotAFeedReason } from '../feed/feed.ts';

export type HostileDocument = {
  name: string;
  /** `feed` with this many items, or why it is none */
  end: { items: number } | NotAFeedReason;
  make: () => Uint8Array | string;
  contentType?: string;
};

const SAMPLE = '<item><guid>last</guid><title>Ebb</title></item>';
const rss = (inner: string) => `<rss version="2.0"><channel><title>Harbour</title>${inner}</channel></rss>`;
const itemOf = (inner: string) => rss(`<item><guid>g</guid>${inner}</item>${SAMPLE}`);
const described = (text: string) => itemOf(`<description>${text}</description>`);
const cdata = (text: string) => described(`<![CDATA[${text}]]>`);
const atom = (inner: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><entry><id>1</id><title>Ebb</title>${inner}</entry></feed>`;
const json = (items: string) => `{"version":"https://jsonfeed.org/version/1.1","title":"Harbour","items":[${items}]}`;
const TWO = { items: 2 };
const ONE = { items: 1 };
const NONE = { items: 0 };

function doc(name: string, end: HostileDocument['end'], make: HostileDocument['make'], contentType?: string) {
  return contentType === undefined ? { name, end, make } : { name, end, make, contentType };
}

function doctype(declarations: string): string {
  return `<!DOCTYPE rss [${declarations}]>`;
}

function laughs(): string {
  const levels = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`);
  return doctype(`<!ENTITY l0 "ha">${levels.join('')}`) + described('&l10;');
}

/** The same bytes on every run. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state >> 16;
  });
}

const ENTITIES: HostileDocument[] = [
  doc('entities that hold ten of the next, ten levels deep', TWO, laughs),
  doc('a long entity used fifty thousand times', TWO, () => {
    return doctype(`<!ENTITY a "${'x'.repeat(100_000)}">`) + described('&a;'.repeat(50_000));
  }),
  doc('an entity that holds itself', TWO, () => doctype('<!ENTITY a "&a;&a;">') + described('&a;'.repeat(1000))),
  doc('an external entity that is a file', TWO, () => {
    return doctype('<!ENTITY a SYSTEM "file:///etc/passwd">') + described('&a;');
  }),
  doc('a parameter entity that is an address', TWO, () => {
    return doctype('<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;') + described('text');
  }),
  doc('a hundred thousand declared entities', TWO, () => {
    const entities = Array.from({ length: 100_000 }, (_, i) => `<!ENTITY e${i} "x">`);
    return doctype(entities.join('')) + described('&e99999;');
  }),
  doc('a document type that never ends', 'text', () => `<!DOCTYPE rss [${'<!ENTITY a "'.repeat(30_000)}`),
  doc('numeric references to no character', TWO, () =>
    described('&#x110000;&#0;&#99999999999999999999;&#xD800;'.repeat(8000)),
  ),
  doc('ampersands alone', TWO, () => described('&'.repeat(400_000))),
  doc('an ampersand escaped a hundred thousand times', TWO, () => described(`&${'amp;'.repeat(100_000)}`)),
];

const NESTING: HostileDocument[] = [
  doc('a hundred thousand elements in one another', TWO, () =>
    described(`${'<b>'.repeat(100_000)}x${'</b>'.repeat(100_000)}`),
  ),
  doc('xhtml twenty thousand levels deep', ONE, () => {
    const deep = '<div>'.repeat(20_000) + '</div>'.repeat(20_000);
    return atom(`<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${deep}</div></content>`);
  }),
  doc('items inside items', { items: 500 }, () => rss('<item><title>t</title>'.repeat(50_000))),
  doc('roots inside roots', NONE, () => '<rss>'.repeat(80_000) + rss(SAMPLE + SAMPLE)),
  doc('three thousand nested namespaces', TWO, () => {
    const open = Array.from({ length: 3000 }, (_, i) => `<n${i}:a xmlns:n${i}="urn:${i}">`);
    return described(open.join(''));
  }),
  doc('a hundred thousand namespaces on one element', TWO, () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `xmlns:n${i}="urn:n${i}"`);
    return described('x').replace('<rss ', `<rss ${names.join(' ')} `);
  }),
  doc('a namespace of three hundred thousand slashes', TWO, () => {
    return described('x').replace('<rss ', `<rss xmlns:n="http:${'/'.repeat(300_000)}n" `);
  }),
  doc('unclosed elements before end tags of others', TWO, () =>
    described('<i>'.repeat(100_000) + '</u>'.repeat(100_000)),
  ),
  doc('fields that are never closed', TWO, () => itemOf('<title>'.repeat(100_000))),
  doc('end tags alone', TWO, () => rss('</item>'.repeat(100_000) + SAMPLE + SAMPLE)),
  doc('json arrays in one another', 'json', () => '['.repeat(1_000_000)),
  doc('json objects in one another', 'json', () => '{"a":'.repeat(200_000)),
];

const TAGS: HostileDocument[] = [
  doc('two hundred thousand angle brackets, escaped', TWO, () => described('&lt;'.repeat(200_000))),
  doc('two hundred thousand angle brackets', TWO, () => described('<'.repeat(200_000))),
  doc('tags that never end', TWO, () => cdata('<p '.repeat(100_000))),
  doc('tags that never end, outside CDATA', TWO, () => rss(SAMPLE + '<item><title>t'.concat('<a'.repeat(200_000)))),
  doc('attributes that never end', TWO, () => rss(`${SAMPLE}<item><title>t</title><x ${'a="b" '.repeat(80_000)}`)),
  doc('a hundred thousand attributes', TWO, () => {
    const attributes = Array.from({ length: 100_000 }, (_, i) => `a${i}="b"`);
    return itemOf(`<x ${attributes.join(' ')}/>`);
  }),
  doc('an attribute value that is never closed', ONE, () =>
    rss(`${SAMPLE}<item><title>t</title><x a="${'y'.repeat(500_000)}`),
  ),
  doc('an attribute given fifty thousand times', TWO, () => itemOf(`<enclosure ${'url="a" '.repeat(50_000)}/>`)),
  doc('a comment that is never closed', ONE, () => rss(`${SAMPLE}<!--${' -- '.repeat(100_000)}`)),
  doc('beginnings of comments', ONE, () => rss(`${SAMPLE}${'<!--'.repeat(100_000)}`)),
  doc('values that lack their last quote', TWO, () => described('="a>b'.repeat(200_000))),
  doc('instructions that lack their end', ONE, () => rss(`${SAMPLE}${'<?a >'.repeat(100_000)}`)),
  doc('beginnings of processing instructions', ONE, () => rss(`${SAMPLE}${'<?'.repeat(200_000)}`)),
  doc('CDATA that is never closed', ONE, () => rss(`${SAMPLE}<item><title><![CDATA[${'x'.repeat(500_000)}`)),
  doc('beginnings of CDATA', TWO, () => cdata('<![CDATA['.repeat(50_000))),
  doc('ends of CDATA', TWO, () => described(']]>'.repeat(100_000))),
  doc('names of the prototype chain', TWO, () => {
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty'];
    return itemOf(names.map((name) => `<${name} ${name}="x"><${name}>y</${name}></${name}>`).join(''));
  }),
];

const TEXTS: HostileDocument[] = [
  doc('a text of fourteen megabytes', TWO, () => described('word '.repeat(2_800_000))),
  doc('a title of half-open tags', TWO, () => itemOf(`<title>${'&lt;a '.repeat(60_000)}</title>`)),
  doc('a title of half-open comments', TWO, () => itemOf(`<title>${'&lt;!--'.repeat(60_000)}&lt;script&gt;</title>`)),
  doc('a date of digits', TWO, () => itemOf(`<pubDate>${'1'.repeat(300_000)}</pubDate>`)),
  doc('a date of spaces', TWO, () => itemOf(`<pubDate>Tue,${' '.repeat(300_000)}1</pubDate>`)),
  doc('dates of words that no language has', { items: 500 }, () => {
    return rss(`<item><title>t</title><pubDate>${'rss '.repeat(29)}</pubDate></item>`.repeat(1500));
  }),
  doc('a date of parentheses', TWO, () => itemOf(`<pubDate>1 Jun 2021 ${'('.repeat(300_000)}</pubDate>`)),
  doc('a link and a guid of a megabyte', TWO, () => {
    return itemOf(`<link>http://a.example/${'x'.repeat(1_000_000)}</link><guid>${'y'.repeat(1_000_000)}</guid>`);
  }),
  doc('links of a thousand tracking parameters', { items: 500 }, () => {
    const query = Array.from({ length: 800 }, (_, i) => `utm_${i}`).join('&amp;');
    const address = (i: number) => `http://a.example/${i}?${query}`;
    const items = Array.from(
      { length: 500 },
      (_, i) => `<item><link>${address(i)}</link><guid>${address(-i)}</guid></item>`,
    );
    return rss(items.join(''));
  }),
  doc('bases that build on one another', ONE, () => {
    const open = Array.from({ length: 90 }, (_, i) => `<div xml:base="${'a/'.repeat(i)}">`).join('');
    return atom(`<content type="xhtml">${open}${'<a href="../../x">y</a>'.repeat(10_000)}</content>`);
  }),
  doc('a hundred thousand relative links', TWO, () => cdata('<a href=x>'.repeat(100_000))),
  doc('base64 that is none', ONE, () => atom(`<content mode="base64">${'=A'.repeat(500_000)}</content>`)),
  doc('NULs and other controls', TWO, () => described('\0\u0001\u001f\u007f\ufffe'.repeat(80_000))),
  doc('controls that windows-1252 has characters for', TWO, () => described('\u0085'.repeat(125_000))),
  doc('halves of surrogate pairs', TWO, () => described('&#55357;\ud83d'.repeat(30_000))),
  doc('byte order marks', 'empty', () => '\ufeff'.repeat(200_000)),
  doc('white space of five megabytes', 'empty', () => ' \n'.repeat(2_500_000)),
];

const CROWDS: HostileDocument[] = [
  doc('two hundred thousand items', { items: 500 }, () => rss('<item><title>t</title></item>'.repeat(200_000))),
  doc('a hundred thousand categories of one item', TWO, () => itemOf('<category>x</category>'.repeat(100_000))),
  doc('a hundred thousand enclosures of one item', TWO, () =>
    itemOf('<enclosure url="http://a.example/b.mp3"/>'.repeat(100_000)),
  ),
  doc('a hundred thousand links of one entry', ONE, () =>
    atom('<link rel="enclosure" href="http://a.example/"/>'.repeat(100_000)),
  ),
  doc('a hundred thousand authors of one entry', ONE, () => atom('<author><name>Ada</name></author>'.repeat(100_000))),
  doc('a hundred thousand closed hours', TWO, () =>
    rss(`<skipHours>${'<hour>1</hour>'.repeat(100_000)}</skipHours>${SAMPLE}${SAMPLE}`),
  ),
  doc('a hundred thousand versions of one medium', TWO, () => {
    return itemOf(`<media:group>${'<media:content url="http://a.example/b.mp4"/>'.repeat(100_000)}</media:group>`);
  }),
  doc('json items without end', { items: 500 }, () => json(Array.from({ length: 100_000 }, () => '{"id":"1"}').join())),
];

const CODINGS: HostileDocument[] = [
  doc('bytes of no charset', 'xml', () => noise(500_000)),
  doc('broken UTF-8', TWO, () => Buffer.from(described('\u00c3('.repeat(200_000)), 'latin1')),
  doc('UTF-16 that ends in half a character', TWO, () =>
    Buffer.concat([Buffer.from(described('x'), 'utf16le'), Buffer.from('y')]),
  ),
  doc(
    'escape sequences of ISO 2022',
    ONE,
    () => described('\u001b$B'.repeat(100_000)),
    'text/xml; charset=iso-2022-jp',
  ),
  doc('a charset label that is code', TWO, () => described('x'), `text/xml; charset=${'__proto__'.repeat(1000)}`),
  doc('a packed document that says it is not', 'xml', () =>
    Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), noise(300_000)]),
  ),
];

const OTHERS: HostileDocument[] = [
  doc('a page of divisions', 'html', () => `<!doctype html><body>${'<div>'.repeat(200_000)}`),
  doc(
    'a page that mentions a feed',
    'html',
    () => `<html><body><pre>${'&lt;rss&gt;'.repeat(30_000)}</pre></body></html>`,
  ),
  doc('json with names of the prototype chain', ONE, () =>
    json('{"id":"1","__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}'),
  ),
  doc('json of the wrong types', 'json', () => '{"version":"https://jsonfeed.org/version/1","items":{"length":1e9}}'),
  doc('a json text of ten megabytes', ONE, () => json(`{"id":"1","content_html":"${'<p>'.repeat(3_300_000)}"}`)),
  doc('a channel without items', NONE, () => rss(' '.repeat(300_000))),
];

export const HOSTILE_DOCUMENTS: HostileDocument[] = [
  ...[...ENTITIES, ...NESTING, ...TAGS, ...TEXTS],
  ...[...CROWDS, ...CODINGS, ...OTHERS],
];

export function bytesOf({ make }: HostileDocument): Uint8Array {
  const made = make();
  return typeof made === 'string' ? Buffer.from(made) : made;
}
