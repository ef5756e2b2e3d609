// An element's text as HTML, whichever way it was published: escaped, in CDATA, as XHTML, as plain text or in base64.
import { isUtf8 } from 'node:buffer';
import { LIMITS } from '../feed.ts';
import { attribute, childrenNamed, type Element, elementsOf, textOf } from './element.ts';
import { stripControls } from './references.ts';
import { absoluteHtml, escapeAttribute, escapeText, resolveUrl } from './urls.ts';

const VOID_ELEMENTS = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
]);
const LOOKS_LIKE_HTML =
  /<\/(?:p|a|b|i|em|strong|div|span|ul|ol|li|h[1-6]|table|blockquote|pre|code)\s{0,8}>|<(?:br|img|hr|p)\b/i;

/** An RSS field as HTML. Unescaped markup in it is written again, and text beside it is already what HTML would have. */
export function rssHtml(element: Element): string {
  const isXhtml = element.name.startsWith('xhtml:');
  return absoluteHtml(innerMarkup(element, isXhtml ? escapeText : asItIs), element.base);
}

/** An Atom text construct or content (RFC 4287 §3.1, §4.1.3; Atom 0.3's `mode`) as HTML. */
export function atomHtml(element: Element, { isTitle = false } = {}): string {
  const type = (attribute(element, 'type') ?? '').trim().toLowerCase();
  const mode = (attribute(element, 'mode') ?? '').trim().toLowerCase();
  const decoded = mode === 'base64' || (!isTitle && isBinary(type)) ? decodeBase64(textOf(element)) : null;
  if (decoded !== null) return atomLeaf(decoded, type, isTitle);
  const elements = elementsOf(element);
  if (type.includes('xhtml')) return xhtmlOf(element);
  if (elements.length > 0) return mode === 'escaped' || type === 'html' ? rssHtml(element) : xhtmlOf(element);
  return absoluteHtml(atomLeaf(textOf(element), type, isTitle), element.base);
}

/** The first child of these names that says something, as HTML: an earlier name before a later one. Null where none does. */
export function htmlOfFirst(element: Element, names: readonly string[], { isTitle = false } = {}): string | null {
  for (const name of names) {
    for (const found of childrenNamed(element, name)) {
      const html = name.startsWith('atom:') ? atomHtml(found, { isTitle }) : rssHtml(found);
      if (html !== '') return html;
    }
  }
  return null;
}

/** Text that was published without elements in it. What claims to be plain but plainly is HTML counts as HTML. */
function atomLeaf(text: string, type: string, isTitle: boolean): string {
  if (type.includes('html')) return text;
  return !isTitle && LOOKS_LIKE_HTML.test(text) ? text : escapeText(text);
}

/** RFC 4287 §4.1.3.3: content of any other media type than text and XML is base64. */
function isBinary(type: string): boolean {
  return type.includes('/') && !/^text\/|xml$|html/.test(type);
}

/** Null for what is no base64, whatever it is said to be: publishers give text any type. Empty for what holds no text, as a picture. */
function decodeBase64(text: string): string | null {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 4 !== 0 || !/^[a-z\d+/]+={0,2}$/i.test(digits)) return null;
  const bytes = Buffer.from(digits, 'base64');
  return isUtf8(bytes) ? stripControls(bytes.toString('utf8')) : '';
}

/** RFC 4287 §3.1.1.3: the one div around it is not part of the content. */
function xhtmlOf(element: Element): string {
  const elements = elementsOf(element);
  const [first] = elements;
  const isWrapped = elements.length === 1 && first?.rawName.toLowerCase().endsWith('div');
  const inner = isWrapped && first && !hasTextBeside(element) ? first : element;
  return innerMarkup(inner, escapeText).trim();
}

function hasTextBeside(element: Element): boolean {
  return element.children.some((part) => typeof part === 'string' && part.trim() !== '');
}

function asItIs(text: string): string {
  return text;
}

function innerMarkup(element: Element, writeText: (text: string) => string): string {
  const [only] = element.children;
  if (element.children.length === 1 && typeof only === 'string') return writeText(only).trim();
  const markup: Markup = { parts: [], urlChars: 0, writeText };
  for (const part of element.children) writeMarkup(part, markup);
  return markup.parts.join('').trim();
}

/** What has been written, and how much of it are URLs made absolute, the only thing that comes out longer than it went in. */
type Markup = { parts: string[]; urlChars: number; writeText: (text: string) => string };

function writeMarkup(part: Element | string, markup: Markup): void {
  const { parts } = markup;
  if (typeof part === 'string') {
    parts.push(markup.writeText(part));
    return;
  }
  const name = part.name.startsWith('xhtml:') ? part.name.slice('xhtml:'.length) : part.rawName;
  parts.push('<', name);
  for (const [attributeName, value] of part.attributes ?? []) {
    if (attributeName.startsWith('xmlns') || attributeName === 'xml:base') continue;
    const base = markup.urlChars > LIMITS.itemChars ? null : part.base;
    const written = absoluteAttribute(attributeName, value, base);
    if (written !== value) markup.urlChars += written.length;
    parts.push(' ', attributeName, '="', escapeAttribute(written), '"');
  }
  parts.push('>');
  for (const inner of part.children) writeMarkup(inner, markup);
  if (!VOID_ELEMENTS.has(name.toLowerCase())) parts.push('</', name, '>');
}

function absoluteAttribute(name: string, value: string, base: string | null): string {
  const isUrl = name === 'href' || name === 'src' || name === 'poster';
  return isUrl && !value.startsWith('#') ? (resolveUrl(value, base) ?? value) : value;
}
