// What each HTML element becomes in a message.
import { writeCodeBlock } from './code.ts';
import { writeEmbed, writeObject } from './embeds.ts';
import { attribute, classOf, type Element, styleOf, textOf } from './html_tree.ts';
import { writeImage } from './images.ts';
import { writeList } from './lists.ts';
import type { EntityType } from './part.ts';
import {
  writeDetails,
  writeIsolated,
  writeLink,
  writePlayer,
  writeQuote,
  writeRaised,
  writeRuby,
  writeShortQuote,
} from './phrases.ts';
import { writeTable } from './tables.ts';
import { type Handler, visitUnder, type Walk } from './walk.ts';

const HIDDEN_CLASS =
  /(^|\s)(invisible|screen-reader-text|sr-only|visually-hidden|feedflare|sharedaddy|jp-relatedposts|mw-editsection|headerlink|heading-anchor|lineno|linenos|rouge-gutter|gutter|blob-num)($|\s)/;
const SPOILER_CLASS = /(^|\s)(tg-|md-|inline-|bb-?|mfm-)?spoiler(-?(text|content|body|blur))?($|\s)/i;

const under =
  (type: EntityType): Handler =>
  (element, walk) =>
    visitUnder(element, walk, type);
const nothing: Handler = () => {};
const block =
  (breaks: 1 | 2): Handler =>
  (element, walk) => {
    walk.writer.block(breaks);
    styled(element, walk);
    walk.writer.block(breaks);
  };
const heading: Handler = (element, walk) => {
  walk.writer.block(2);
  visitUnder(element, walk, 'bold');
  walk.writer.block(2);
};
const term: Handler = (element, walk) => {
  walk.writer.block(1);
  visitUnder(element, walk, 'bold');
  walk.writer.block(1);
};
const caption: Handler = (element, walk) => {
  walk.writer.block(2);
  visitUnder(element, walk, 'italic');
  walk.writer.block(2);
};

const BY_TAG: Record<string, Handler> = {
  a: writeLink,
  b: under('bold'),
  strong: under('bold'),
  i: under('italic'),
  em: under('italic'),
  cite: under('italic'),
  dfn: under('italic'),
  var: under('italic'),
  u: under('underline'),
  ins: under('underline'),
  s: under('strikethrough'),
  strike: under('strikethrough'),
  del: under('strikethrough'),
  code: under('code'),
  kbd: under('code'),
  samp: under('code'),
  'tg-spoiler': under('spoiler'),
  h1: heading,
  h2: heading,
  h3: heading,
  h4: heading,
  h5: heading,
  h6: heading,
  figcaption: caption,
  caption,
  p: block(2),
  figure: block(2),
  article: block(2),
  section: block(2),
  dl: block(2),
  dd: block(1),
  dt: term,
  ul: writeList,
  ol: writeList,
  menu: writeList,
  pre: writeCodeBlock,
  listing: writeCodeBlock,
  xmp: writeCodeBlock,
  blockquote: writeQuote,
  details: writeDetails,
  table: writeTable,
  img: writeImage,
  'amp-img': writeImage,
  video: writePlayer,
  audio: writePlayer,
  iframe: writeEmbed,
  embed: writeEmbed,
  object: writeObject,
  q: writeShortQuote,
  ruby: writeRuby,
  sup: writeRaised('⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ', '^'),
  sub: writeRaised('₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢ', '_'),
  bdi: writeIsolated('\u2068'),
  bdo: (element, walk) => writeIsolated(attribute(element, 'dir') === 'rtl' ? '\u2067' : '\u2066')(element, walk),
  br: (_, walk) => walk.writer.lineBreak(),
  hr: (_, walk) => walk.writer.rule(),
  math: (element, walk) => walk.writer.text(textOf(element, ({ tagName }) => tagName.startsWith('annotation'))),
};

for (const tag of [
  'div',
  'main',
  'header',
  'footer',
  'aside',
  'nav',
  'address',
  'center',
  'li',
  'summary',
  'hgroup',
  'fieldset',
  'td',
  'th',
]) {
  BY_TAG[tag] = block(1);
}
const DROPPED = [
  'script',
  'style',
  'form',
  'button',
  'input',
  'select',
  'textarea',
  'option',
  'svg',
  'canvas',
  'template',
  'title',
  'head',
];
for (const tag of [...DROPPED, 'noframes', 'map', 'dialog', 'datalist', 'rp', 'source', 'track', 'link', 'meta'])
  BY_TAG[tag] = nothing;

/** Write one element; one that is not known shows its content. */
export function writeElement(element: Element, walk: Walk): void {
  const outer = walk.writer.isRightToLeft;
  if (element.attrs.length === 0) handlerOf(element)(element, walk);
  else if (!isHidden(element)) writeAttributed(element, walk);
  walk.writer.isRightToLeft = outer;
}

function writeAttributed(element: Element, walk: Walk): void {
  const handler = handlerOf(element);
  walk.writer.isRightToLeft = directionOf(element) ?? walk.writer.isRightToLeft;
  if (SPOILER_CLASS.test(classOf(element)) && handler !== nothing) visitSpoiler(element, walk, handler);
  else handler(element, walk);
}

function handlerOf({ tagName }: Element): Handler {
  return Object.hasOwn(BY_TAG, tagName) ? BY_TAG[tagName]! : styled;
}

/** Whether a block sets its lines from right to left; null where it does not say. */
function directionOf(element: Element): boolean | null {
  const dir = element.tagName === 'bdi' || element.tagName === 'bdo' ? null : attribute(element, 'dir');
  return dir === 'rtl' ? true : dir === 'ltr' || dir === 'auto' ? false : null;
}

/** A spoiler around blocks starts after their line feeds, so the element's own handler runs inside. */
function visitSpoiler(element: Element, walk: Walk, handler: Handler): void {
  if (walk.open.has('spoiler')) {
    handler(element, walk);
    return;
  }
  walk.open.add('spoiler');
  const spoiler = walk.writer.open('spoiler');
  handler(element, walk);
  walk.writer.close(spoiler);
  walk.open.delete('spoiler');
}

function isHidden(element: Element): boolean {
  if (attribute(element, 'hidden') !== null) return true;
  if (HIDDEN_CLASS.test(classOf(element))) return true;
  return /display\s*:\s*none/i.test(styleOf(element));
}

const STYLES: [RegExp, EntityType][] = [
  [/font-weight\s*:\s*(bold|[6-9]00)/i, 'bold'],
  [/font-style\s*:\s*italic/i, 'italic'],
  [/text-decoration[^;:]*:[^;]*underline/i, 'underline'],
  [/text-decoration[^;:]*:[^;]*line-through/i, 'strikethrough'],
];

/** An element without a meaning of its own, as its `style` sets it; Mastodon shortens links by class. */
function styled(element: Element, walk: Walk): void {
  const style = styleOf(element);
  if (style === '') walk.visit(element);
  else visitNested(element, typesIn(style), walk);
  if (element.tagName === 'span' && classOf(element) === 'ellipsis') walk.writer.text('…');
}

function typesIn(style: string): EntityType[] {
  return STYLES.filter(([pattern]) => pattern.test(style)).map(([, type]) => type);
}

function visitNested(element: Element, types: EntityType[], walk: Walk): void {
  const fresh = types.filter((type) => !walk.open.has(type));
  const opened = fresh.map((type) => {
    walk.open.add(type);
    return walk.writer.open(type);
  });
  walk.visit(element);
  for (const entity of opened.reverse()) {
    walk.writer.close(entity);
    walk.open.delete(entity.type);
  }
}
