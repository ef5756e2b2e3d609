// From a text and its entities to a tree: overlaps are cut, and links the sender did not mark are found.

const CANDIDATES = [
  ['url', /(?:https?:\/\/|www\.)[^\s<>"«»]+/giu],
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu],
  ['mention', /(?<![\p{L}\p{N}_@/])@[a-z][a-z0-9_]{3,31}(?![\p{L}\p{N}_])/giu],
  ['hashtag', /(?<![\p{L}\p{N}_&/])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}_]+/gu],
  ['bot_command', /(?<![\p{L}\p{N}_/<>])\/[a-z0-9_]{1,64}(?:@[a-z][a-z0-9_]{3,31})?(?![\p{L}\p{N}_/])/giu],
];

// What may not hold a link of our finding: it is one already, or shows its text as it is.
const OPAQUE = new Set([
  'url',
  'email',
  'mention',
  'hashtag',
  'bot_command',
  'text_link',
  'text_mention',
  'code',
  'pre',
]);

/**
 * Find URLs, addresses, mentions, hashtags and commands that no entity covers yet, as Telegram's clients do.
 * @param {string} text
 * @param {{type: string, offset: number, length: number}[]} entities offsets in UTF-16 code units
 */
export function findLinks(text, entities) {
  const taken = entities.filter((entity) => OPAQUE.has(entity.type));
  const found = [];
  for (const [type, pattern] of CANDIDATES) {
    for (const match of text.matchAll(pattern)) {
      const length = type === 'url' ? lengthOfUrl(match[0]) : match[0].length;
      const candidate = { type, offset: match.index, length };
      if ([...taken, ...found].some((other) => overlaps(candidate, other))) continue;
      found.push(candidate);
    }
  }
  return found;
}

/** A full stop or a bracket after an address belongs to the sentence, unless the bracket was opened inside. */
function lengthOfUrl(url) {
  let length = url.length;
  while (length > 0) {
    const last = url[length - 1];
    const isLoose = last === ')' && !url.slice(0, length - 1).includes('(');
    if (!isLoose && !/[.,;:!?'\]}…]/u.test(last)) break;
    length -= 1;
  }
  return length;
}

function overlaps(one, other) {
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length;
}

/**
 * Nest entities: the result's nodes are strings or `{entity, children}`, in the order of the text.
 * Entities that overlap without nesting are cut in two; what lies outside the text is dropped.
 */
export function nestEntities(text, entities) {
  const ranges = entities
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .map((entity) => ({ entity, start: entity.offset, end: Math.min(entity.offset + entity.length, text.length) }));
  return nestRanges(text, 0, text.length, ranges);
}

// A quote or a block of code holds what covers the same characters, never the other way round.
const isBlock = (range) => ['pre', 'blockquote', 'expandable_blockquote'].includes(range.entity.type);
const outerFirst = (a, b) => a.start - b.start || b.end - a.end || isBlock(b) - isBlock(a);

function nestRanges(text, start, end, ranges) {
  const nodes = [];
  const waiting = [...ranges].sort(outerFirst);
  let position = start;
  while (waiting.length > 0) {
    const outer = waiting.shift();
    if (outer.start > position) nodes.push(text.slice(position, outer.start));
    const inside = [];
    while (waiting.length > 0 && waiting[0].start < outer.end) inside.push(waiting.shift());
    const rest = inside.filter((range) => range.end > outer.end).map((range) => ({ ...range, start: outer.end }));
    const cut = inside.map((range) => ({ ...range, end: Math.min(range.end, outer.end) }));
    nodes.push({ entity: outer.entity, children: nestRanges(text, outer.start, outer.end, cut) });
    position = outer.end;
    waiting.push(...rest);
    waiting.sort(outerFirst);
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}
