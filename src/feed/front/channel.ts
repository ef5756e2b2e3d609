// What a feed says of itself, and which of its elements are items.
import type { FeedFormat } from '../feed.ts';
import { attribute, child, childrenNamed, type Element, elementsOf, textOf, textOfChild } from './element.ts';
import { authorsOf } from './entry.ts';
import { atomLink, channelLink } from './links.ts';
import { channelImage } from './media.ts';
import { htmlOfFirst } from './text_construct.ts';

/** Title and description are HTML, hints as published. */
export type Channel = {
  title: string;
  link: string | null;
  selfUrl: string | null;
  hubUrl: string | null;
  description: string;
  language: string | null;
  imageUrl: string | null;
  author: string | null;
  ttl: string | null;
  updatePeriod: string | null;
  updateFrequency: string | null;
  skipHours: string[];
  skipDays: string[];
};

const DESCRIPTION = [
  'description',
  'atom:subtitle',
  'atom:tagline',
  'dc:description',
  'itunes:summary',
  'itunes:subtitle',
  'abstract',
];

/** The format that a document's root element is of; RSS where its name says nothing. */
export function formatOf(root: Element): FeedFormat {
  if (root.name === 'feed' || root.name === 'entry') return 'atom';
  return root.name === 'rdf' ? 'rdf' : 'rss';
}

/** What the channel of a document says; Atom's is the root itself. Of several elements that say the same the first counts. */
export function readChannel(root: Element): Channel {
  const channel = child(root, 'channel') ?? root;
  return {
    title: htmlOfFirst(channel, ['title', 'atom:title', 'dc:title'], { isTitle: true }) ?? '',
    link: channelLink(channel),
    selfUrl: atomLink(channel, 'self'),
    hubUrl: atomLink(channel, 'hub'),
    description: htmlOfFirst(channel, DESCRIPTION, { isTitle: true }) ?? '',
    language:
      textOfChild(channel, 'language', 'dc:language') ?? attribute(channel, 'xml:lang') ?? attribute(root, 'xml:lang'),
    imageUrl: channelImage(channel, root),
    author: root.name === 'feed' ? authorsOf(channel) : null,
    ttl: textOfChild(channel, 'ttl'),
    updatePeriod: textOfChild(channel, 'sy:updateperiod'),
    updateFrequency: textOfChild(channel, 'sy:updatefrequency'),
    skipHours: skipped(channel, 'skiphours', 'hour'),
    skipDays: skipped(channel, 'skipdays', 'day'),
  };
}

/** The feed's items in the order of the document, wherever they stand: RSS 1.0 has them beside the channel, and
 * many a channel has an element before them that was never closed. */
export function itemsOf(element: Element): Element[] {
  if (/^(atom:)?(item|entry)$/.test(element.name)) return [element];
  return elementsOf(element).flatMap(itemsOf);
}

function skipped(channel: Element, container: string, name: string): string[] {
  const list = child(channel, container);
  return list === null ? [] : childrenNamed(list, name).map(textOf).slice(0, 24);
}
