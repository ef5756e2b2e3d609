// HTML as publishers write it into what a Telegram message can say, and the media found on the way.
import { decodeHTML } from 'entities';
import type { Media } from '../store/item.ts';
import { writeElement } from './elements.ts';
import { isElement, type ParentNode, parseTree } from './html_tree.ts';
import type { RichText } from './part.ts';
import type { Walk } from './walk.ts';
import { Writer } from './writer.ts';

/** UTF-16 units of HTML that are read; what is behind them is left to the link. */
export const MAX_HTML_LENGTH = 1_048_576;

const TAG_START = /<[a-z!/]/i;
const ESCAPED_TAG =
  /&lt;\/(p|div|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|span|table|figure)&gt;|&lt;(br|hr) ?\/?&gt;|&lt;img |^\s*&lt;(p|div)&gt;/i;
const ESCAPED_ENTITY =
  /&(#\d{2,6}|#x[0-9a-f]{2,5}|nbsp|amp|quot|apos|[rl][sd]quo|[nm]dash|hellip|bull|middot|laquo|raquo|eacute|copy|reg|trade|euro);/gi;

export type HtmlRead = {
  rich: RichText;
  /** in the order of the document, without pixels, icons and emoji */
  media: Media[];
  /** whether the document was longer than is read */
  isTruncated: boolean;
};

/**
 * Read HTML of any quality; never throws.
 * @param html a fragment or a page; text without any tag keeps its line breaks
 * @param base absolute URL that relative links are resolved against; null drops relative links
 */
export function readHtml(html: string, base: string | null): HtmlRead {
  const walk: Walk = {
    writer: new Writer(),
    base,
    media: [],
    open: new Set(),
    shape: null,
    visit: (parent) => visit(parent, walk),
  };
  const isWhole = write(html.slice(0, MAX_HTML_LENGTH), walk);
  return { rich: walk.writer.finish(), media: walk.media, isTruncated: !isWhole || html.length > MAX_HTML_LENGTH };
}

/** @returns whether all of it was read */
function write(html: string, walk: Walk): boolean {
  const marked = markupOf(html);
  if (marked === null) {
    writePlainText(html.trim(), walk);
    return true;
  }
  const { root, isTruncated } = parseTree(marked);
  walk.visit(root);
  return !isTruncated;
}

/** Text without a tag, which keeps its lines and its `a <b`. */
function writePlainText(text: string, walk: Walk): void {
  for (const line of text.split(/\r\n?|\n/)) {
    writeText(decodeHTML(line), walk);
    walk.writer.lineBreak();
  }
}

function visit(parent: ParentNode, walk: Walk): void {
  for (const child of parent.childNodes) {
    if (child.nodeName === '#text' && 'value' in child) writeText(child.value, walk);
    else if (isElement(child)) writeElement(child, walk);
  }
}

function writeText(value: string, walk: Walk): void {
  const text = walk.open.has('code') ? value : decodeTwice(value);
  walk.writer.text(walk.shape === null ? text : walk.shape(text));
}

/** Publishers escape once too often; nobody means a reader to see `&amp;` or `&#8217;` outside of code. */
function decodeTwice(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ESCAPED_ENTITY, (entity) => decodeHTML(entity));
}

/** HTML as it stands, or made HTML again where it was escaped as text; null for plain text. */
function markupOf(html: string): string | null {
  const tag = html.search(TAG_START);
  if (tag !== -1 && html.lastIndexOf('>') > tag) return html;
  if (!ESCAPED_TAG.test(html)) return null;
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
