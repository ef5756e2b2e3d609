// The three keys an entry may be recognised by, as SHA-256 in hex. They outlive the text, so that nothing returns because it was forgotten.
import { hash } from 'node:crypto';
import { setImmediate as turnOfLoop } from 'node:timers/promises';
import type { Item } from '../store/item.ts';

/** What an operator may choose as a feed's identity; the names are el_monitorro's. */
export const CONTENT_FIELDS = ['link', 'title', 'publication_date', 'guid', 'description', 'author'] as const;
export type ContentField = (typeof CONTENT_FIELDS)[number];

/** 64 hex digits each. The first byte of `guidHash` names its scheme: 00 for the guid itself, else a bit for each chosen field. */
export type Hashes = { guidHash: string | null; linkHash: string | null; fingerprint: string };

/** An entry of a document with its keys; `plainGuidHash` finds it in rows stored before the operator chose fields. */
export type HashedItem = Hashes & { plainGuidHash: string | null; item: Item };

export type HashOptions = {
  /** the operator's choice, or null for the ordinary three keys */
  contentFields: readonly ContentField[] | null;
  /** the feed's own `link`: an entry that only points there is not identified by it */
  homeUrl: string | null;
};

const TRACKING = /^(utm_.*|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|at_medium|at_campaign)$/i;

/** A longer query is compared as it is: a document may hold many, of thousands of parameters each. */
const QUERY_CHARS = 512;
const TURN_CHARS = 512 * 1024;

/** Hash every entry of a document, in its order. */
export function hashItems(items: readonly Item[], { contentFields, homeUrl }: HashOptions): HashedItem[] {
  const home = homeUrl === null ? null : comparableUrl(homeUrl);
  return items.map((item) => hashItem(item, contentFields, home));
}

/** As `hashItems`, with a turn of the loop after every TURN_CHARS: the text of a large feed would hold it for half a second. */
export async function hashInTurns(
  items: readonly Item[],
  { contentFields, homeUrl }: HashOptions,
): Promise<HashedItem[]> {
  const home = homeUrl === null ? null : comparableUrl(homeUrl);
  const hashed: HashedItem[] = [];
  let chars = 0;
  for (const item of items) {
    if (chars > TURN_CHARS) {
      await turnOfLoop();
      chars = 0;
    }
    hashed.push(hashItem(item, contentFields, home));
    chars += Math.max(item.content?.length ?? 0, item.summary?.length ?? 0);
  }
  return hashed;
}

function hashItem(item: Item, contentFields: HashOptions['contentFields'], home: string | null): HashedItem {
  const link = item.link === null ? null : comparableUrl(item.link);
  const isHome = (url: string | null) => url !== null && home !== null && isHomePage(url, home);
  const guid = item.guid?.trim() || null;
  const guidUrl = guid === null || guid === item.link ? link : comparableUrl(guid);
  const plainGuidHash = guid === null || isHome(guidUrl) ? null : tagged(0, sha256('guid', guid));
  const chosen = contentFields?.length ? hashFields(item, contentFields) : null;
  return {
    guidHash: chosen ?? plainGuidHash,
    plainGuidHash,
    linkHash: link === null || isHome(link) ? null : sha256('link', link),
    fingerprint: fingerprintOf(item),
    item,
  };
}

/** The scheme byte of a stored `guidHash`: which fields it was made of. */
export function schemeOf(guidHash: string | null): string {
  return guidHash?.slice(0, 2) ?? '00';
}

/**
 * A link as it is compared: without scheme, `www.`, tracking parameters and a last slash, since publishers change all of these
 * on entries that stay the same. A fragment stays: change logs tell their entries apart by it.
 */
export function comparableUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return text.trim();
  return `${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/$/, '')}${withoutTracking(url.search)}${url.hash}`;
}

/** What is left stays letter for letter: URLSearchParams would write it anew, and a link with a comma would differ from itself. */
function withoutTracking(search: string): string {
  if (search === '' || search.length > QUERY_CHARS) return search;
  const parameters = search.slice(1).split('&');
  const kept = parameters.filter((parameter) => !TRACKING.test(parameter.split('=', 1)[0]!));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function isHomePage(comparable: string, home: string): boolean {
  return comparable === home || comparable === home.split(/[/?#]/, 1)[0];
}

/** Title and visible text. An entry with neither is told apart by whatever else it has, since an empty fingerprint would fit every such entry. */
function fingerprintOf(item: Item): string {
  const title = squeeze(item.title);
  const text = visibleText(item.content ?? item.summary ?? '');
  if (title !== '' || text !== '') return sha256('text', title, text);
  const pictures = item.media.map((media) => media.url).join(' ');
  return sha256('bare', item.content ?? item.summary ?? '', pictures, item.guid ?? '', item.link ?? '');
}

/** null where the entry has none of the fields: it would be one with every other that has none. */
function hashFields(item: Item, fields: readonly ContentField[]): string | null {
  const values: Record<ContentField, string> = {
    link: item.link === null ? '' : comparableUrl(item.link),
    title: squeeze(item.title),
    publication_date: item.publishedAt ?? '',
    guid: item.guid?.trim() ?? '',
    description: visibleText(item.summary ?? item.content ?? ''),
    author: squeeze(item.author ?? ''),
  };
  const chosen = CONTENT_FIELDS.filter((field) => fields.includes(field));
  if (chosen.every((field) => values[field] === '')) return null;
  const scheme = chosen.reduce((bits, field) => bits | (1 << CONTENT_FIELDS.indexOf(field)), 0);
  return tagged(scheme, sha256('fields', ...chosen.map((field) => values[field])));
}

/** Markup out, in one pass: attributes carry nonces and counters that change on every fetch. */
function visibleText(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) return squeeze(text + html.slice(at));
    const close = html.indexOf('>', open);
    text += `${html.slice(at, open)} `;
    if (close === -1) break;
    at = close + 1;
  }
  return squeeze(text);
}

function squeeze(text: string): string {
  // Runs of white space become one space; what is one already, nearly all of a text, is passed over.
  return text
    .normalize('NFC')
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .trim();
}

function tagged(scheme: number, hash: string): string {
  return scheme.toString(16).padStart(2, '0') + hash.slice(2);
}

/** Length before each value, so that no two different lists of values run together into one. */
function sha256(kind: string, ...values: string[]): string {
  return hash('sha256', kind + values.map((value) => `\0${value.length}\0${value}`).join(''));
}
