// Pictures, video and audio that stand in HTML, and which of them are no content: pixels, icons, avatars, buttons.
import type { Media } from '../store/item.ts';
import { cleanText } from './characters.ts';
import { attribute, classOf, type Element, isElement, styleOf } from './html_tree.ts';
import { cleanLink } from './links.ts';
import type { Walk } from './walk.ts';

/** Telegram shows a photo at 2560 pixels at most. */
const LARGEST_WIDTH = 2560;
const LONGEST_SRCSET = 20_000;
/** A picture drawn this small in both directions is an icon or a smiley. */
const ICON_PX = 48;
/** A picture that is said to be larger is content, whatever it is called. */
const LARGEST_ICON_PX = 200;
/** More pictures and films than any message shows; a page of a hundred thousand is an attack. */
export const MAX_MEDIA = 500;
const EMOJI_PX = 32;
/** Nodes of a `picture` that are looked at, by each of its images. */
const MOST_SOURCES = 50;

const EMOJI_CLASS =
  /(^|[\s_-])(wp-smiley|latex|tex|math|emoji|emojione|twemoji|emoticon|smiley|smilie|custom-emoji)($|[\s_-])/i;
const EMOJI_PATH = /\/(emoji|emojis|emoticons|smilies|smileys|twemoji)\//i;
const NEVER_CONTENT_CLASS = /(^|[\s_-])(avatar|gravatar|badge|spinner|tracking-pixel|sharing|share-icon)($|[\s_-])/i;
const ICON_CLASS = /(^|[\s_-])(icon|logo)($|[\s_-])/i;
/** What Telegram does not show, blank images that hold a layout open, and hosts of counters, avatars and badges. */
const NEVER_CONTENT_URL =
  /\.svg(\?|#|$)|\/b\.gif(\?|$)|\/(spacer|blank|transparent|clear|1x1|favicon)\.(gif|png|ico)|gravatar\.com\/avatar|feeds\.feedburner\.com\/~|feedburner\.com\/~ff|feedsportal\.com|doubleclick\.net|pixel\.wp\.com|stats\.wordpress\.com|google-analytics\.com|feedads\.|img\.shields\.io|badge\.fury\.io/i;
/** Names that pixels, counters and icons have, and pictures of an article on such things too. */
const ICON_URL =
  /\/(pixel|counter|count|beacon)\.(gif|png|ico)|\/(pixel|beacon|tracker|tracking|_\/stat)([/?.]|$)|\/(icon|icons|logo|logos|favicon)[-_/.]/i;

/** What an `img` is worth: a picture, an emoji's text, or nothing. */
export type ImageRead = { kind: 'media'; media: Media } | { kind: 'text'; text: string } | { kind: 'nothing' };

export function readImage(element: Element, base: string | null): ImageRead {
  const alt = cleanText(attribute(element, 'alt') ?? '').trim();
  const width = pixels(element, 'width');
  const height = pixels(element, 'height');
  const source = sourceOf(element);
  const classes = classOf(element);
  if (alt !== '' && isEmoji({ alt, classes, source: source ?? '', width, height })) return { kind: 'text', text: alt };
  const url = source === null ? null : httpLink(source, base);
  const isTiny = (width !== null && width <= 2) || (height !== null && height <= 2);
  const isIcon = width !== null && height !== null && width <= ICON_PX && height <= ICON_PX;
  const isNamedIcon = ICON_CLASS.test(classes) && !isLarge({ width, height });
  const isFurniture = isTiny || isIcon || isNamedIcon || NEVER_CONTENT_CLASS.test(classes);
  if (url === null || isFurniture || isNoContent({ url, width, height })) return { kind: 'nothing' };
  const title = cleanText(attribute(element, 'title') ?? '').trim() || alt || null;
  return { kind: 'media', media: { ...aMedia(imageKind(url), url), width, height, title } };
}

/** Whether an address is known to hold a pixel, a counter, a badge or an icon, or what Telegram cannot show. */
export function isNoContent(image: Pick<Media, 'url' | 'width' | 'height'>): boolean {
  return NEVER_CONTENT_URL.test(image.url) || (ICON_URL.test(image.url) && !isLarge(image));
}

function isLarge({ width, height }: Pick<Media, 'width' | 'height'>): boolean {
  return Math.max(width ?? 0, height ?? 0) > LARGEST_ICON_PX;
}

function isEmoji(image: {
  alt: string;
  classes: string;
  source: string;
  width: number | null;
  height: number | null;
}): boolean {
  if (EMOJI_CLASS.test(image.classes) || EMOJI_PATH.test(image.source)) return true;
  const isSmall =
    (image.width ?? image.height ?? 1000) <= EMOJI_PX && (image.height ?? image.width ?? 1000) <= EMOJI_PX;
  return isSmall && /^\p{Extended_Pictographic}/u.test(image.alt);
}

/** The best address of an image: the largest of a srcset that Telegram still shows, else `src`, else a lazy loader's. */
function sourceOf(element: Element): string | null {
  const sets = ['srcset', 'data-srcset', 'data-lazy-srcset'].map((name) => attribute(element, name));
  const fromSet = sets.map((set) => (set === null ? null : largestOf(set))).find((url) => url !== null);
  const named = ['data-src', 'data-lazy-src', 'data-original', 'src', 'data-orig-file', 'data-full-url'];
  const single = named.map((name) => attribute(element, name)?.trim()).find((url) => url && !url.startsWith('data:'));
  return fromSet ?? single ?? fromPicture(element);
}

/** A `picture` whose `img` has no source of its own takes its first `source`. */
function fromPicture(element: Element): string | null {
  const parent = element.parentNode;
  if (parent?.nodeName !== 'picture') return null;
  const source = parent.childNodes
    .slice(0, MOST_SOURCES)
    .filter(isElement)
    .find(({ tagName }) => tagName === 'source');
  const set = source && (attribute(source, 'srcset') ?? attribute(source, 'data-srcset'));
  return set ? largestOf(set) : null;
}

/** The widest that Telegram still shows of a `srcset`: addresses with a width or a density, commas between them. */
export function largestOf(srcset: string): string | null {
  let best: { url: string; rank: number } | null = null;
  for (const { url, size, unit } of candidatesOf(srcset.slice(0, LONGEST_SRCSET))) {
    const pixelsWide = unit === 'w' ? size : size * 1000;
    const rank = pixelsWide > LARGEST_WIDTH ? 1 / pixelsWide : pixelsWide;
    if (!url.startsWith('data:') && rank > (best?.rank ?? 0)) best = { url, rank };
  }
  return best?.url ?? null;
}

type Candidate = { url: string; size: number; unit: string };

/** HTML Standard, "parse a srcset attribute": an address may hold commas but not end with one. */
function candidatesOf(srcset: string): Candidate[] {
  const found: Candidate[] = [];
  let url = '';
  for (const token of srcset.split(/[\s\uFEFF]+/)) {
    const [, size, unit, comma, next] = /^([\d.]{1,9})([wxh])(,?)(.*)$/s.exec(url === '' ? '' : token) ?? [];
    if (unit === 'h') continue;
    if (url !== '') found.push({ url: url.replace(/,$/, ''), size: Number(size ?? 1), unit: unit ?? 'x' });
    url = unit === undefined ? token : comma === ',' ? next! : '';
  }
  return url === '' ? found : [...found, { url: url.replace(/,$/, ''), size: 1, unit: 'x' }];
}

/** Bot API, sendVideo and sendAudio: MPEG4; MP3 and M4A. */
const TELEGRAM_PLAYS = {
  video: { type: /^video\/mp4/i, path: /\.mp4(\?|$)/i },
  audio: { type: /^audio\/(mpeg|mp3|mp4|x-m4a|m4a)/i, path: /\.(mp3|m4a)(\?|$)/i },
};

/** `video` and `audio` with their sources and poster. */
export function readPlayer(element: Element, base: string | null): Media | null {
  const sources = element.childNodes.filter(isElement).filter(({ tagName }) => tagName === 'source');
  const candidates = [element, ...sources].map((holder) => ({
    url: httpLink(attribute(holder, 'src') ?? '', base),
    type: attribute(holder, 'type'),
  }));
  const playable = candidates.filter(({ url }) => url !== null);
  const shown = element.tagName === 'audio' ? TELEGRAM_PLAYS.audio : TELEGRAM_PLAYS.video;
  const chosen = playable.find(({ url, type }) => shown.type.test(type ?? '') || shown.path.test(url!)) ?? playable[0];
  if (!chosen) return null;
  const isLoop = attribute(element, 'loop') !== null && attribute(element, 'muted') !== null;
  const kind = element.tagName === 'audio' ? 'audio' : isLoop ? 'animation' : 'video';
  const title = cleanText(attribute(element, 'title') ?? '').trim() || null;
  const poster = httpLink(attribute(element, 'poster') ?? '', base);
  const size = { width: pixels(element, 'width'), height: pixels(element, 'height') };
  return { ...aMedia(kind, chosen.url!), ...size, type: chosen.type, title, previewUrl: poster };
}

export function aMedia(kind: Media['kind'], url: string): Media {
  return {
    kind,
    url,
    type: null,
    bytes: null,
    width: null,
    height: null,
    durationSeconds: null,
    title: null,
    previewUrl: null,
  };
}

/** A GIF in a feed is nearly always an animation; as a photo Telegram would show its first frame. */
function imageKind(url: string): 'image' | 'animation' {
  return /\.gif(\?|#|$)/i.test(url) ? 'animation' : 'image';
}

/** An address of media or of a player. */
export function httpLink(href: string, base: string | null): string | null {
  const link = cleanLink(href, base);
  return link?.startsWith('http') ? link : null;
}

const IN_STYLE = {
  width: /(?:^|;)\s*width\s*:\s*(\d{1,5})px/,
  height: /(?:^|;)\s*height\s*:\s*(\d{1,5})px/,
};

/** A size in CSS pixels from the attribute, or from the style of the element. */
function pixels(element: Element, name: 'width' | 'height'): number | null {
  const fromAttribute = /^\s*(\d{1,5})(px)?\s*$/.exec(attribute(element, name) ?? '')?.[1];
  const fromStyle = IN_STYLE[name].exec(styleOf(element))?.[1];
  const size = fromAttribute ?? fromStyle;
  return size === undefined ? null : Number(size);
}

export function writeImage(element: Element, walk: Walk): void {
  if (walk.media.length >= MAX_MEDIA) return;
  const read = readImage(element, walk.base);
  if (read.kind === 'text') walk.writer.text(read.text);
  if (read.kind === 'media') walk.media.push(read.media);
}
