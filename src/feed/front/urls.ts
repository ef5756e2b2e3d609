// Absolute URLs, and HTML whose URLs are absolute. Only http and https come out; anything else is not a place to go to.

import { decodeHTMLAttribute } from 'entities';
import { Tokenizer } from 'htmlparser2';
import { LIMITS } from '../feed.ts';

/** The absolute http(s) URL of a reference, against a base if it is relative; null if there is none. */
export function resolveUrl(reference: string | null | undefined, base: string | null): string | null {
  const url = parseUrl(reference, base);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}

function parseUrl(reference: string | null | undefined, base: string | null): URL | null {
  const trimmed = reference?.slice(0, LIMITS.urlChars + 1).trim();
  if (!trimmed || trimmed.length > LIMITS.urlChars) return null;
  return URL.parse(trimmed, base ?? undefined);
}

/**
 * A base from which a hundred thousand references can be resolved without each costing, or coming out as, kilobytes; null if it cannot be had.
 */
export function boundedBase(base: string | null): string | null {
  if (base === null || base.length <= LIMITS.baseChars) return base;
  const url = URL.parse(base);
  return url === null || url.origin === 'null' ? null : `${url.origin}/`;
}

const URL_ATTRIBUTES = new Set(['href', 'src', 'poster', 'data-src', 'cite']);
/** A URL attribute whose value does not begin with a scheme: worth a closer look. Linear: nothing in it repeats. */
const PERHAPS_RELATIVE = /(?:href|src|poster|cite)\s{0,8}=\s{0,8}["']?(?!https?:|["'])/i;

/**
 * Make the links and images of HTML absolute. Where nothing is relative, or no base is known, it comes back untouched, and so does what follows the
 * characters that an item may keep.
 */
export function absoluteHtml(html: string, base: string | null): string {
  if (base === null || !PERHAPS_RELATIVE.test(html)) return html;
  const parts: string[] = [];
  let copiedTo = 0;
  let addedChars = 0;
  let name = '';
  const ignore = () => {};
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onattribname: (start, end) => {
        name = html.slice(start, end).toLowerCase();
      },
      onattribdata: (start, end) => {
        if (!URL_ATTRIBUTES.has(name) || start < copiedTo || start + addedChars > LIMITS.itemChars) return;
        const value = html.slice(start, end);
        if (/^\s*(?:[a-z][a-z0-9+.-]*:|#)/i.test(value)) return;
        const absolute = resolveUrl(decodeHTMLAttribute(value), base);
        if (absolute === null) return;
        parts.push(html.slice(copiedTo, start), escapeAttribute(absolute));
        addedChars += absolute.length - (end - start);
        copiedTo = end;
      },
      onattribend: ignore,
      onattribentity: ignore,
      oncdata: ignore,
      onclosetag: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onopentagname: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
      ontext: ignore,
      ontextentity: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return parts.length === 0 ? html : parts.join('') + html.slice(copiedTo);
}

/** Text as it is written between double quotes. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replace(/"/g, '&quot;');
}

/** Text as it is written in HTML or XML. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
