// Which pictures, films and recordings of an item are shown, in which order and in what groups.
import type { Item, Media } from '../store/item.ts';
import { aMedia, httpLink, isNoContent } from './images.ts';

/** An album holds 2 to 10 (Bot API, sendMediaGroup). */
const ALBUM_LIMIT = 10;
/** Photos and films beyond this many are left to the link. */
const SHOWN_LIMIT = 30;
/** Recordings, papers and animations come one a message; more of them in one item would flood its chat. */
const ALONE_LIMIT = 10;
/** Telegram takes no larger upload; a photo may have 10 MB, and a larger one is still a document. */
const UPLOAD_LIMIT_BYTES = 50_000_000;
const PHOTO_LIMIT_BYTES = 10_000_000;

export type MediaChoice = {
  /** sends in order; more than one piece is an album of photos and videos */
  groups: Media[][];
  /** too large for a bot, or too many: to be linked */
  linked: Media[];
};

/**
 * What to show of an item's own media and of those its text holds; the text's order counts, each address once.
 * @param fromText found by `readHtml`, icons and pixels gone
 */
export function chooseMedia(item: Pick<Item, 'media'>, fromText: Media[]): MediaChoice {
  const all = unique([...item.media.filter(isContent), ...fromText]);
  const pieces = all.flatMap((media) => (isTooLarge(media) ? stillOf(media) : [asDocument(media)]));
  const shown = withoutStills(unique(pieces));
  const visual = shown.filter(({ kind }) => kind === 'image' || kind === 'video').slice(0, SHOWN_LIMIT);
  const alone = shown.filter(({ kind }) => kind === 'animation' || kind === 'audio' || kind === 'document');
  const groups = [...chunks(visual, ALBUM_LIMIT), ...alone.slice(0, ALONE_LIMIT).map((media) => [media])];
  return { groups, linked: [...all.filter(isTooLarge), ...alone.slice(ALONE_LIMIT)] };
}

/** Flash players and pages of players are addresses of no film. */
function isContent(media: Media): boolean {
  if (httpLink(media.url, null) === null) return false;
  if (isNoContent(media) || media.type === 'application/x-shockwave-flash' || media.type === 'text/html') return false;
  if (media.width !== null && media.height !== null && media.width <= 48 && media.height <= 48) return false;
  return (
    media.kind !== 'video' ||
    !/^https?:\/\/(www\.)?(youtube(-nocookie)?\.com|youtu\.be|player\.vimeo\.com)\//.test(media.url)
  );
}

function isTooLarge({ bytes }: Media): boolean {
  return (bytes ?? 0) > UPLOAD_LIMIT_BYTES;
}

function isFilm({ kind }: Media): boolean {
  return kind === 'video' || kind === 'animation';
}

/** A film that can only be linked is shown by its still. */
function stillOf(media: Media): Media[] {
  return isFilm(media) && media.previewUrl !== null ? [aMedia('image', media.previewUrl)].filter(isContent) : [];
}

/** One of each picture, film or recording: the larger, at the place of the first. */
function unique(all: Media[]): Media[] {
  const byKey = new Map<string, Media>();
  for (const media of all) {
    const key = keyOf(media.url);
    const known = byKey.get(key);
    const better = known === undefined || (media.width ?? 0) > (known.width ?? 0) ? media : known;
    byKey.set(key, known === undefined || better.kind === 'image' ? better : completed(better, [known, media]));
  }
  return [...byKey.values()];
}

/** A film has one file: what one place says of its size and its still holds for the other too. */
function completed(media: Media, said: Media[]): Media {
  const bytes = said.map((one) => one.bytes).find((size) => size !== null) ?? null;
  const previewUrl = media.previewUrl ?? said.map((one) => one.previewUrl).find((url) => url !== null) ?? null;
  return { ...media, bytes: media.bytes ?? bytes, previewUrl };
}

/** A film's still is not shown beside the film. */
function withoutStills(all: Media[]): Media[] {
  const previews = all.filter(isFilm).flatMap(({ previewUrl }) => (previewUrl === null ? [] : [keyOf(previewUrl)]));
  const stills = new Set(previews);
  return all.filter(({ kind, url }) => kind !== 'image' || !stills.has(keyOf(url)));
}

const SIZE_KEYS = ['w', 'h', 'width', 'height', 'resize', 'fit', 'quality', 'ssl', 'strip', 'crop', 'auto'];
/** Quality and size for a picture, but often what is asked for elsewhere: `/image.php?s=12`. */
const PICTURE_KEYS = ['q', 's'];

/** The address without what only chooses a size: WordPress' `-300x200`, a CDN's `?w=300`. */
function keyOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  const isPicture = /\.(jpe?g|png|webp|gif|avif)$/i.test(pathname);
  for (const name of isPicture ? [...SIZE_KEYS, ...PICTURE_KEYS] : SIZE_KEYS) searchParams.delete(name);
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
