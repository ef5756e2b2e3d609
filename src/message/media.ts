// Which pictures, films and recordings of an item are shown, in which order and in what groups.
import type { Item, Media } from '../store/item.ts';
import { httpLink, isNoContent } from './images.ts';

/** An album holds 2 to 10 (Bot API, sendMediaGroup). */
const ALBUM_LIMIT = 10;
/** Photos and films beyond this many are left to the link. */
const SHOWN_LIMIT = 30;
/** Telegram takes no larger upload; a photo may have 10 MB, and a larger one is still a document. */
const UPLOAD_LIMIT_BYTES = 50_000_000;
const PHOTO_LIMIT_BYTES = 10_000_000;

export type MediaChoice = {
  /** sends in order; more than one piece is an album of photos and videos */
  groups: Media[][];
  /** too large for a bot: to be linked */
  linked: Media[];
};

/**
 * What to show of an item's own media and of those its text holds; the text's order counts, each address once.
 * @param fromText found by `readHtml`, icons and pixels gone
 */
export function chooseMedia(item: Pick<Item, 'media'>, fromText: Media[]): MediaChoice {
  const all = unique(withoutCoverArt([...item.media.filter(isContent), ...fromText]));
  const isLinked = (media: Media) => (media.bytes ?? 0) > UPLOAD_LIMIT_BYTES;
  const shown = all.filter((media) => !isLinked(media)).map(asDocument);
  const visual = shown.filter(({ kind }) => kind === 'image' || kind === 'video').slice(0, SHOWN_LIMIT);
  const alone = shown.filter(({ kind }) => kind === 'animation' || kind === 'audio' || kind === 'document');
  const groups = [...chunks(visual, ALBUM_LIMIT), ...alone.map((media) => [media])];
  return { groups, linked: all.filter(isLinked) };
}

/** Flash players and pages of players are addresses of no film. */
function isContent(media: Media): boolean {
  if (httpLink(media.url, null) === null) return false;
  if (isNoContent(media.url) || media.type === 'application/x-shockwave-flash' || media.type === 'text/html')
    return false;
  if (media.width !== null && media.height !== null && media.width <= 48 && media.height <= 48) return false;
  return (
    media.kind !== 'video' ||
    !/^https?:\/\/(www\.)?(youtube(-nocookie)?\.com|youtu\.be|player\.vimeo\.com)\//.test(media.url)
  );
}

/** A recording's only picture is its cover: shown by the player, not beside it. */
function withoutCoverArt(all: Media[]): Media[] {
  const images = all.filter(({ kind }) => kind === 'image');
  if (images.length !== 1 || !all.some(({ kind }) => kind === 'audio')) return all;
  const cover = images[0]!.url;
  const rest = all.filter(({ kind }) => kind !== 'image');
  return rest.map((media) => (media.kind === 'audio' ? { ...media, previewUrl: media.previewUrl ?? cover } : media));
}

/** One of each picture: the larger, at the place of the first; a film's still is not shown beside the film. */
function unique(all: Media[]): Media[] {
  const stills = new Set(
    all.map(({ kind, previewUrl }) => (kind === 'image' || previewUrl === null ? '' : keyOf(previewUrl))),
  );
  const byKey = new Map<string, Media>();
  for (const media of all) {
    const key = keyOf(media.url);
    if (media.kind === 'image' && stills.has(key)) continue;
    const known = byKey.get(key);
    if (known === undefined || (media.width ?? 0) > (known.width ?? 0)) byKey.set(key, media);
  }
  return [...byKey.values()];
}

/** The address without what only chooses a size: WordPress' `-300x200`, a CDN's `?w=300`. */
function keyOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  for (const name of [
    'w',
    'h',
    'width',
    'height',
    'resize',
    'fit',
    'quality',
    'q',
    'ssl',
    'strip',
    'crop',
    's',
    'auto',
  ]) {
    searchParams.delete(name);
  }
  return `${host}${pathname.replace(/-\d{2,4}x\d{2,4}(?=\.\w{3,4}$)/, '')}?${searchParams}`;
}

function asDocument(media: Media): Media {
  return media.kind === 'image' && (media.bytes ?? 0) > PHOTO_LIMIT_BYTES ? { ...media, kind: 'document' } : media;
}

function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
