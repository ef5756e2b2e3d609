// Players of other sites: a message cannot hold them, so it links to the page they show.
import { cleanText } from './characters.ts';
import { attribute, type Element } from './html_tree.ts';
import { httpLink } from './images.ts';
import type { Walk } from './walk.ts';

/** Sites whose frames are content; frames of others are mostly advertisements and trackers. */
const PLAYERS =
  /(^|\.)(youtube(-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv|tiktok\.com|rutube\.ru|vk\.com|bilibili\.com|spotify\.com|soundcloud\.com|bandcamp\.com|podcasts\.apple\.com|music\.apple\.com|mixcloud\.com|archive\.org|ted\.com|codepen\.io|instagram\.com|streamable\.com)$/;

/** Write an `iframe` or `embed` as a link, where it shows content. */
export function writeEmbed(element: Element, walk: Walk): void {
  const page = playedBy(element, walk.base);
  if (page !== null) writePlayerLink(element, page, walk);
}

/** An `object` holds what is shown where it cannot be: an older player, a picture, some words. */
export function writeObject(element: Element, walk: Walk): void {
  const page = playedBy(element, walk.base);
  if (page === null) walk.visit(element);
  else writePlayerLink(element, page, walk);
}

/** The page of what an element plays, if it is a player of a site that is known for content. */
function playedBy(element: Element, base: string | null): string | null {
  const source = ['src', 'data-src', 'data-lazy-src', 'data'].map((name) => attribute(element, name)).find((s) => s);
  const url = source ? httpLink(source, base) : null;
  if (url === null) return null;
  const { hostname, pathname } = new URL(url);
  return PLAYERS.test(hostname) || /\/(videos|w)\/embed\//.test(pathname) ? pageOf(url) : null;
}

function writePlayerLink(element: Element, page: string, walk: Walk): void {
  const title = cleanText(attribute(element, 'title') ?? '').trim();
  walk.writer.block(2);
  walk.writer.mark('▶ ');
  const link = walk.open.has('text_link') ? null : walk.writer.open('text_link', { url: page });
  walk.writer.text(title || page.replace(/^https?:\/\/(www\.)?/, ''));
  if (link) walk.writer.close(link);
  walk.writer.block(2);
}

/** The page of what a frame plays, where the frame's own address would open a bare player. */
export function pageOf(embedUrl: string): string {
  const { hostname, pathname } = new URL(embedUrl);
  const id = /^\/(?:embed|v|shorts)\/([\w-]{6,20})$/.exec(pathname)?.[1];
  if (id && id !== 'videoseries' && /(^|\.)youtube(-nocookie)?\.com$/.test(hostname))
    return `https://www.youtube.com/watch?v=${id}`;
  const vimeo = /^\/video\/(\d+)/.exec(pathname)?.[1];
  if (vimeo && hostname === 'player.vimeo.com') return `https://vimeo.com/${vimeo}`;
  const spotify = /^\/embed\/(\w+\/\w+)/.exec(pathname)?.[1];
  if (spotify && hostname === 'open.spotify.com') return `https://open.spotify.com/${spotify}`;
  return embedUrl;
}
