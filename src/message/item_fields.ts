// An item as filters and templates see it.
import type { Item } from '../store/item.ts';
import { cleanText } from './characters.ts';
import type { FilterFields } from './filter/judge.ts';
import { type FeedHead, feedName, webLink } from './lines.ts';
import { readHtmlOnce } from './read_once.ts';
import type { TemplateFields } from './template/template.ts';

/** What a filter looks at: plain text, whichever of content and summary says something. */
export function filterFieldsOf(item: Item): FilterFields {
  const link = webLink(item.link);
  const content = [item.content, item.summary].map((html) => (html === null ? '' : readHtmlOnce(html, link).rich.text));
  return {
    title: cleanText(item.title),
    content: [...new Set(content)].filter(Boolean).join('\n'),
    author: item.author,
    categories: item.categories,
    link: item.link,
  };
}

/** What a template may show. An item that has only one of description and content shows it as both. */
export function templateFieldsOf(item: Item, feed: FeedHead, ownTitle: string | null): TemplateFields {
  const link = webLink(item.link);
  const description = readHtmlOnce(item.summary ?? item.content ?? '', link);
  const content = readHtmlOnce(item.content ?? item.summary ?? '', link);
  const pictures = [...item.media, ...content.media, ...description.media].filter(({ kind }) => kind === 'image');
  return {
    bot_feed_name: feedName(feed, ownTitle),
    bot_feed_link: webLink(feed.link) ?? webLink(feed.url) ?? '',
    bot_item_name: cleanText(item.title),
    bot_item_link: link,
    bot_item_description: description.rich,
    bot_item_content: content.rich,
    bot_item_author: item.author,
    bot_item_categories: item.categories,
    bot_item_image: pictures[0]?.url ?? null,
    bot_date: item.publishedAt ?? item.updatedAt,
  };
}
