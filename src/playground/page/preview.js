// The card under a text that names where its link leads.
import { el } from './dom.js';
import { findLinks } from './entities.js';

/**
 * The preview card of a bot's or a channel's message, or null when it is off or there is no link. Only what the
 * message itself tells is shown: the playground fetches no foreign page.
 * @returns {{node: HTMLElement, isAbove: boolean} | null}
 */
export function renderPreview(message) {
  const options = message.link_preview_options ?? {};
  const isPersons = !message.from?.is_bot && !message.sender_chat;
  if (isPersons || options.is_disabled || !message.text) return null;
  const link = firstLink(message);
  const address = options.url ?? link?.url;
  if (!address || !/^https?:/i.test(address) || !URL.canParse(address)) return null;
  const size = options.prefer_large_media ? 'large' : options.prefer_small_media ? 'small' : 'plain';
  return { node: renderCard(new URL(address), link?.title, size), isAbove: Boolean(options.show_above_text) };
}

function firstLink({ text, entities = [] }) {
  const links = [...entities, ...findLinks(text, entities)].filter(
    ({ type }) => type === 'text_link' || type === 'url',
  );
  const [first] = links.sort((a, b) => a.offset - b.offset);
  if (!first) return null;
  const words = text.slice(first.offset, first.offset + first.length);
  if (first.type === 'text_link') return { url: first.url, title: words };
  return { url: /^www\./i.test(words) ? `https://${words}` : words, title: '' };
}

function renderCard(url, title, size) {
  const host = url.host.replace(/^www\./, '');
  const letter = el('span', { className: 'preview-picture', inert: true }, host[0].toUpperCase());
  const lines = el(
    'span',
    { className: 'preview-lines' },
    el('span', { className: 'preview-host' }, host),
    el('span', { className: 'preview-title', dir: 'auto' }, title || readablePath(url)),
  );
  const parts = size === 'plain' ? [lines] : [lines, letter];
  const props = { className: `preview preview-${size}`, href: url.href, target: '_blank', rel: 'noopener noreferrer' };
  return el('a', props, ...parts);
}

function readablePath(url) {
  const path = url.pathname.replace(/\/+$/, '');
  try {
    return decodeURIComponent(path) || url.host;
  } catch (error) {
    if (error instanceof URIError) return path; // a stray percent sign is shown as it is
    throw error;
  }
}
