// What an item says, whichever format it is in: one field at a time, taken from wherever publishers put it.
import { LIMITS } from '../feed.ts';
import { attribute, child, childrenNamed, type Element, textOf, textOfChild } from './element.ts';
import { itemLink } from './links.ts';
import { mediaOf, type PublishedMedia } from './media.ts';
import { htmlOfFirst, rssHtml } from './text_construct.ts';
import { escapeText } from './urls.ts';

/** Title, summary and content are HTML; dates are as published, best first. */
export type Entry = {
  title: string;
  link: string | null;
  guid: string | null;
  published: string[];
  updated: string[];
  author: string | null;
  categories: string[];
  summary: string | null;
  content: string | null;
  media: PublishedMedia[];
};

const TITLE = ['title', 'atom:title', 'dc:title', 'media:title', 'itunes:title'];
const CONTENT = ['content:encoded', 'atom:content', 'xhtml:body', 'xhtml:div', 'fullitem', 'body', 'content'];
const SUMMARY = ['description', 'atom:summary', 'abstract', 'dc:description', 'dcterms:abstract', 'summary'];
const PUBLISHED = [
  'atom:published',
  'pubdate',
  'atom:issued',
  'dc:date',
  'dcterms:issued',
  'dcterms:created',
  'atom:created',
  'dc:created',
  'dcterms:date',
  'atom:pubdate',
  'published',
  'date',
  'issued',
  'created',
];
const UPDATED = [
  'atom:updated',
  'atom:modified',
  'dcterms:modified',
  'updated',
  'lastbuilddate',
  'dcterms:updated',
  'modified',
];

/** @param feedAuthor who wrote an Atom entry that names nobody (RFC 4287 §4.1.2) */
export function readEntry(item: Element, feedAuthor: string | null): Entry {
  dropCutField(item);
  return {
    title: htmlOfFirst(item, TITLE, { isTitle: true }) ?? groupTitle(item),
    link: itemLink(item),
    guid:
      textOfChild(item, 'guid', 'atom:id', 'id') ?? attribute(item, 'rdf:about') ?? textOfChild(item, 'dc:identifier'),
    published: textsOf(item, PUBLISHED).concat(attribute(item, 'lastmod') ?? []),
    updated: textsOf(item, UPDATED),
    author: authorsOf(item) ?? feedAuthor,
    categories: categoriesOf(item),
    ...bodyOf(item),
    media: mediaOf(item),
  };
}

/** When an item was published, or changed last, as it says; best first. */
export function datesOf(item: Element): string[] {
  return [...textsOf(item, PUBLISHED), ...textsOf(item, UPDATED)];
}

/** Whether a broken-off item has enough to be known again when the document is whole. */
export function isRecognisable(item: Element, entry: Entry): boolean {
  return item.ended !== 'cut' || entry.guid !== null || entry.link !== null;
}

/** Where the document broke off in the middle of a field, half a URL, id or date would pass for a whole one. */
function dropCutField(item: Element): void {
  const last = item.children.at(-1);
  if (last === undefined || typeof last === 'string' || last.ended !== 'cut') return;
  if (!/description|content|summary|title/.test(last.name)) item.children.pop();
}

function groupTitle(item: Element): string {
  const group = child(item, 'media:group');
  return (group && textOfChild(group, 'media:title')) ?? '';
}

/** The long text and the short one. Where there is only one, and it is the feed's `description`, it is the summary. */
function bodyOf(item: Element): { summary: string | null; content: string | null } {
  const content = htmlOfFirst(item, CONTENT);
  const summary = htmlOfFirst(item, SUMMARY);
  return { content, summary: summary ?? mediaDescription(item) ?? podcastSummary(item) };
}

/** YouTube says what a video is about in its media:group only. It is plain text unless it says otherwise. */
function mediaDescription(item: Element): string | null {
  for (const container of [item, ...childrenNamed(item, 'media:group'), ...childrenNamed(item, 'media:content')]) {
    const description = child(container, 'media:description');
    const text = textOf(description);
    if (description === null || text === '') continue;
    const isHtml = attribute(description, 'type') === 'html' || /<\/?[a-z][^<>]{0,200}>/i.test(text);
    return isHtml ? rssHtml(description) : plainTextHtml(text);
  }
  return null;
}

function podcastSummary(item: Element): string | null {
  return htmlOfFirst(item, ['itunes:summary', 'googleplay:description', 'itunes:subtitle']);
}

/** Plain text in which line breaks mean something. */
export function plainTextHtml(text: string): string {
  return escapeText(text).replace(/\r?\n/g, '<br>\n');
}

function textsOf(item: Element, names: string[]): string[] {
  return names.flatMap((name) => textOfChild(item, name) ?? []);
}

/** Everybody named as author, or null. */
export function authorsOf(element: Element): string | null {
  for (const name of [
    'atom:author',
    'dc:creator',
    'author',
    'itunes:author',
    'dc:author',
    'media:credit',
    'googleplay:author',
  ]) {
    const names = childrenNamed(element, name)
      .map(personName)
      .filter((person) => person !== '');
    if (names.length > 0) return [...new Set(names)].slice(0, 20).join(', ');
  }
  return null;
}

function personName(person: Element): string {
  const named = textOfChild(person, 'atom:name', 'name') ?? textOfChild(person, 'atom:email', 'email');
  return named ?? textOfChild(person, 'atom:uri', 'uri', 'atom:url', 'url') ?? plainName(textOf(person));
}

/** RSS writes `jane@example.org (Jane Doe)`, mail programs `Jane Doe <jane@example.org>`. */
function plainName(text: string): string {
  const shortText = text.slice(0, LIMITS.categoryChars);
  const name =
    /^\S{1,200}@\S{1,200}\s{1,20}\(([^()]{1,200})\)$/.exec(shortText)?.[1] ??
    /^([^<>]{1,200})<[^<>\s]{1,200}@[^<>\s]{1,200}>$/.exec(shortText)?.[1];
  return (name ?? shortText).trim();
}

function categoriesOf(item: Element): string[] {
  const found = new Set<string>();
  for (const category of childrenNamed(
    item,
    'category',
    'atom:category',
    'dc:subject',
    'itunes:category',
    'media:category',
  )) {
    const label = attribute(category, 'label') ?? attribute(category, 'term') ?? attribute(category, 'text');
    const text = (label?.trim() || textOf(category)).slice(0, LIMITS.categoryChars);
    if (text !== '') found.add(text);
  }
  return [...found].slice(0, LIMITS.categories);
}
