// Namespaces of feeds by their URIs, since any prefix may stand for any of them (and publishers misspell the URIs).

/** Prefix that the rest of the front knows a namespace by; '' is RSS itself, in any of its versions. */
const PREFIX_OF_URI: Record<string, string> = {
  'http://www.w3.org/2005/atom': 'atom',
  'http://purl.org/atom/ns': 'atom',
  'http://my.netscape.com/rdf/simple/0.9': '',
  'http://channel.netscape.com/rdf/simple/0.9': '',
  'http://my.netscape.com/publish/formats/rss-0.91.dtd': '',
  'http://purl.org/rss/1.0': '',
  'http://purl.org/net/rss1.1': '',
  'http://backend.userland.com/rss': '',
  'http://backend.userland.com/rss2': '',
  'http://blogs.law.harvard.edu/tech/rss': '',
  'http://cyber.law.harvard.edu/rss/rss.html': '',
  'http://www.rssboard.org/rss-specification': '',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://www.w3.org/xml/1998/namespace': 'xml',
  'http://www.w3.org/2000/svg': 'svg',
  'http://www.w3.org/1998/math/mathml': 'math',
  'http://purl.org/rss/1.0/modules/content': 'content',
  'http://purl.org/dc/elements/1.1': 'dc',
  'http://purl.org/dc/elements/1.0': 'dc',
  'http://purl.org/dc/terms': 'dcterms',
  'http://purl.org/rss/1.0/modules/syndication': 'sy',
  'http://search.yahoo.com/mrss': 'media',
  'http://search.yahoo.com/rss': 'media',
  'http://video.search.yahoo.com/mrss': 'media',
  'http://www.rssboard.org/media-rss': 'media',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://example.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://www.google.com/schemas/play-podcasts/1.0': 'googleplay',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://www.youtube.com/xml/schemas/2015': 'yt',
};

const KNOWN_PREFIXES = new Set([...Object.values(PREFIX_OF_URI), 'html', 'fb']);

/** Declarations in force at an element: its own, then its parent's. Chained, so that no element copies its ancestors'. */
export type Scope = { declared: Map<string, string>; outer: Scope | null };

/** Far longer than any that is known: taking the end off one is quadratic in its slashes. */
const LONGEST_URI = 200;

/** The known prefix of a namespace URI, or null. Case, a final slash or hash, and https are forgiven. */
function prefixOfUri(uri: string): string | null {
  const trimmed = uri.trim();
  if (trimmed.length > LONGEST_URI) return null;
  const name = trimmed
    .toLowerCase()
    .replace(/^https:/, 'http:')
    .replace(/[/#]+$/, '');
  return Object.hasOwn(PREFIX_OF_URI, name) ? PREFIX_OF_URI[name]! : null;
}

/** A scope within `outer` for an element's own `xmlns` attributes. */
export function openScope(declarations: Map<string, string>, outer: Scope | null): Scope {
  const declared = new Map<string, string>();
  for (const [prefix, uri] of declarations) declared.set(prefix, prefixOfUri(uri) ?? (prefix === '' ? '' : '?'));
  return { declared, outer };
}

/**
 * The name an element is known by: `prefix:local` with our prefix, or `local` for RSS itself, in lower case. An undeclared
 * prefix is taken at its word; elements of unknown namespaces get the prefix `?`, so that they shadow nothing.
 */
export function knownName(qualifiedName: string, scope: Scope | null): string {
  const name = qualifiedName.toLowerCase();
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const local = colon < 0 ? name : name.slice(colon + 1);
  const known = lookUp(prefix, scope) ?? (KNOWN_PREFIXES.has(prefix) ? prefix : '?');
  return known === '' ? local : `${known === 'html' ? 'xhtml' : known}:${local}`;
}

function lookUp(prefix: string, scope: Scope | null): string | null {
  for (let at = scope; at !== null; at = at.outer) {
    const known = at.declared.get(prefix);
    if (known !== undefined) return known;
  }
  return prefix === '' ? '' : null;
}
