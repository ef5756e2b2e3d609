// An address as people type it. Pure.
import { UserError } from '../errors.ts';
import { asWeb } from '../net/url.ts';
import { LONGEST_FEED_URL } from '../store/feeds.ts';

/** What people and programs put around an address. */
const AROUND = /^(?:<(.*)>|"(.*)"|'(.*)'|\((.*)\)|«(.*)»|[“„](.*)[”“])$/;

/**
 * The URL that was meant, in the one spelling we compare by: with a scheme (https where none was typed), without a fragment, without the
 * dot that may end a host's name.
 * @throws UserError `invalid-url` when it cannot be a web address, or is longer than a feed's may be
 */
export function readTypedUrl(typed: string): string {
  const word = asWeb(withoutQuotes(typed));
  const text = hasScheme(word) ? word : `https://${word}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isWeb || !/^(\[.*\]|localhost|.+\.[^.]+)\.?$/.test(url.hostname))
    throw new UserError('invalid-url', { url: shorten(typed) });
  url.hash = '';
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
  if (url.href.length > LONGEST_FEED_URL) throw new UserError('invalid-url', { url: shorten(typed) });
  return url.href;
}

function withoutQuotes(typed: string): string {
  return (
    AROUND.exec(typed)
      ?.slice(1)
      .find((inner) => inner !== undefined) ?? typed
  );
}

/** The words of a text that may be addresses, without the commas between them; the whole text where none of them may. */
export function wordsLikeUrls(text: string): string[] {
  const words = text
    .split(/\s+/)
    .map((word) => word.replace(/[,;]+$/, ''))
    .filter((word) => /[.:]/.test(word));
  return words.length > 0 ? words : [text];
}

/** Of http and https a slash or two may be missing. */
export function hasScheme(typed: string): boolean {
  return /^(?:https?:|[a-z][a-z\d+.-]*:\/\/)/i.test(asWeb(withoutQuotes(typed)));
}

/** By code points: Telegram takes no message with half a character in it. */
function shorten(text: string): string {
  const characters = [...text];
  return characters.length > 200 ? `${characters.slice(0, 200).join('')}…` : text;
}
