// A stored item into the messages that show it.
import type { Item, Media } from '../store/item.ts';
import { type Body, readBody } from './body.ts';
import { compose } from './compose.ts';
import { fillTemplate } from './fill_template.ts';
import { type FeedHead, shorten, webLink } from './lines.ts';
import { chooseMedia, type MediaChoice } from './media.ts';
import type { MessageOptions } from './options.ts';
import type { LinkPreview, Part, RichText } from './part.ts';
import { CAPTION_LIMIT, MESSAGE_LIMIT } from './split.ts';

/** Words of the reader's language that a message needs. */
export type MessageTexts = { readOn: string };

export type RenderInput = {
  feed: FeedHead;
  item: Item;
  options: MessageOptions;
  texts: MessageTexts;
};

/** Code points of a line in a player. */
const PLAYER_LIMIT = 100;

/** Pages that Telegram's own preview plays or shows better than a still picture of them would. */
const PLAYER_PAGE = /^https?:\/\/(www\.|m\.)?(youtube\.com\/(watch|shorts)|youtu\.be\/|vimeo\.com\/\d|tiktok\.com\/@)/;

/**
 * The messages that show an item, in the order to be sent; the later ones belong to the first. Never empty and never
 * without text in its first part, unless `media: 'only'` shows media: an item that has nothing else is shown by its link,
 * and one without a link by its feed's name.
 */
export function renderItem(input: RenderInput): Part[] {
  const { item, options } = input;
  const body = readBody(item);
  const link = webLink(item.link);
  const media = showsMedia(input, link) ? chooseMedia(item, body.media) : { groups: [], linked: [] };
  const shown = media.groups;
  const limit = shown.length > 0 ? CAPTION_LIMIT : MESSAGE_LIMIT;
  const isTemplated = options.mode === 'template' && options.template !== null && options.media !== 'only';
  const { pieces, isCut } = compose({
    ...input,
    templated: isTemplated ? fillTemplate(options.template!, input) : null,
    body: options.media === 'only' ? withoutText(body) : body,
    linked: media.linked,
    limit,
  });
  const groups = isCut ? leadOf(shown) : shown;
  // A template's writer chose its links: Telegram previews the first of them.
  return groups.length > 0
    ? mediaParts(item, groups, pieces)
    : textParts(pieces, options.preview, isTemplated ? null : link);
}

function showsMedia({ options }: RenderInput, link: string | null): boolean {
  if (options.media === 'only') return true;
  if (options.media === 'off' || options.mode === 'title') return false;
  return options.preview === 'off' || link === null || !PLAYER_PAGE.test(link);
}

function withoutText(body: Body): Body {
  return { ...body, text: { text: '', entities: [] } };
}

/** An article of which only the beginning is shown brings its first picture; recordings and papers come all. */
function leadOf(groups: MediaChoice['groups']): Media[][] {
  const first = groups[0];
  if (first === undefined) return [];
  const isVisual = (group: Media[]) =>
    group[0]!.kind === 'image' || group[0]!.kind === 'video' || group[0]!.kind === 'animation';
  return [first.slice(0, 1), ...groups.slice(1).filter((group) => !isVisual(group))];
}

function mediaParts(item: Item, groups: Media[][], [caption, ...rest]: RichText[]): Part[] {
  const [first, ...others] = groups.map((media, index) =>
    mediaPart(item, media, index === 0 && caption ? caption : { text: '', entities: [] }),
  );
  return [first!, ...textParts(rest, 'off', null), ...others];
}

function mediaPart(item: Item, media: Media[], caption: RichText): Part {
  const [first] = media;
  if (media.length > 1) return { kind: 'album', media, ...caption };
  return first!.kind === 'audio' ? audioPart(item, first!, caption) : { kind: 'media', media: first!, ...caption };
}

/** What a player shows of a recording; few feeds give an enclosure a title of its own. */
function audioPart(item: Item, media: Media, caption: RichText): Part {
  const title = shorten(media.title ?? item.title, PLAYER_LIMIT).text || null;
  const performer = shorten(item.author ?? '', PLAYER_LIMIT).text || null;
  return { kind: 'media', media: { ...media, title }, performer, ...caption };
}

/** Only the first message previews the item; the others would show it again. */
function textParts(pieces: RichText[], preview: LinkPreview, link: string | null): Part[] {
  return pieces.map((piece, index) => {
    const isFirst = index === 0 && preview !== 'off';
    return { kind: 'text', preview: isFirst ? preview : 'off', previewUrl: isFirst ? link : null, ...piece };
  });
}
