// What an item brings along: enclosures, Media RSS and podcast fields, as one list.
import { LIMITS } from '../feed.ts';
import { attribute, child, childrenNamed, type Element, textOf, textOfChild } from './element.ts';
import { relationOf, urlAttribute } from './links.ts';

/** As published, but for the URLs, which are absolute. */
export type PublishedMedia = {
  url: string;
  type: string | null;
  medium: string | null;
  bytes: string | null;
  width: string | null;
  height: string | null;
  duration: string | null;
  title: string | null;
  previewUrl: string | null;
};

/** An item's media in the order published, each URL once; thumbnails stand for themselves only where nothing else is. */
export function mediaOf(item: Element): PublishedMedia[] {
  const preview = widestThumbnail(mediaContainers(item));
  const media = [...enclosuresOf(item), ...mediaContents(item)];
  const podcastDuration = textOfChild(item, 'itunes:duration');
  const found = new Map<string, PublishedMedia>();
  for (const one of media) {
    const known = found.get(one.url);
    found.set(one.url, known ? merge(known, one) : one);
  }
  for (const one of found.values()) {
    one.previewUrl ??= preview;
    if (/^(audio|video)\//.test(one.type ?? '')) one.duration ??= podcastDuration;
  }
  if (found.size === 0 && preview !== null) found.set(preview, { ...emptyMedia(preview), medium: 'image' });
  return [...found.values()].slice(0, LIMITS.media);
}

function emptyMedia(url: string): PublishedMedia {
  const nothing = { type: null, medium: null, bytes: null, width: null, height: null };
  return { url, ...nothing, duration: null, title: null, previewUrl: null };
}

function merge(one: PublishedMedia, other: PublishedMedia): PublishedMedia {
  const merged = { ...one };
  for (const key of Object.keys(other) as (keyof PublishedMedia)[]) merged[key] ??= other[key]!;
  return merged;
}

function enclosuresOf(item: Element): PublishedMedia[] {
  const links = childrenNamed(item, 'atom:link', 'link').filter((link) => relationOf(link) === 'enclosure');
  return [...childrenNamed(item, 'enclosure', 'atom:enclosure'), ...links].flatMap((enclosure) => {
    const url =
      urlAttribute(enclosure, 'url') ?? urlAttribute(enclosure, 'href') ?? urlAttribute(enclosure, 'rdf:resource');
    if (url === null) return [];
    const title = attribute(enclosure, 'title');
    return [{ ...emptyMedia(url), type: attribute(enclosure, 'type'), bytes: attribute(enclosure, 'length'), title }];
  });
}

/** The item itself and its groups, where Media RSS fields may stand. */
function mediaContainers(item: Element): Element[] {
  return [item, ...childrenNamed(item, 'media:group')];
}

/** Contents of a group are one thing in several versions (Media RSS, media:group): one of them is taken. */
function mediaContents(item: Element): PublishedMedia[] {
  const single = childrenNamed(item, 'media:content').flatMap((content) => readContent(content));
  const grouped = childrenNamed(item, 'media:group').flatMap((group) => bestContent(group));
  return [...single, ...grouped];
}

function bestContent(group: Element): PublishedMedia[] {
  const contents = childrenNamed(group, 'media:content').filter((content) => readContent(content).length > 0);
  const byDefault = contents.find((content) => attribute(content, 'isdefault') === 'true');
  const best = byDefault ?? widest(contents);
  if (best === null) return [];
  return readContent(best).map((one) => ({ ...one, title: one.title ?? textOfChild(group, 'media:title') }));
}

/** Flash players, as YouTube still lists them, are nothing that anybody can show. */
function readContent(content: Element): PublishedMedia[] {
  const url = urlAttribute(content, 'url');
  const type = attribute(content, 'type');
  if (url === null || type === 'application/x-shockwave-flash') return [];
  return [
    {
      url,
      type,
      medium: attribute(content, 'medium'),
      bytes: attribute(content, 'filesize'),
      width: attribute(content, 'width'),
      height: attribute(content, 'height'),
      duration: attribute(content, 'duration'),
      title: textOfChild(content, 'media:title'),
      previewUrl: widestThumbnail([content]),
    },
  ];
}

function widestThumbnail(containers: Element[]): string | null {
  const thumbnails = containers.flatMap((container) => childrenNamed(container, 'media:thumbnail'));
  const best = widest(thumbnails);
  return best === null ? null : (urlAttribute(best, 'url') ?? urlAttribute(best, 'href'));
}

function widest(elements: Element[]): Element | null {
  const widthOf = (element: Element) => Number(attribute(element, 'width')) || 0;
  return elements.reduce<Element | null>((best, one) => (best && widthOf(best) >= widthOf(one) ? best : one), null);
}

/** A picture for the whole channel. */
export function channelImage(channel: Element, root: Element): string | null {
  for (const place of [channel, root]) {
    const image = child(place, 'image');
    const url =
      image && (urlAttribute(child(image, 'url') ?? image, 'rdf:resource') ?? pictureText(child(image, 'url')));
    const named = ['itunes:image', 'googleplay:image', 'media:thumbnail'].map((name) => child(place, name));
    const found = [url, ...named.map((one) => urlAttribute(one, 'href') ?? urlAttribute(one, 'url'))].find(Boolean);
    if (found) return found;
  }
  return pictureText(child(channel, 'atom:logo')) ?? pictureText(child(channel, 'atom:icon'));
}

function pictureText(element: Element | null): string | null {
  return element === null ? null : urlAttribute({ ...element, attributes: new Map([['url', textOf(element)]]) }, 'url');
}
