// An address as people type it. Pure.
import { UserError } from '../errors.ts';

/**
 * The URL that was meant, in the one spelling we compare by: with a scheme (https where none was typed), without a fragment.
 * @throws UserError `invalid-url` when it cannot be a web address
 */
export function readTypedUrl(typed: string): string {
  const word = typed.replace(/^<|>$/g, '');
  const text = hasScheme(word) ? word : `https://${word}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isWeb || !/^(\[.*\]|localhost|.*\..*)$/.test(url.hostname))
    throw new UserError('invalid-url', { url: shorten(typed) });
  url.hash = '';
  return url.href;
}

/** The words of a text that may be addresses, without the commas between them; the whole text where none of them may. */
export function wordsLikeUrls(text: string): string[] {
  const words = text
    .split(/\s+/)
    .map((word) => word.replace(/[,;]+$/, ''))
    .filter((word) => /[.:]/.test(word));
  return words.length > 0 ? words : [text];
}

export function hasScheme(typed: string): boolean {
  return /^<?[a-z][a-z\d+.-]*:\/\//i.test(typed);
}

/** By code points: Telegram takes no message with half a character in it. */
function shorten(text: string): string {
  const characters = [...text];
  return characters.length > 200 ? `${characters.slice(0, 200).join('')}…` : text;
}
