// Title, text and the lines below, put together and cut to what a message holds.
import type { Item, Media } from '../store/item.ts';
import type { Body } from './body.ts';
import { countCodePoints } from './characters.ts';
import { cutAtSentence } from './cut.ts';
import {
  beginningOf,
  dateText,
  type FeedHead,
  feedName,
  footLine,
  shorten,
  tagLine,
  titleLine,
  webLink,
} from './lines.ts';
import type { MessageOptions } from './options.ts';
import type { RichText } from './part.ts';
import { concat, join, linkTo, normalise, plain, slice } from './rich_text.ts';
import { ENTITY_LIMIT, MESSAGE_LIMIT, splitRich } from './split.ts';

/** Text shown at most in mode `auto`, in code points. */
const AUTO_LIMIT = 1000;
/** A longer text would flood its chat; what is behind is left to the link. */
export const MAX_TEXT_PARTS = 20;
const BLANK_LINE = 2;
const NAME_LIMIT = 160;
const SIGNS: Record<Media['kind'], string> = { image: '🖼', video: '🎬', animation: '🎬', audio: '🎧', document: '📎' };

export type ComposeInput = {
  feed: FeedHead;
  item: Item;
  options: MessageOptions;
  texts: { readOn: string };
  body: Body;
  /** the text of mode `template`; null where the other modes' form is taken */
  templated: RichText | null;
  /** media too large to send */
  linked: Media[];
  /** code points of the first piece */
  limit: number;
};

export type Composed = { pieces: RichText[]; isCut: boolean };

/** The text of an item's messages, one piece each; at least one. */
export function compose(input: ComposeInput): Composed {
  const { options, body, templated, limit } = input;
  if (templated !== null) return capped(splitRich(templated, { first: limit, rest: MESSAGE_LIMIT }), input);
  const head = body.title === '' ? plain('') : titleLine(body.title, input.item.link);
  if (options.mode === 'title') return composeTitle(head, input);
  if (options.mode === 'full') {
    return capped(filled(head, showable(body.text), footOf(input, body.isTruncated), limit), input);
  }
  const longFoot = footOf(input, true);
  const taken = countCodePoints(head.text) + countCodePoints(longFoot.text) + 2 * BLANK_LINE;
  const cut = cutAtSentence(body.text, Math.max(0, Math.min(AUTO_LIMIT, limit - taken)));
  const isCut = cut.isCut || body.isTruncated;
  return { pieces: filled(head, cut.rich, isCut ? longFoot : footOf(input, false), limit), isCut };
}

/** A post without a title is named by its beginning. */
function composeTitle(head: RichText, input: ComposeInput): Composed {
  const { item, body, limit } = input;
  const title = head.text === '' ? titleLine(beginningOf(body.text, NAME_LIMIT).text, item.link) : head;
  return { pieces: filled(title, plain(''), footOf(input, false), limit), isCut: false };
}

function filled(head: RichText, text: RichText, foot: RichText, limit: number): RichText[] {
  const gap = text.text === '' ? '\n' : '\n\n';
  return splitRich(join([head, text, foot], gap), { first: limit, rest: MESSAGE_LIMIT });
}

/** A text's beginning that surely fills more than the most parts: what is behind need not be split. */
function showable(rich: RichText): RichText {
  const last = rich.entities[(MAX_TEXT_PARTS + 1) * ENTITY_LIMIT];
  return slice(rich, 0, Math.min((MAX_TEXT_PARTS + 1) * 2 * MESSAGE_LIMIT, last?.offset ?? rich.text.length));
}

/** What a chat is spared of a very long text stands behind the link. */
function capped(pieces: RichText[], input: ComposeInput): Composed {
  if (pieces.length <= MAX_TEXT_PARTS) return { pieces, isCut: false };
  const foot = footOf(input, true);
  const piece = pieces[MAX_TEXT_PARTS - 1]!;
  const excess = piece.entities[ENTITY_LIMIT - foot.entities.length];
  const taken = normalise(slice(piece, 0, excess?.offset));
  const last = cutAtSentence(taken, MESSAGE_LIMIT - countCodePoints(foot.text) - BLANK_LINE).rich;
  return {
    pieces: [...pieces.slice(0, MAX_TEXT_PARTS - 1), ...filled(plain(''), last, foot, MESSAGE_LIMIT)],
    isCut: true,
  };
}

/** Links to what was too large, tags, then one line of: read on, source, author, date. */
function footOf({ feed, item, options, texts, body, linked }: ComposeInput, readsOn: boolean): RichText {
  const link = webLink(item.link);
  const files = linked
    .slice(0, 10)
    .map((media) => linkTo(concat(plain(`${SIGNS[media.kind]} `), fileName(media)), media.url));
  const name = options.showSource ? feedName(feed, options.title) : '';
  const source = {
    readOn: readsOn && link !== null ? texts.readOn : '',
    source: name,
    author: options.showAuthor && item.author !== name ? (item.author ?? '') : '',
    date: options.showDate ? dateText(item.publishedAt ?? item.updatedAt, options) : '',
  };
  const isTitled = body.title !== '';
  const line = footLine(source, { item: link, source: isTitled ? feed.link : (item.link ?? feed.link) });
  const isUnlinked = link !== null && !isTitled && source.source === '' && source.readOn === '';
  const own = isUnlinked ? linkTo(shorten(link.replace(/^https?:\/\/(www\.)?/, ''), 60), link) : plain('');
  const lines = join([...files, tagLine(options.hashtags, item.categories), own, line], '\n');
  const isNothing = lines.text === '' && !isTitled && body.text.text === '';
  return isNothing ? shorten(feedName(feed, options.title), 120) : lines;
}

function fileName(media: Media): RichText {
  const name = media.title ?? new URL(media.url).pathname.split('/').at(-1) ?? '';
  return shorten(name || new URL(media.url).hostname, 100);
}
