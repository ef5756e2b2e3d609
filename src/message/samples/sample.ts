// The shape of a sample and how one is made with few words.
import type { Item, Media } from '../../store/item.ts';
import { aMedia } from '../images.ts';
import type { FeedHead } from '../lines.ts';

export type Sample = { name: string; feed: FeedHead; item: Item };

export function aSample(name: string, host: string, feedTitle: string, item: Partial<Item>): Sample {
  const feed = { title: feedTitle, link: `https://${host}/`, url: `https://${host}/feed.xml` };
  const empty: Item = {
    guid: `https://${host}/${name}`,
    link: `https://${host}/${name}`,
    title: '',
    author: null,
    summary: null,
    content: null,
    categories: [],
    media: [],
    publishedAt: '2026-03-14T09:26:00.000Z',
    updatedAt: null,
  };
  return { name, feed, item: { ...empty, ...item } };
}

export function enclosure(kind: Media['kind'], url: string, extra: Partial<Media> = {}): Media {
  return { ...aMedia(kind, url), ...extra };
}
