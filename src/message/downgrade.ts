// A message that Telegram refused, made simpler step by step: without its media, then as plain text.
import type { Media } from '../store/item.ts';
import { countCodePoints } from './characters.ts';
import { webLink } from './lines.ts';
import type { Part, RichText } from './part.ts';
import { join, linkTo, plain } from './rich_text.ts';
import { ENTITY_LIMIT, MESSAGE_LIMIT } from './split.ts';

/** Piece number N of a refused album, as Telegram words it: `failed to send message #2 with the error message "..."`. */
export function badPieceOf(part: Part, words: string): Media | null {
  if (part.kind === 'media') return part.media;
  const number = part.kind === 'album' ? /failed to send message #(\d+)/i.exec(words)?.[1] : undefined;
  return number === undefined || part.kind !== 'album' ? null : (part.media[Number(number) - 1] ?? null);
}

/** An album without one of its pieces; a single one left is no album. A part that has only that piece: null. */
export function withoutPiece(part: Part, piece: Media): Part | null {
  if (part.kind !== 'album') return null;
  const media = part.media.filter((one) => one !== piece);
  if (media.length === part.media.length || media.length === 0) return null;
  return media.length > 1
    ? { ...part, media }
    : { kind: 'media', media: media[0]!, text: part.text, entities: part.entities };
}

/** The next simpler form, or null when there is none: media become links behind the text, then formatting goes. */
export function simplify(part: Part): Part | null {
  switch (part.kind) {
    case 'album':
      return textOf(part, part.media);
    case 'media':
      return textOf(part, [part.media]);
    case 'text':
      if (part.entities.length === 0 && part.preview === 'off') return null;
      return { kind: 'text', text: withFirstLink(part), entities: [], preview: 'off', previewUrl: null };
  }
}

function textOf({ text, entities }: RichText, media: Media[]): Part {
  const links = media.map(({ url }) => linkTo(plain(nameOf(url)), webLink(url)));
  // More entities than Telegram keeps are dropped from the end, and the links stand there.
  const kept = { text, entities: entities.slice(0, ENTITY_LIMIT - links.length) };
  return { kind: 'text', preview: 'off', previewUrl: null, ...join([kept, join(links, '\n')], '\n\n') };
}

/** Plain text has no place behind its words for the item's address. */
function withFirstLink({ text, entities }: RichText): string {
  const url = entities.find((entity) => entity.type === 'text_link')?.url;
  const linked = url === undefined ? text : `${text}\n${url}`;
  return countCodePoints(linked) <= MESSAGE_LIMIT ? linked : text;
}

/** Where it stands, short enough for a line. */
function nameOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const file = pathname.split('/').at(-1);
  return file ? `${hostname}/…/${file.slice(-40)}` : hostname;
}
