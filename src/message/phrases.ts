// Elements whose meaning needs more than an entity: links, quotes, spoilers, raised and annotated text.
import { cleanText, countCodePoints } from './characters.ts';
import { attribute, beginningOf, type Element, isElement, textOf } from './html_tree.ts';
import { MAX_MEDIA, readPlayer } from './images.ts';
import { cleanLink } from './links.ts';
import { type Handler, visitUnder, type Walk } from './walk.ts';

/** A quote longer than this shows its first lines and opens at a tap. */
const LONG_QUOTE = { codePoints: 400, lines: 8 };
/** Nodes of a quote that are looked at for its length. */
const MOST_COUNTED = 2000;
/** A formula's exponent is short; more than this is a note. */
const LONGEST_RAISED = 20;

/** Links from a note back to its place in the text, which lead nowhere in a message. */
const BACK_SIGN = /^(?:[\s↩↵↑⤴⏎^]|\uFE0E|\uFE0F)*$/u;

export function writeLink(element: Element, walk: Walk): void {
  const href = attribute(element, 'href');
  if (href?.startsWith('#') && BACK_SIGN.test(beginningOf(element, 20))) return;
  const isLink = href !== null && !href.startsWith('#') && !walk.writer.isFull;
  const url = isLink ? cleanLink(href, walk.base) : null;
  if (url === null) walk.visit(element);
  else visitUnder(element, walk, 'text_link', { url });
}

/** Quotes cannot be nested: one inside another is set in italics. */
export function writeQuote(element: Element, walk: Walk): void {
  walk.writer.block(2);
  if (isQuoted(walk)) visitUnder(element, walk, 'italic');
  else visitUnder(element, walk, isLong(element) ? 'expandable_blockquote' : 'blockquote');
  walk.writer.block(2);
}

function isQuoted(walk: Walk): boolean {
  return walk.open.has('blockquote') || walk.open.has('expandable_blockquote');
}

function isLong(element: Element): boolean {
  const text = beginningOf(element, 4 * LONG_QUOTE.codePoints).replace(/\s+/g, ' ');
  return text.length > LONG_QUOTE.codePoints && countCodePoints(text) > LONG_QUOTE.codePoints
    ? true
    : hasManyLines(element);
}

/** Whether more lines stand below than a quote shows, or more nodes than are counted: each quote in another counts anew. */
function hasManyLines(element: Element): boolean {
  const isLine = (child: Element) => ['p', 'br', 'li', 'div', 'tr'].includes(child.tagName);
  const waiting = [element];
  let lines = 0;
  for (let seen = 0; waiting.length > 0; ) {
    const { childNodes } = waiting.pop()!;
    seen += childNodes.length;
    if (seen > MOST_COUNTED) return true;
    const children = childNodes.filter(isElement);
    lines += children.filter(isLine).length;
    if (lines > LONG_QUOTE.lines) return true;
    waiting.push(...children);
  }
  return false;
}

/** What a reader has to open on the page has to be opened here too: short as a spoiler, long as a folded quote; short code is shown. */
export function writeDetails(element: Element, walk: Walk): void {
  const summary = element.childNodes.filter(isElement).find(({ tagName }) => tagName === 'summary');
  const body = { ...element, childNodes: element.childNodes.filter((child) => child !== summary) };
  walk.writer.block(2);
  if (summary) visitUnder(summary, walk, 'bold');
  walk.writer.block(1);
  if (isQuoted(walk) || walk.open.has('spoiler')) walk.visit(body);
  else if (isLong(body)) visitUnder(body, walk, 'expandable_blockquote');
  else if (holdsCode(body)) walk.visit(body);
  else visitUnder(body, walk, 'spoiler');
  walk.writer.block(2);
}

/** Code and tables cannot lie under a spoiler. */
function holdsCode(element: Element): boolean {
  return element.childNodes
    .filter(isElement)
    .some((child) => /^(pre|table|code)$/.test(child.tagName) || holdsCode(child));
}

export function writeShortQuote(element: Element, walk: Walk): void {
  walk.writer.text('“');
  walk.visit(element);
  walk.writer.text('”');
}

/** Readings in brackets, as `rp` would set them; its own brackets are dropped so that they are never doubled. */
export function writeRuby(element: Element, walk: Walk): void {
  for (const child of element.childNodes) {
    const isReading = isElement(child) && child.tagName === 'rt';
    const reading = isReading ? textOf(child).trim() : '';
    if (reading !== '') walk.writer.text(`(${reading})`);
    else if (!isReading) walk.visit({ ...element, childNodes: [child] });
  }
}

/** `sup` or `sub`: signs that exist raised are used; ordinals and marks stay as they are; the rest gets its sign. */
export function writeRaised(signs: string, sign: string): Handler {
  const raised = new Map([...'0123456789+-=()ni'].map((char, index) => [char, [...signs][index]!]));
  return (element, walk) => {
    const text = beginningOf(element, LONGEST_RAISED + 1).trim();
    const isRaisable = text !== '' && text.length <= LONGEST_RAISED && [...text].every((char) => raised.has(char));
    const isWord = /^(\[.*|[\p{L}.\s™®©*†‡]*)$/u.test(text) && !/^[a-z]$/i.test(text);
    const outer = walk.shape;
    if (isRaisable) walk.shape = (part) => [...part].map((char) => raised.get(char) ?? char).join('');
    const isFormula =
      !isRaisable && !isWord && text.length <= LONGEST_RAISED && /[\p{L}\p{N})]/u.test(walk.writer.last);
    if (isFormula) walk.writer.text(text.length > 1 ? `${sign}(` : sign);
    walk.visit(element);
    if (isFormula && text.length > 1) walk.writer.text(')');
    walk.shape = outer;
  };
}

export function writeIsolated(start: string): Handler {
  return (element, walk) => {
    if (cleanText(beginningOf(element, 200)).trim() === '') return;
    walk.writer.text(start);
    walk.visit(element);
    walk.writer.text('\u2069');
  };
}

/** A player becomes a piece of media; what it says to browsers that cannot play is not content. */
export function writePlayer(element: Element, walk: Walk): void {
  const media = walk.media.length < MAX_MEDIA ? readPlayer(element, walk.base) : null;
  if (media !== null) walk.media.push(media);
}
