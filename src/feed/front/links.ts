// The links of an item or channel: RSS's text, Atom's attributes, and what serves as one where neither is there.
import { attribute, child, childrenNamed, type Element, textOf } from './element.ts';
import { resolveUrl } from './urls.ts';

/** The absolute URL of an Atom link with a relation; without `rel` a link is `alternate` (RFC 4287 §4.2.7.2). */
export function atomLink(element: Element, relation: string): string | null {
  const links = childrenNamed(element, 'atom:link', 'link').filter((link) => relationOf(link) === relation);
  const preferred = links.find((link) => /^$|html/.test(attribute(link, 'type') ?? '')) ?? links[0];
  return preferred ? resolveUrl(attribute(preferred, 'href'), preferred.base) : null;
}

/** A registered relation may also be written as a URI (RFC 4287 §4.2.7.2). */
export function relationOf(link: Element): string {
  const relation = (attribute(link, 'rel') ?? '').trim().toLowerCase();
  const name = relation.slice(relation.lastIndexOf('/') + 1);
  if (name !== '') return name;
  return attribute(link, 'href') === null ? '' : 'alternate';
}

/** Where a person reads the item: its link, else its permalink, else what the item is about or brings along. */
export function itemLink(item: Element): string | null {
  return (
    textLink(item) ??
    atomLink(item, 'alternate') ??
    permalink(item) ??
    urlAttribute(child(item, 'atom:content'), 'src') ??
    urlAttribute(item, 'rdf:about') ??
    urlAttribute(item, 'href') ??
    textUrl(child(item, 'comments')) ??
    urlAttribute(child(item, 'enclosure'), 'url') ??
    atomLink(item, 'enclosure') ??
    atomLink(item, 'related') ??
    atomLink(item, 'via') ??
    atomLink(item, 'self')
  );
}

/** A channel's own page. */
export function channelLink(channel: Element): string | null {
  return textLink(channel) ?? atomLink(channel, 'alternate') ?? urlAttribute(channel, 'href');
}

function textLink(element: Element): string | null {
  for (const link of childrenNamed(element, 'link', 'atom:link')) {
    if (!/^(alternate)?$/.test(relationOf(link))) continue;
    const url = textUrl(link);
    if (url !== null) return url;
  }
  return null;
}

/** A guid is a permalink unless it says otherwise (RSS 2.0); an Atom id may be one, though it need not be. So may a path be. */
function permalink(item: Element): string | null {
  for (const id of childrenNamed(item, 'guid', 'atom:id')) {
    const isLink = (attribute(id, 'ispermalink') ?? 'true').trim().toLowerCase() !== 'false';
    const text = textOf(id);
    if (isLink && /^(https?:\/\/|\/)/i.test(text)) return resolveUrl(text, id.base);
  }
  return null;
}

function textUrl(element: Element | null): string | null {
  return element === null ? null : resolveUrl(textOf(element), element.base);
}

/** The URL in an attribute, absolute; null without the element, the attribute, or a URL of the web in it. */
export function urlAttribute(element: Element | null, name: string): string | null {
  return element === null ? null : resolveUrl(attribute(element, name), element.base);
}
