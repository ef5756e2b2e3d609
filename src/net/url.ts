// What a URL may be before anything is dialled, and who may see the credentials in it.
import { isIP } from 'node:net';
import { type AllowPrivate, plainHost } from '../allow_private.ts';
import { isOpenedPort } from './address.ts';
import type { RefusalReason } from './outcome.ts';

/** One stop of a redirect chain. `url` never carries credentials; `authorization` is for this stop alone. */
export type Hop = { url: URL; authorization: string | null };

/** Reads what was stored or typed; null where it is no URL. The Basic credentials in it become a header. */
export function readHop(text: string): Hop | null {
  const url = URL.parse(text);
  if (url === null) return null;
  const authorization = basicAuthorization(url);
  stripUrl(url);
  return { url, authorization };
}

/**
 * The stop a Location header leads to, or null where it names none. Credentials go on only where `maySeeCredentials` lets them; those in the
 * Location itself are dropped: the publisher does not choose what we log in with.
 */
export function followLocation(hop: Hop, location: string): Hop | null {
  // Headers arrive as latin1, but browsers taught servers to send raw UTF-8 here.
  const url = URL.parse(Buffer.from(location, 'latin1').toString('utf8'), hop.url.href);
  if (url === null) return null;
  const authorization = maySeeCredentials(url, hop.url) ? hop.authorization : null;
  stripUrl(url);
  return { url, authorization };
}

/** Whether credentials given for `from` may go to `url`: they are for its host alone, and never from https to http, for everybody on the way. */
export function maySeeCredentials(url: URL, from: URL): boolean {
  return url.host === from.host && !(from.protocol === 'https:' && url.protocol === 'http:');
}

/** Why this URL may not be asked, or null. Addresses are judged where they are dialled, in the agent. */
export function refuseUrl(url: URL, host: string, allow: AllowPrivate): RefusalReason | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { code: 'scheme', host };
  const port = portOf(url);
  const isUsual = port === 80 || port === 443 || port >= 1024;
  return isUsual || isOpenedPort(url.hostname, port, allow) ? null : { code: 'port', host, port };
}

/** The port that is dialled: the scheme's own where the URL names none. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port); // which may be 0
  return url.protocol === 'https:' ? 443 : 80;
}

/** The name under which a host is leased, paused and counted: lower case, without the root dot or brackets; null where the text is no URL. */
export function hostnameOf(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed === null || parsed.hostname === '' ? null : plainHost(parsed.hostname);
}

/** The host as a reason may name it. An address that a redirect led to is not told: the host that sent us there is. */
export function nameHost(url: URL, asked: URL): string {
  const host = plainHost(url.hostname);
  return host === '' || isIP(host) !== 0 ? plainHost(asked.hostname) : host;
}

/** A URL for the eyes of others: user name and password left out. What is no web URL comes back empty, since nobody knows what is in it. */
export function withoutCredentials(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return '';
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

/**
 * `feed:`, or a podcast player's own scheme, is how a page's button asks the system for a reader; `feed:https://…` and `feed://…` are both in use.
 * Anything else stays as it is.
 */
export function asWeb(address: string): string {
  return address.replace(/^(?:feed|itpc|pcast|podcast):(?=https?:|(\/\/))/i, (_scheme, slashes) =>
    slashes ? 'http:' : '',
  );
}

/** Puts the credentials of `from` into `url`, for a permanent move on the same host. */
export function withCredentialsOf(from: string, url: URL): string {
  const source = new URL(from);
  const target = new URL(url);
  target.username = source.username;
  target.password = source.password;
  return target.href;
}

/** Takes out what is never sent. Each assignment reads the whole URL again, so only where there is something. */
function stripUrl(url: URL): void {
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
  if (url.href.includes('#')) url.hash = ''; // `hash` is empty for a lone `#` too
}

function basicAuthorization({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  return `Basic ${Buffer.from(`${decodeUserinfo(username)}:${decodeUserinfo(password)}`).toString('base64')}`;
}

/** A lone `%` is legal in a typed password though not in an escape: then the text stands for itself. */
function decodeUserinfo(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) =>
    Buffer.from(escaped.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
