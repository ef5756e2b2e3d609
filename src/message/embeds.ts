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
  const source = ['src', 'data-src', 'data-lazy-src', 'data'].map((name) => attribute(element, name)).find((s) => s);
  const url = source ? httpLink(source, walk.base) : null;
  if (url === null) return;
  const { hostname, pathname } = new URL(url);
  if (!PLAYERS.test(hostname) && !/\/(videos|w)\/embed\//.test(pathname)) return;
  const title = cleanText(attribute(element, 'title') ?? '').trim();
  const page = pageOf(url);
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
